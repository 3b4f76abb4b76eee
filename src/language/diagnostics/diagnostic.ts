/** What is said of a source text: one fault, where it is, and the likeliest meaning. */
import type { Span } from '../syntax/tree.ts';

export type Severity = 'error' | 'warning';

/** A fault as a checker finds it: by the name of its kind, in a file, at offsets. */
export interface Finding {
  /** The name of its kind in the catalogue: `unknown-step`, `text-not-closed`. */
  readonly kind: string;
  readonly file: string;
  readonly span: Span;
  /** What was found, without a full stop at its end. */
  readonly message: string;
  /** The likeliest meaning, or what would be accepted instead. */
  readonly hint?: string;
  /**
   * The plan is sound, and asks for what nothing here holds: an error for who would run
   * it, and no reason not to draw, compile or rehearse it.
   */
  readonly policy?: true;
  /** Where the same was said before, of what may be said once; the compiler puts it into the hint. */
  readonly first?: { readonly file: string; readonly span: Span };
}

/** The same for people and programs: what `check --json` prints. */
export interface Diagnostic {
  /** `ESP014`. */
  readonly code: string;
  readonly severity: Severity;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in characters (code points). */
  readonly column: number;
  readonly message: string;
  readonly hint?: string;
}
