/** Every journal, against the one contract. */

import { join } from 'node:path';
import { MemoryJournal } from '../../src/journal/memory-journal.ts';
import { SqliteJournal } from '../../src/journal/sqlite-journal.ts';
import { journalContract } from './journal-contract.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

journalContract('memory', async () => {
  const journal = new MemoryJournal();
  return { journal, other: journal, dispose: () => journal.close() };
});

journalContract('sqlite', async () => {
  const directory = new TemporaryDirectory();
  const file = join(directory.path, 'deep', 'journal.db');
  const journal = new SqliteJournal(file);
  const other = new SqliteJournal(file);
  return {
    journal,
    other,
    dispose: async () => {
      await journal.close();
      await other.close();
      directory.remove();
    },
  };
});
