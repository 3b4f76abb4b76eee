/** A line for a terminal: pieces of text, some of them in a style. Colours are added last. */

import { plainText } from './plain-text.ts';

export type Style = 'good' | 'bad' | 'person' | 'dim' | 'strong';

export type Span = string | { readonly text: string; readonly style: Style };
export type Line = string | readonly Span[];

const codes: Readonly<Record<Style, readonly [number, number]>> = {
  good: [32, 39], bad: [31, 39], person: [33, 39], dim: [2, 22], strong: [1, 22],
};

/** The only way from what is known to what is printed: whatever the text holds, it steers nothing. */
export function renderLine(line: Line, colours: boolean): string {
  const spans = typeof line === 'string' ? [line] : line;
  return spans.map((span) => renderSpan(span, colours)).join('').trimEnd();
}

export function styled(style: Style, text: string): Span {
  return { text, style };
}

export function textOf(span: Span): string {
  return typeof span === 'string' ? span : span.text;
}

function renderSpan(span: Span, colours: boolean): string {
  const text = plainText(textOf(span));
  if (typeof span === 'string' || !colours || text === '') return text;
  const [on, off] = codes[span.style];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}
