/** The line that a finding is in, cut to what fits around it, and the carets below. */
import type { Span } from '../syntax/tree.ts';
import type { Cell } from './visible-text.ts';
import { cellsOf } from './visible-text.ts';

export interface Excerpt {
  readonly line: string;
  /** Spaces, then carets. */
  readonly pad: string;
  readonly carets: string;
}

/** Columns that a line may take. */
const widest = 100;
/** Code units that are looked at on each side: enough for `widest` columns, whatever they are. */
const around = 400;
/** Columns that are left of the carets when the beginning of a line is cut. */
const before = 30;

export function excerptOf(text: string, { start, end }: Span): Excerpt {
  const lineStart = text.lastIndexOf('\n', Math.min(start, text.length) - 1) + 1;
  const from = wholeFrom(text, Math.max(lineStart, start - around));
  const cells = cellsOf(lineFrom(text, from, Math.max(start, from) + around), from);
  const first = cells.findIndex(({ at }) => at >= start);
  const caret = first === -1 ? cells.length : first;
  const left = from > lineStart ? Math.max(1, leftmost(cells, caret)) : leftmost(cells, caret);
  const right = rightmost(cells, left);
  const isCut = right < cells.length || !endsLine(text, from, cells);
  const shown = cells.slice(left, right);
  const marked = shown.filter(({ at }) => at >= start && at < end);
  const head = left > 0 ? '…' : '';
  return {
    line: `${head}${shown.map((cell) => cell.shown).join('')}${isCut ? '…' : ''}`.trimEnd(),
    pad: ' '.repeat(head.length + columns(cells.slice(left, caret))),
    carets: '^'.repeat(Math.max(1, columns(marked))),
  };
}

/** Not within a pair of surrogates. */
function wholeFrom(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff && at > 0 ? at - 1 : at;
}

function lineFrom(text: string, from: number, most: number): string {
  const piece = text.slice(from, most);
  const feed = piece.indexOf('\n');
  const line = feed === -1 ? piece : piece.slice(0, feed);
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function endsLine(text: string, from: number, cells: readonly Cell[]): boolean {
  const end = from + cells.reduce((sum, _, index) => sum + lengthOf(cells, index, text), 0);
  const next = text[end];
  return next === undefined || next === '\n' || next === '\r';
}

function lengthOf(cells: readonly Cell[], index: number, text: string): number {
  const at = cells[index]?.at ?? 0;
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/** The first cell that is shown: the line's own, when everything up to the carets fits. */
function leftmost(cells: readonly Cell[], caret: number): number {
  if (columns(cells.slice(0, caret)) < widest - before) return 0;
  let left = caret;
  for (let room = before; left > 0 && room > 0; left -= 1) room -= cells[left - 1]?.width ?? 1;
  return left;
}

function rightmost(cells: readonly Cell[], left: number): number {
  let right = left;
  for (let room = widest; right < cells.length; right += 1) {
    room -= cells[right]?.width ?? 1;
    if (room < 0) break;
  }
  return right;
}

function columns(cells: readonly Cell[]): number {
  return cells.reduce((sum, { width }) => sum + width, 0);
}
