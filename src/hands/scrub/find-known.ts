/** Known keys in a text: each form of each by search of a fixed text, once through. */

import { leastKnown } from './encoded-forms.ts';
import type { Span } from './span.ts';

const kind = 'known key';

export function findKnown(text: string, forms: readonly string[]): readonly Span[] {
  return forms.flatMap((form) => [...wholes(text, form), ...cutAtEnds(text, form)]);
}

function wholes(text: string, form: string): readonly Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + form.length)) spans.push({ from: at, to: at + form.length, kind });
  return spans;
}

/** What is kept of an output begins and ends anywhere, in the middle of a key as well. */
function cutAtEnds(text: string, form: string): readonly Span[] {
  const most = Math.min(form.length - 1, text.length);
  const begins = longest(most, (length) => text.startsWith(form.slice(form.length - length)));
  const ends = longest(most, (length) => text.endsWith(form.slice(0, length)));
  return [
    ...(begins === 0 ? [] : [{ from: 0, to: begins, kind }]),
    ...(ends === 0 ? [] : [{ from: text.length - ends, to: text.length, kind }]),
  ];
}

function longest(most: number, fits: (length: number) => boolean): number {
  for (let length = most; length >= leastKnown; length -= 1) if (fits(length)) return length;
  return 0;
}
