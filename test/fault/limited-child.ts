/**
 * A process whose files may not grow past a limit that its parent set (RLIMIT_FSIZE): `limited-child.ts
 * FILE`. It appends until an append fails, tries once more, and prints one line of JSON that says how.
 */

import { writeSync } from 'node:fs';
import { SqliteJournal } from '../../src/journal/sqlite-journal.ts';
import { AppendUnknown } from '../../src/ports/append-unknown.ts';
import { genesis } from '../../src/ports/hash-chain.ts';
import { JournalError } from '../../src/ports/journal-error.ts';
import type { Version } from '../../src/ports/version.ts';

// With a listener the signal does not end the process: the write fails instead.
process.on('SIGXFSZ', () => undefined);

const [file = ''] = process.argv.slice(2);
const most = 10_000;
const event = { schema: 1, bytes: Buffer.alloc(10_000, '7') };

const journal = new SqliteJournal(file);

async function appendUntilItFails(): Promise<{ readonly acked: Version; readonly error: unknown }> {
  let acked = genesis('r');
  for (let count = 0; count < most; count += 1) {
    try {
      acked = (await journal.append('r', acked, [event])) ?? acked;
    } catch (error) {
      return { acked, error };
    }
  }
  return { acked, error: null };
}

const { acked, error } = await appendUntilItFails();
const head = await journal.head('r');
const again = await journal.append('r', head, [event]).then(() => 'appended', nameOf);
writeSync(1, `${JSON.stringify({ acked, head, error: nameOf(error), message: String(error), again })}\n`);

function nameOf(thrown: unknown): string {
  if (thrown instanceof AppendUnknown) return 'AppendUnknown';
  return thrown instanceof JournalError ? thrown.code : String(thrown);
}
