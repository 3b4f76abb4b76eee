/**
 * The tree of a file: what was written, where, before it means anything.
 *
 * A tree is made of every text, however broken: what could not be read is left out, its block is
 * marked `broken`, and a diagnostic says why. Nothing here is looked up, defaulted or checked.
 */

/** Offsets in UTF-16 code units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A name, a keyword, or a dotted path such as `plan.tasks`. */
export interface Word {
  readonly kind: 'word';
  readonly text: string;
  readonly span: Span;
}

/** A text in quotes; `value` has its escapes read. */
export interface Quoted {
  readonly kind: 'text';
  readonly value: string;
  readonly span: Span;
}

/** A number with its unit, as written: `3`, `6M`, `10m`, `4G`. */
export interface Numeral {
  readonly kind: 'number';
  readonly text: string;
  readonly span: Span;
}

/** Several values: in brackets, or with commas between them. */
export interface List {
  readonly kind: 'list';
  readonly items: readonly Value[];
  readonly span: Span;
}

/** `goal: plan.text`, an argument of `call`. */
export interface Pair {
  readonly kind: 'pair';
  readonly name: Word;
  readonly value: Value;
  readonly span: Span;
}

export type Value = Word | Quoted | Numeral | List | Pair;

/** `max 3`, `approves approve else change`: a keyword and what follows it, keywords included. */
export interface Clause {
  readonly kind: 'clause';
  readonly key: Word;
  readonly values: readonly Value[];
  readonly span: Span;
}

/** `ok -> verify`, `fail -> end as bad`. */
export interface WireNode {
  readonly kind: 'wire';
  readonly on: Word;
  readonly to: Word;
  readonly as: Word | null;
  readonly span: Span;
}

/** `goal text = "…"`, an input of a workflow. */
export interface InputNode {
  readonly kind: 'input';
  readonly name: Word;
  readonly type: Word | null;
  readonly fallback: Value | null;
  readonly span: Span;
}

/** `agent coder { … }`, `step write { … }`, `gate unit "npm test"`: with or without braces. */
export interface Block {
  readonly kind: 'block';
  readonly keyword: Word;
  readonly name: Word | null;
  /** What stands between the name and the brace: a gate's command, a list of paths. */
  readonly head: readonly Value[];
  readonly inputs: readonly InputNode[];
  readonly entries: readonly Entry[];
  /** Something in it could not be read, so what is missing from it proves nothing. */
  readonly broken: boolean;
  /** The words of what could not be read, if anything could not. */
  readonly lost?: readonly string[];
  /** Another word was taken for its keyword, which was said: nothing else is to be said of that. */
  readonly isMeant?: true;
  readonly span: Span;
}

export type Entry = Clause | WireNode | Block;

export interface Tree {
  /** The version in the header, if it could be read. */
  readonly version: Numeral | null;
  readonly blocks: readonly Block[];
  /** Something between the blocks could not be read. */
  readonly broken: boolean;
  /** Its words. */
  readonly lost?: readonly string[];
}
