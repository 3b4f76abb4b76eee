/**
 * Journals that were written once and are opened for ever: how one is made, and how one is opened.
 *
 * A fixture is a state directory as `openLocal` keeps it, closed, and `expected.json`, which says
 * what it held when it was made. A fixture is never made again in place: a new schema gets a new
 * folder beside the old.
 */

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CountedIds } from '../../src/host/counted-ids.ts';
import { LocalRunHost } from '../../src/host/local-run-host.ts';
import { ManualClock } from '../../src/host/manual-clock.ts';
import { replayRun } from '../../src/host/replay-run.ts';
import { type Finding, verifyRun } from '../../src/host/verify-run.ts';
import { type Local, openLocal } from '../../src/journal/open-local.ts';
import type { Brain } from '../../src/ports/brain.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

/** A brain, how to name a state of it, and what was said to it when the fixture was made. */
export interface Story<S, C, E> {
  readonly run: string;
  readonly brain: Brain<S, C, E>;
  readonly digest: (state: S) => string;
  /** Puts the blobs that the commands name, and returns the commands. */
  readonly commands: (blobs: Local['blobs']) => Promise<readonly C[]>;
}

export interface Held {
  readonly run: string;
  readonly position: number;
  readonly chain: string;
  readonly digest: string;
}

export async function makeFixture<S, C, E>(directory: string, story: Story<S, C, E>): Promise<void> {
  const { brain, run } = story;
  const local = openLocal(directory);
  const host = new LocalRunHost(
    { brain, ...local, clock: new ManualClock(), ids: new CountedIds('fixture') },
    { timers: false, jitter: () => 0, onTrouble: (error) => { throw error; } },
  );
  for (const command of await story.commands(local.blobs)) await host.exec(run, command);
  await host.close();
  const held = await heldBy(local, story);
  await local.journal.close();
  writeFileSync(join(directory, 'expected.json'), `${JSON.stringify(held, null, 2)}\n`);
}

export interface Opened {
  readonly expected: unknown;
  readonly held: Held;
  readonly findings: readonly Finding[];
}

/** Opens a copy, so that the fixture stays as it is. */
export async function openFixture<S, C, E>(fixture: string, story: Story<S, C, E>): Promise<Opened> {
  const directory = new TemporaryDirectory();
  try {
    cpSync(fixture, directory.path, { recursive: true });
    const local = openLocal(directory.path);
    const held = await heldBy(local, story);
    const findings = await verifyRun(story.run, { ...local, brain: story.brain });
    await local.journal.close();
    return { expected: JSON.parse(readFileSync(join(fixture, 'expected.json'), 'utf8')), held, findings };
  } finally {
    directory.remove();
  }
}

async function heldBy<S, C, E>(local: Local, { run, brain, digest }: Story<S, C, E>): Promise<Held> {
  const { state, version } = await replayRun(run, { brain, journal: local.journal });
  return { run, ...version, digest: digest(state) };
}
