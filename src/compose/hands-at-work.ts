/**
 * Which processes of this machine have hands at work on a run: a mark each, which counts while its process lives.
 *
 * They are told to people and looked at by what tidies up; what keeps a run right is its journal.
 */

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileNameOf } from '../journal/file-name.ts';
import { hostLives, thisHost } from '../sandbox/machine/host-life.ts';
import { stateOf } from './sandboxes.ts';

/** How it is taken away. */
export function markHands(directory: string, run: string): () => void {
  const place = placeOf(directory, run);
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const mark = join(place, thisHost(stateIn(directory)));
  writeFileSync(mark, `${process.pid}\n`, { mode: 0o600 });
  return () => rmSync(mark, { force: true });
}

export function hasHands(directory: string, run: string): boolean {
  return marksOf(directory, run).some((host) => hostLives(stateIn(directory), host));
}

/** Marks whose processes no longer live say the same without. */
export function sweepHands(directory: string, run: string): void {
  for (const host of marksOf(directory, run)) {
    if (!hostLives(stateIn(directory), host)) rmSync(join(placeOf(directory, run), host), { force: true });
  }
}

function marksOf(directory: string, run: string): readonly string[] {
  try {
    return readdirSync(placeOf(directory, run));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function placeOf(directory: string, run: string): string {
  return join(directory, 'hands-at-work', fileNameOf(run));
}

const stateIn = (directory: string): string => stateOf({ directory, path: '' });
