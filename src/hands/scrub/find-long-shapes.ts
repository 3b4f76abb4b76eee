/** Secrets of several parts, read by hand, so that no text makes the search go back over what it has seen. */

import type { Span } from './span.ts';

const tokenRun = /[A-Za-z0-9_-]*/y;
const leastPart = 10;

/** Three runs between dots, of which the first two begin as JSON does. A run is looked at twice at most. */
export function findJwts(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (let from = text.indexOf('eyJ'); from !== -1;) {
    const header = runEnd(text, from);
    const isFollowed = text.startsWith('.eyJ', header);
    const payload = isFollowed ? runEnd(text, header + 1) : header;
    const isToken = isFollowed && text[payload] === '.' && header - from >= leastPart && payload - header > leastPart;
    const to = isToken ? runEnd(text, payload + 1) : header;
    if (isToken) spans.push({ from, to, kind: 'JWT' });
    // Whatever else begins within the run ends where it ends, and is none either.
    from = text.indexOf('eyJ', to);
  }
  return spans;
}

function runEnd(text: string, from: number): number {
  tokenRun.lastIndex = from;
  return from + (tokenRun.exec(text)?.[0].length ?? 0);
}

const begin = '-----BEGIN ';
const label = /[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/y;
const end = '-----END ';
const mostKey = 16_384;
/** Of a key whose end was cut off: what its lines are made of, escaped as in JSON as well. */
const body = /(?:[A-Za-z0-9+/=\s]|\\[nrt]){0,16384}/y;

export function findPrivateKeys(text: string): readonly Span[] {
  const spans: Span[] = [];
  // The next end, looked for once: behind it, again; where there is none, never.
  let next = -1;
  for (let from = text.indexOf(begin); from !== -1;) {
    label.lastIndex = from + begin.length;
    const head = label.exec(text);
    let to = from + begin.length;
    if (head !== null) {
      to += head[0].length;
      if (next < to) next = positionOf(text, end, to);
      to = next - to <= mostKey ? lineEnd(text, next) : bodyEnd(text, to);
      spans.push({ from, to, kind: 'private key' });
    }
    from = text.indexOf(begin, to);
  }
  return spans;
}

function positionOf(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from);
  return at === -1 ? Number.POSITIVE_INFINITY : at;
}

const ending = /-----END [A-Z0-9 ]{0,60}(?:-----)?/y;

function lineEnd(text: string, at: number): number {
  ending.lastIndex = at;
  return at + (ending.exec(text)?.[0].length ?? end.length);
}

function bodyEnd(text: string, from: number): number {
  body.lastIndex = from;
  return from + (body.exec(text)?.[0].length ?? 0);
}
