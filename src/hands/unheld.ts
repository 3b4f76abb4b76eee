/** What is reported in place of a report that the journal does not take: a leaf may bring more than an event holds. */

import type { ReportResult } from '../kernel/facts.ts';
import { JournalError } from '../ports/journal-error.ts';

/** `null`: the fault is not the report's. */
export function inPlaceOf(result: ReportResult, error: unknown): ReportResult | null {
  if (!(error instanceof JournalError) || error.code !== 'invalid' || result.type === 'fault') return null;
  // It goes back to who wrote so much; for all else the order is tried again, as often as faults may be (T3).
  if (result.type === 'ended' && result.patch !== undefined) return { type: 'ended', word: result.word, untaken: [`what was left cannot be taken: ${error.message}`] };
  return { type: 'fault', text: error.message };
}
