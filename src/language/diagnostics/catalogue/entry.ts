/**
 * What the catalogue says of one kind of finding.
 *
 * Example and remedy are pieces of a sound text (`bases.ts`): it holds the remedy, and with the
 * example in its place it has the fault. A test does that with every entry. What is long or cannot
 * be printed is written as `written-out.ts` reads it: `«300 times {»`, `«NUL»`, `«a pipe»`.
 */
import type { Base } from './bases.ts';

export interface Entry {
  readonly title: string;
  /** What it means, and why it is refused: two or three plain sentences. */
  readonly says: string;
  /** The text that the two are pieces of. */
  readonly base: Base;
  readonly example: string;
  readonly remedy: string;
  /** What else one must see to understand the two: pieces of the same text, or of `FILE: ` beside it. */
  readonly also?: readonly string[];
  /** Files that must be there to show it, by their names; a name may stand for many as well. */
  readonly beside?: Readonly<Record<string, string>>;
}

/** By kind. */
export type Entries = Readonly<Record<string, Entry>>;

type Shown = Pick<Entry, 'base' | 'example' | 'remedy'>;

/** An entry whose fault and remedy are shown in a sound text. */
export function shown(base: Base, example: string, remedy: string): Shown {
  return { base, example, remedy };
}
