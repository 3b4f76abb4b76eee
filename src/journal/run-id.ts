/** What may name a run: checked by every journal, so that no medium has rules of its own. */

import { JournalError } from '../ports/journal-error.ts';
import { limits } from '../ports/limits.ts';

export function checkRunId(run: string): void {
  const fault = faultOf(run);
  if (fault !== null) throw new JournalError('invalid', `Cannot use ${JSON.stringify(run)} as a run's id: it ${fault}.`);
}

function faultOf(run: string): string | null {
  if (run === '') return 'is empty';
  if (!run.isWellFormed()) return 'has half a character in it';
  if (run.includes('\0')) return 'has a NUL in it';
  const bytes = Buffer.byteLength(run);
  return bytes > limits.runIdBytes ? `has ${bytes} bytes, more than ${limits.runIdBytes}` : null;
}
