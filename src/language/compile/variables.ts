/**
 * `{{ name }}` in prompts, questions and branches: where they are, and whether each means something.
 *
 * There are no expressions: a name stands between the braces, on one line, and nothing else.
 */
import type { Span } from '../syntax/tree.ts';

export interface Variable {
  readonly name: string;
  /** Of the braces and what is between them; offsets in the text. */
  readonly span: Span;
}

export interface VariablesIn {
  readonly variables: readonly Variable[];
  /** Braces that are not closed on their line. */
  readonly unclosed: readonly Span[];
  /** There are more than are looked at. */
  readonly tooMany: boolean;
}

/** Variables of one text. */
export const maxVariables = 1_000;

export function variablesIn(text: string): VariablesIn {
  const variables: Variable[] = [];
  const unclosed: Span[] = [];
  let at = text.indexOf('{{');
  while (at !== -1 && variables.length + unclosed.length < maxVariables) {
    const inside = at + 2;
    const end = endOf(text, inside);
    if (text.startsWith('}}', end)) {
      variables.push({ name: text.slice(inside, end).trim(), span: { start: at, end: end + 2 } });
      at = text.indexOf('{{', end + 2);
    } else {
      unclosed.push({ start: at, end: inside });
      at = text.indexOf('{{', Math.max(end, inside));
    }
  }
  return { variables, unclosed, tooMany: at !== -1 };
}

/** Where the braces are closed, opened again, or their line ends. */
function endOf(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x0a || text.startsWith('}}', at) || text.startsWith('{{', at)) return at;
  }
  return text.length;
}
