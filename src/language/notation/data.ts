/**
 * What JSON and YAML have in common: values, each with its place in the text.
 *
 * A map is a list of entries, so that no key can collide with a property of an object, and a key
 * that is there twice can be seen.
 */
import type { Finding } from '../diagnostics/diagnostic.ts';
import type { Span } from '../syntax/tree.ts';

export interface Scalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly span: Span;
}

export interface DataList {
  readonly kind: 'list';
  readonly items: readonly Data[];
  readonly span: Span;
}

export interface DataEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Data;
}

export interface DataMap {
  readonly kind: 'map';
  readonly entries: readonly DataEntry[];
  readonly span: Span;
}

export type Data = Scalar | DataList | DataMap;

/** A text to be read, and how its file is called in findings. */
export interface NotedText {
  readonly file: string;
  readonly text: string;
}

export interface ReadData {
  /** `null`: it could not be read, and `findings` say why. */
  readonly data: Data | null;
  readonly findings: readonly Finding[];
}

/** What a text is that stops its reader: thrown by the readers, and caught in them. */
export class Unreadable extends Error {
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.message);
    this.finding = finding;
  }
}
