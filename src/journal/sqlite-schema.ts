/**
 * What the database file looks like, and how one is told from any other file.
 *
 * `application_id` says that the file is ours and `user_version` which schema it has. A newer
 * schema is refused before anything is written; an older one would be migrated here.
 */

import type { DatabaseSync } from 'node:sqlite';
import { JournalError } from '../ports/journal-error.ts';
import { numberOf } from './sqlite-rows.ts';

export const databaseSchema = 1;
/** «Espl». */
const applicationId = 0x4573_706c;

const tables = `
CREATE TABLE events (
  run TEXT NOT NULL, position INTEGER NOT NULL, schema INTEGER NOT NULL, bytes BLOB NOT NULL, chain BLOB NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE owners (run TEXT PRIMARY KEY NOT NULL, host TEXT NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
PRAGMA application_id = ${applicationId};
PRAGMA user_version = ${databaseSchema};
`;

/** Whether the file is still empty. Throws for one that is not ours, or newer than this program. */
export function isEmptyDatabase(db: DatabaseSync, file: string): boolean {
  const id = numberOf(db.prepare('PRAGMA application_id').get(), 'application_id');
  const schema = numberOf(db.prepare('PRAGMA user_version').get(), 'user_version');
  const count = numberOf(db.prepare('SELECT count(*) AS n FROM sqlite_schema').get(), 'n');
  if (id === 0 && schema === 0 && count === 0) return true;
  if (id !== applicationId || schema < 1) {
    throw new JournalError('not-a-journal', `${file} is a database, but not an Espalier journal. Name another file, or move this one away.`);
  }
  if (schema > databaseSchema) {
    throw new JournalError(
      'newer-schema',
      `${file} was written by a newer Espalier (journal schema ${schema}; this one knows ${databaseSchema}). Update Espalier; nothing was changed.`,
    );
  }
  return false;
}

/** Creates the tables, unless another process was faster. */
export function createTables(db: DatabaseSync, file: string): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    if (isEmptyDatabase(db, file)) db.exec(tables);
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
