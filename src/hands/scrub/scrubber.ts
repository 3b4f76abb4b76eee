/**
 * Takes secrets out of whatever is stored or shown: the keys that are known, what has the shape of a key, and what is
 * assigned to a name that says so. In their place stands what it was: `[secret: GitHub token]`.
 *
 * It is for what slips out, and no fence: who wants to hide a key from it can. The real keys never come into a box.
 */

import { encodedForms, leastKnown } from './encoded-forms.ts';
import { findAssignments } from './find-assignments.ts';
import { findKnown } from './find-known.ts';
import { findShapes } from './find-shapes.ts';
import { merged, type Span, without } from './span.ts';

export interface Scrubber {
  scrub(text: string): string;
  /** Byte for byte what it was where there is no secret, whether it is text or not. */
  scrubBytes(bytes: Uint8Array): Uint8Array;
  /** As long as it was, with stars for known keys and exact shapes: for what has lengths written in it. */
  mask(bytes: Uint8Array): Uint8Array;
  /** Known keys and exact shapes, in order: nothing that is a guess. */
  exact(bytes: Uint8Array): readonly FoundSecret[];
}

export interface FoundSecret {
  readonly kind: string;
  /** From 1. */
  readonly line: number;
  /** The secret itself, a character for each byte: to be compared, and never told. */
  readonly secret: string;
}

/** `known`: asked each time, since keys come to be known while they are used. Shorter ones than eight characters are none. */
export function scrubber(known: () => readonly string[]): Scrubber {
  const forms = formsOf(known);
  return {
    scrub: (text) => scrubbed(text, forms('text')),
    scrubBytes: (bytes) => {
      const text = characters(bytes);
      const clean = scrubbed(text, forms('bytes'));
      return clean === text ? bytes : Buffer.from(clean, 'latin1');
    },
    mask: (bytes) => masked(bytes, exactSpans(characters(bytes), forms('bytes'))),
    exact: (bytes) => {
      const text = characters(bytes);
      return located(text, exactSpans(text, forms('bytes')));
    },
  };
}

/** What is certain first: what is said in its place is looked at again with the rest. */
function scrubbed(text: string, forms: readonly string[]): string {
  const finders: readonly ((left: string) => readonly Span[])[] = [(left) => findKnown(left, forms), findShapes, findAssignments];
  return finders.reduce((left, find) => without(left, merged(find(left))), text);
}

function exactSpans(text: string, forms: readonly string[]): readonly Span[] {
  return merged([...findKnown(text, forms), ...findShapes(text)]);
}

const star = 0x2a;

function masked(bytes: Uint8Array, spans: readonly Span[]): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (const { from, to } of spans) copy.fill(star, from, to);
  return copy;
}

/** One for each byte, so that what is no UTF-8 comes out as it went in. */
function characters(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function located(text: string, spans: readonly Span[]): readonly FoundSecret[] {
  let line = 1;
  let next = text.indexOf('\n');
  return spans.map(({ from, to, kind }) => {
    for (; next !== -1 && next < from; next = text.indexOf('\n', next + 1)) line += 1;
    return { kind, line, secret: text.slice(from, to) };
  });
}

type Medium = 'text' | 'bytes';

/** Worked out again only when other keys are known. */
function formsOf(known: () => readonly string[]): (medium: Medium) => readonly string[] {
  let last: readonly string[] = [];
  let made: Readonly<Record<Medium, readonly string[]>> = { text: [], bytes: [] };
  return (medium) => {
    const now = known();
    if (now.length !== last.length || now.some((key, at) => key !== last[at])) {
      last = [...now];
      const text = [...new Set(last.filter((key) => key.length >= leastKnown).flatMap(encodedForms))];
      made = { text, bytes: text.map((form) => Buffer.from(form, 'utf8').toString('latin1')) };
    }
    return made[medium];
  };
}
