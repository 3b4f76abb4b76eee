/**
 * `NAME=VALUE`, `"name": "value"`, `name: value`, where the name says that the value is secret and the value looks random.
 *
 * It looks random if it has letters and digits and at least three bits of entropy a character (Shannon's, of its own
 * characters) over sixteen characters; after a password's name, two and a half over eight. A digest in hexadecimal is
 * as random as a key: under another name it is left alone, which the journal's own must be.
 */

import type { Span } from './span.ts';

/** Bounded in each part, and each part ends where the next begins: none can be taken in two ways. */
const name = /(?:key|token|secret|passw(?:or)?d|passphrase|credential|auth(?!or(?!i[sz])))([\w.-]{0,40})\\?["'`]?\s{0,8}(?::=|=>|[:=])\s{0,8}(?:(?:bearer|basic|token)\s{1,4})?\\?["'`]?/gi;
const value = /[^\s"'`,;&=:<>(){}[\]\\]{1,1024}={0,2}/y;
/** A secret is taken whole, with the marks in it at which others are parted. */
const rest = /[^\s"'`,;&<>\\]{0,1024}/y;
const passwordName = /passw|passphrase|secret|credential/i;

export function findAssignments(text: string): readonly Span[] {
  const spans: Span[] = [];
  name.lastIndex = 0;
  for (let found = name.exec(text); found !== null; found = name.exec(text)) {
    const from = name.lastIndex;
    value.lastIndex = from;
    const said = value.exec(text)?.[0] ?? '';
    if (!isRandom(said, passwordName.test(found[0]) ? password : usual)) continue;
    rest.lastIndex = from + said.length;
    const to = from + said.length + (rest.exec(text)?.[0].length ?? 0);
    spans.push({ from, to, kind: 'assignment' });
    name.lastIndex = to;
  }
  return spans;
}

interface Threshold {
  readonly least: number;
  readonly bits: number;
}

const usual: Threshold = { least: 16, bits: 3 };
const password: Threshold = { least: 8, bits: 2.5 };

function isRandom(text: string, { least, bits }: Threshold): boolean {
  return text.length >= least && /[0-9]/.test(text) && /[A-Za-z]/.test(text) && entropy(text) >= bits;
}

/** Bits a character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= count / text.length * Math.log2(count / text.length);
  return bits;
}
