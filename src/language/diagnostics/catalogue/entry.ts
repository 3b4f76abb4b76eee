/**
 * What the catalogue says of one kind of finding.
 *
 * Example and remedy are pieces of a sound text (`bases.ts`): it holds the remedy, and with the
 * example in its place it has the fault. A test does that with every entry.
 */
import type { Base } from './bases.ts';

export interface Entry {
  readonly title: string;
  /** What it means, and why it is refused: two or three plain sentences. */
  readonly says: string;
  /** The text that the two are pieces of; `null`: it takes more than a text to show it. */
  readonly base: Base | null;
  readonly example: string;
  readonly remedy: string;
}

/** By kind. */
export type Entries = Readonly<Record<string, Entry>>;

/** An entry whose fault and remedy are shown in a sound text. */
export function shown(base: Base, example: string, remedy: string): Pick<Entry, 'base' | 'example' | 'remedy'> {
  return { base, example, remedy };
}

/** What no short text shows. */
export const notShown: Pick<Entry, 'base' | 'example' | 'remedy'> = { base: null, example: '', remedy: '' };
