/**
 * One way to lay out a file: the author's line breaks, this language's spaces.
 *
 * Works on the tokens, so that comments stay where they are and nothing is ever rewritten; the tree
 * only tells where entries begin. Formatting what is formatted changes nothing, and the tree of the
 * result is the tree of the source: test/language shows both on generated and mutated files.
 */
import type { Finding } from '../diagnostics/diagnostic.ts';
import type { Layout } from './layout.ts';
import { layoutOf } from './layout.ts';
import { parse } from './parse.ts';
import type { SourceInput } from './source-text.ts';
import type { Token } from './token.ts';

export type Formatted =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly findings: readonly Finding[]; readonly more: number };

/** A file with a fault of its form is left alone. */
export function format(source: SourceInput): Formatted {
  const { tree, findings, more, tokens } = parse(source);
  if (findings.length > 0) return { ok: false, findings, more };
  const layout = layoutOf(tokens, tree);
  const parts: string[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'end') break;
    parts.push(gap(layout, at), written(source.text, token));
  }
  return { ok: true, text: `${parts.join('')}\n` };
}

function written(text: string, token: Token): string {
  const raw = text.slice(token.start, token.end);
  return token.kind === 'comment' ? raw.trimEnd() : raw;
}

/** What stands before a token: line ends and an indentation, or spaces. */
function gap(layout: Layout, at: number): string {
  if (at === 0) return '';
  const breaks = layout.breaks[at] ?? 0;
  if (breaks > 0) return `${'\n'.repeat(breaks)}${'  '.repeat(layout.indents[at] ?? 0)}`;
  return ' '.repeat(layout.spaces[at] ?? 0);
}
