/**
 * Diagnostics for people: file:line:column, what was found, the line with carets below, the hint.
 *
 * Lines are pieces of text, some in a style; whoever prints them knows whether there are colours.
 */
import { excerptOf } from './excerpt.ts';
import type { Diagnosed, PlacedDiagnostic } from './to-diagnostics.ts';

export type Style = 'bad' | 'dim' | 'strong';
export type Piece = string | { readonly text: string; readonly style: Style };
export type Line = readonly Piece[];

export function renderDiagnostics({ diagnostics, more }: Diagnosed): readonly Line[] {
  const lines = diagnostics.flatMap((one, at) => [...(at === 0 ? [] : [[]]), ...renderOne(one)]);
  return more === 0 ? lines : [...lines, [], [`… ${more} more`]];
}

function renderOne({ file, line, column, severity, code, message, hint, source }: PlacedDiagnostic): readonly Line[] {
  const head: Line = [
    styled('strong', `${file}:${line}:${column}: `), styled('bad', `${severity} ${code}`), `: ${message}`,
  ];
  const gutter = String(line);
  const blank = ' '.repeat(gutter.length);
  const hints: readonly Line[] = hint === undefined ? [] : [[styled('dim', `  ${blank} = `), hint]];
  if (source === null || source.text === '') return [head, ...hints];
  const { line: text, pad, carets } = excerptOf(source.text, source.span);
  return [head, [styled('dim', `  ${gutter} | `), text], [styled('dim', `  ${blank} | `), pad, styled('bad', carets)], ...hints];
}

function styled(style: Style, text: string): Piece {
  return { text, style };
}
