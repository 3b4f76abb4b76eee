/** The kinds of fault that a rehearsal's text can have, as the catalogue of codes knows them. */

import type { Finding } from '../diagnostics/diagnostic.ts';

export const rehearsalKinds = [
  /** A line that nobody understands. */
  'rehearsal-line',
  'rehearsal-number',
  'rehearsal-expect',
  /** A block of tasks that is not closed. */
  'rehearsal-block',
  'rehearsal-task',
  /** Something is said before the first `rehearsal`. */
  'rehearsal-outside',
  'rehearsal-empty',
  'rehearsal-without-workflow',
  'rehearsal-unknown-step',
  /** Several workflows have a step of that name. */
  'rehearsal-unclear-step',
  'rehearsal-unknown-outcome',
  'rehearsal-unknown-task',
  'rehearsal-unknown-input',
  /** As of workflows. */
  'text-not-closed',
  'file-too-large',
] as const;

export type RehearsalKind = (typeof rehearsalKinds)[number];

/** A finding of a file that is known to whoever reads it. */
export type RehearsalFinding = Omit<Finding, 'file' | 'kind'> & { readonly kind: RehearsalKind };
