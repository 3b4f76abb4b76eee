/**
 * Opens the database of a journal: checks SQLite, the directory and the file, then sets what
 * durability rests on: WAL and synchronous=FULL, which syncs the log in each commit.
 */

import { mkdtempSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { JournalError } from '../ports/journal-error.ts';
import { limits } from '../ports/limits.ts';
import { makeDirectorySync } from './durable-file.ts';
import { journalError } from './sqlite-errors.ts';
import { createTables, isEmptyDatabase } from './sqlite-schema.ts';
import { codeOf } from './system-error.ts';

export interface SqliteOptions {
  readonly busyTimeoutMs?: number;
  /** The most pages that the file may have; a write that needs more finds the disk full. */
  readonly maxPages?: number;
}

/** Versions before it can corrupt a database when a checkpoint meets a reset of the log. */
const leastSqlite = [3, 51, 3] as const;

export function openSqlite(file: string, options: SqliteOptions = {}): DatabaseSync {
  checkSqliteVersion(process.versions['sqlite']);
  let db: DatabaseSync | null = null;
  try {
    makeDirectorySync(dirname(file));
    db = new DatabaseSync(file, { timeout: options.busyTimeoutMs ?? limits.busyTimeoutMs });
    setUp(db, file);
    if (options.maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${Math.trunc(options.maxPages)}`);
    return db;
  } catch (error) {
    db?.close();
    const explained = journalError(error, file);
    throw explained.code === 'unopenable' ? readOnlyOr(explained, file) : explained;
  }
}

export function checkSqliteVersion(version: string | undefined): void {
  const found = (version ?? '0').split('.').map(Number);
  const order = leastSqlite.map((least, index) => Math.sign((found[index] ?? 0) - least)).find((sign) => sign !== 0) ?? 0;
  if (order >= 0) return;
  throw new JournalError(
    'old-sqlite',
    `This Node carries SQLite ${version ?? 'of no version'}; a journal needs ${leastSqlite.join('.')} or newer, which never corrupts its log. Update Node 24.`,
  );
}

function setUp(db: DatabaseSync, file: string): void {
  db.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON');
  // Asked before anything is written, so that a foreign or newer file stays as it is.
  const empty = isEmptyDatabase(db, file);
  const mode = db.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode'];
  if (mode !== 'wal') {
    throw new JournalError('unopenable', `${file} is on a file system without shared memory (a network drive?). Name a state directory on a local disk.`);
  }
  // fullfsync is for macOS, where a plain fsync stops at the drive's cache.
  db.exec('PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON');
  if (empty) createTables(db, file);
}

/** SQLite cannot open what it may not write beside: say which of the two it was. */
function readOnlyOr(error: JournalError, file: string): JournalError {
  try {
    // Asking for the permission would ask for the wrong user where the process runs as another.
    rmdirSync(mkdtempSync(join(dirname(file), '.probe-')));
    return error;
  } catch (probe) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(codeOf(probe))) return error;
    const message = `The directory ${dirname(file)} is read-only for this user, so the journal in it cannot be opened. Change its permissions, or name another state directory.`;
    return new JournalError('read-only', message, { cause: error });
  }
}
