/**
 * Appends with a sync each, against a bare loop over node:sqlite: what the version check, the chain
 * and the promises cost, and what group commit gives back.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteJournal } from '../src/journal/sqlite-journal.ts';
import type { Journal } from '../src/ports/journal.ts';
import { BareLoop, eventBytes } from './journal-bare.ts';
import { medians, rateOf } from './journal-rounds.ts';
import type { Row } from './row.ts';

const rounds = 31;
const appends = 240;
const writers = 8;

export async function rows(): Promise<readonly Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'espalier-bench-'));
  const bare = new BareLoop(join(directory, 'bare.db'));
  // A file each, so that nobody pays for another's checkpoints.
  const journal = new SqliteJournal(join(directory, 'alone.db'));
  const shared = new SqliteJournal(join(directory, 'together.db'));
  try {
    const [loop = Number.NaN, alone = Number.NaN, together = Number.NaN] = await medians(rounds, [
      { round: () => rateOf(appends, () => bare.append(appends)) },
      { round: () => rateOf(appends, () => write(journal, 'alone', appends)) },
      { round: () => rateOf(appends, () => writeTogether(shared)) },
    ]);
    return [
      row({ id: 'journal-append', what: 'appends, each synced, one after the other', least: 0.8 }, alone, loop),
      row({ id: 'journal-group', what: `appends of ${writers} writers at once, in group commit`, least: 1 }, together, loop),
    ];
  } finally {
    await journal.close();
    await shared.close();
    bare.close();
    rmSync(directory, { recursive: true });
  }
}

function row({ id, what, least }: { readonly id: string; readonly what: string; readonly least: number }, median: number, against: number): Row {
  const ratio = median / against;
  return { id, what, median, unit: 'events/s', against, ratio, bar: `ratio ${least < 1 ? '>=' : '>'} ${least}`, holds: least < 1 ? ratio >= least : ratio > least };
}

async function writeTogether(journal: Journal): Promise<void> {
  await Promise.all(Array.from({ length: writers }, (_, i) => write(journal, `writer-${i}`, appends / writers)));
}

async function write(journal: Journal, run: string, times: number): Promise<void> {
  let version = await journal.head(run);
  for (let i = 0; i < times; i += 1) {
    const next = await journal.append(run, version, [{ schema: 1, bytes: eventBytes }]);
    if (next === null) throw new Error('nobody else writes here');
    version = next;
  }
}
