/**
 * The words of what was left out of a tree: a fault elsewhere is told unless one of them may mend it.
 *
 * What could not be read may have said anything, but only with the words that stand in it. So a
 * wire is missed only where an arrow was lost, and a name only where it was lost itself.
 */
import type { Token } from './token.ts';
import type { Span } from './tree.ts';

/** In place of a word: a wire may have stood there. */
export const lostWire = '->';

/** `within`: all that is looked at. `read`: the parts of it that are in the tree, in their order. */
export function lostWords(tokens: readonly Token[], within: Span, read: readonly Span[]): readonly string[] {
  const words = new Set<string>();
  let part = 0;
  for (let at = firstFrom(tokens, within.start); at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined || token.start >= within.end) break;
    while ((read[part]?.end ?? Infinity) <= token.start) part += 1;
    const isRead = (read[part]?.start ?? Infinity) <= token.start;
    // A text without its end has taken what stands behind it on its line.
    if (!isRead || (token.doubtful && token.kind === 'text')) addWords(words, token);
  }
  return [...words];
}

function addWords(words: Set<string>, { kind, text, doubtful }: Token): void {
  if (kind === 'comment') return;
  if (kind === '->' || (doubtful && kind === 'word') || text.includes('->')) words.add(lostWire);
  for (const [word] of text.matchAll(/[a-zA-Z][\w-]*/g)) words.add(word);
}

/** By halving. */
function firstFrom(tokens: readonly Token[], start: number): number {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((tokens[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
