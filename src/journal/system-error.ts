/** Errors of the operating system in our words: what was found, where, and what to do. */

import { JournalError } from '../ports/journal-error.ts';

/** The code of an error that the system or Node gave (`ENOENT`), or the empty string. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** `null` for an error that the system did not give. */
export function systemError(error: unknown, file: string): JournalError | null {
  const code = codeOf(error);
  if (!(error instanceof Error) || !code.startsWith('E') || code.startsWith('ERR_')) return null;
  const said = error.message;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new JournalError('read-only', `${file} cannot be made: ${said}. Change the permissions, or name another state directory.`, { cause: error });
    case 'ENOSPC':
    case 'EDQUOT':
      return new JournalError('full', `${file} cannot be written: the disk is full. Free some space and try again.`, { cause: error });
    default:
      return new JournalError('unopenable', `${file} cannot be opened (${said}). Its directory must exist and be writable for this user.`, { cause: error });
  }
}
