/** What a hand reports, without secrets: every text in it that an agent, a tool or a machine made. */

import type { ReportResult } from '../../kernel/facts.ts';
import type { Scrubber } from './scrubber.ts';

/** Digests that the host has made. A patch is not changed: with a secret in it, or in a name of its, it is not taken. */
const ownFields: ReadonlySet<string> = new Set(['type', 'patch', 'candidate', 'base', 'commit', 'commits', 'data']);

export function scrubbedResult(result: ReportResult, { scrub }: Pick<Scrubber, 'scrub'>): ReportResult {
  const entries = Object.entries(result).map(([name, value]) => [name, ownFields.has(name) ? value : scrubbed(value, scrub)]);
  return Object.fromEntries(entries) as ReportResult;
}

/** Of the same shape. */
function scrubbed(value: unknown, scrub: Scrubber['scrub']): unknown {
  // Half a character, as JSON can hold one, is another text by the time it has been UTF-8: so it is that from the start.
  if (typeof value === 'string') return scrub(value.toWellFormed());
  if (Array.isArray(value)) return value.map((one) => scrubbed(one, scrub));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, scrubbed(one, scrub)]));
}
