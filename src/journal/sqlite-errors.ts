/** SQLite's errors in our words: what was found, where, and what to do. */

import { JournalError, type JournalErrorCode } from '../ports/journal-error.ts';
import { codeOf, systemError } from './system-error.ts';

/** Primary result codes of SQLite; the extended ones have them in their low byte. */
const busy = 5;
const lockedTable = 6;
const readOnly = 8;
const ioError = 10;
const corrupt = 11;
const full = 13;
const cannotOpen = 14;
const notADatabase = 26;
/** An extended code. */
const primaryKeyConstraint = 1555;

export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff;
}

/** Whether a row with this primary key was there before. */
export function isTaken(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === primaryKeyConstraint;
}

/** Whether a COMMIT that failed so may still come true after a crash: its last frame may be on the disk. */
export function isUnknownOutcome(error: unknown): boolean {
  return sqliteCode(error) === ioError;
}

export function journalError(error: unknown, file: string): JournalError {
  if (error instanceof JournalError) return error;
  const system = systemError(error, file);
  if (system !== null) return system;
  const said = error instanceof Error ? error.message : String(error);
  const [code, message] = explain(error, file, said);
  return new JournalError(code, message, { cause: error });
}

/** Of use to `verify` as well, which may be the one that found it. */
const restore = 'it was changed or cut short by something else. Restore it and the files beside it from a backup, or save what is whole with `sqlite3 FILE .recover`; then `espalier verify --all` tells what is missing.';

function explain(error: unknown, file: string, said: string): readonly [JournalErrorCode, string] {
  switch (sqliteCode(error)) {
    case busy:
    case lockedTable:
      return ['locked', `${file} is locked by another process, and stayed so. See which process holds it, end it or wait, and try again.`];
    case readOnly:
      return ['read-only', `${file} cannot be written: the file or its directory is read-only for this user. Change its permissions, or name another state directory.`];
    case corrupt:
      return ['damaged', `${file} is damaged (${said}): ${restore}`];
    case full:
      return ['full', `${file} cannot grow: the disk is full. Nothing of this write was kept. Free some space and try again.`];
    case cannotOpen:
      return ['unopenable', `${file} cannot be opened (${said}). It must be a file that this user can read and write, in a directory that is writable.`];
    case notADatabase:
      return ['not-a-journal', `${file} is not an Espalier journal (${said}). Name another file, or move this one away.`];
    case ioError:
      return ['io', `${file} could not be read or written (${said}). See what the system says about its disk.`];
    default:
      break;
  }
  if (codeOf(error) === 'ERR_INVALID_STATE') return ['closed', `Cannot use ${file}: it is closed.`];
  // A statement that our own tables refuse, or a number out of range, is damage.
  return ['damaged', `${file} cannot be understood (${said}): ${restore}`];
}
