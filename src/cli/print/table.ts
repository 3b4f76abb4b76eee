/** Columns that are as wide as their widest cell; the last one takes what it needs. */

import { type Line, type Span, styled, textOf } from './line.ts';
import { plainText } from './plain-text.ts';

const gap = 2;

export function table(heads: readonly string[], rows: readonly (readonly Span[])[]): readonly Line[] {
  const all: readonly (readonly Span[])[] = [heads.map((head) => styled('dim', head)), ...rows];
  return columns(all);
}

/** The same without heads. */
export function columns(rows: readonly (readonly Span[])[]): readonly Line[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, widthOf(cell));
  }
  return rows.map((row) => row.flatMap((cell, at) => {
    const isLast = at === row.length - 1;
    return isLast ? [cell] : [cell, ' '.repeat((widths[at] ?? 0) - widthOf(cell) + gap)];
  }));
}

/** In characters, once made plain. */
function widthOf(cell: Span): number {
  return [...plainText(textOf(cell))].length;
}
