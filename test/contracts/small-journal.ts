/** A journal small enough to flip each of its bytes, with anchor and blobs, and what it must read as. */

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LocalRunHost } from '../../src/host/local-run-host.ts';
import { CountedIds } from '../../src/host/counted-ids.ts';
import { ManualClock } from '../../src/host/manual-clock.ts';
import { openLocal } from '../../src/journal/open-local.ts';
import { note, toyBrain } from './toy-brain.ts';

export const smallRun = 'small';
export const smallEvents = 8;

/** Makes it in `directory`; the database is one file without a log, with small pages. */
export async function makeSmallJournal(directory: string): Promise<void> {
  const file = join(directory, 'journal.db');
  const empty = new DatabaseSync(file);
  empty.exec('PRAGMA page_size = 1024; VACUUM');
  empty.close();
  const local = openLocal(directory);
  const host = new LocalRunHost(
    { brain: toyBrain, ...local, clock: new ManualClock(), ids: new CountedIds('h') },
    { timers: false, jitter: () => 0, onTrouble: (error) => { throw error; } },
  );
  const blob = await local.blobs.put(Buffer.from('a blob'));
  for (let i = 1; i < smallEvents; i += 1) await host.exec(smallRun, note(`command ${i}`, `word ${i}`));
  await host.exec(smallRun, { type: 'note', id: 'blob', at: 0, words: ['with a blob'], blob });
  await host.close();
  await local.journal.close();
}

/** Changes the rows of the database, behind the journal's back. */
export function tamper(directory: string, sql: string): void {
  const db = new DatabaseSync(join(directory, 'journal.db'));
  db.exec(sql);
  db.close();
}
