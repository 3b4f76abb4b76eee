/** Reads what may not be there: `null` for what is not, and a clear error for what cannot be read. */

import { JournalError } from '../ports/journal-error.ts';
import { codeOf } from './system-error.ts';

export async function unlessMissing<T>(file: string, reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    if (codeOf(error) === '') throw error;
    const said = error instanceof Error ? error.message : String(error);
    const message = `${file} cannot be read (${said}). Give this user the permission to, or name another state directory.`;
    throw new JournalError('unopenable', message, { cause: error });
  }
}
