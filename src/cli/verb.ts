/** What a verb is: its words for help and reference, what it takes, and where its code is. */

import type { ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

export interface Option {
  readonly name: string;
  /** What its value is called; absent: it takes none. */
  readonly value?: string;
  /** All that its value may be, where that is a few words. */
  readonly among?: readonly string[];
  readonly says: string;
}

export interface Argument {
  readonly name: string;
  readonly says: string;
  /** Whether it may be left out. */
  readonly optional?: boolean;
  /** Only of the last one: whether there may be several. */
  readonly many?: boolean;
}

export interface Verb {
  readonly name: string;
  /** One line, for the list of verbs. */
  readonly summary: string;
  /** Paragraphs. */
  readonly says: readonly string[];
  readonly arguments: readonly Argument[];
  readonly options: readonly Option[];
  readonly examples: readonly string[];
  /** Besides 0 and 2, which every verb has. */
  readonly exits: readonly ExitCode[];
  /** Not in the list of verbs. */
  readonly isHidden?: boolean;
  readonly load: () => Promise<Act>;
}

/** A verb's work. Throws `UsageError` for what cannot be followed. */
export type Act = (call: Call, terminal: Terminal) => Promise<ExitCode>;

export interface Call {
  readonly arguments: readonly string[];
  /** An option without a value is the empty string. */
  readonly options: ReadonlyMap<string, string>;
  readonly isJson: boolean;
}
