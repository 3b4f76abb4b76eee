/** `[a, b]`, `a, b` or `a`: a list without brackets ends at the first item without a comma. */
import type { Cursor } from './cursor.ts';
import { readValues, refuse } from './read-values.ts';
import type { Shape } from './shape.ts';
import type { Value } from './tree.ts';

type ListShape = Extract<Shape, { is: 'list' }>;

/** One value stays what it is; several, or any in brackets, become a list. */
export function readList(cursor: Cursor, shape: ListShape, out: Value[]): boolean {
  if (cursor.is('[')) return readBracketed(cursor, shape, out);
  const items: Value[] = [];
  if (!readValues(cursor, shape.item, items)) return false;
  while (cursor.takeIf(',') !== null) if (!readValues(cursor, shape.item, items)) return false;
  const [first] = items;
  const last = items.at(-1);
  if (first === undefined || last === undefined) return false;
  const span = { start: first.span.start, end: last.span.end };
  out.push(items.length === 1 ? first : { kind: 'list', items, span });
  return true;
}

/** What cannot be read of it is left out; the list is there all the same. */
function readBracketed(cursor: Cursor, shape: ListShape, out: Value[]): boolean {
  const open = cursor.take();
  const items: Value[] = [];
  while (!cursor.is(']')) {
    if (cursor.is('{') || (cursor.endsEntry() && !isItem(cursor, shape))) {
      if (!cursor.peek().doubtful) {
        cursor.say('bracket-not-closed', open, { message: 'the bracket is not closed', hint: 'end the list with `]`' });
      }
      cursor.broken = true;
      break;
    }
    readItem(cursor, shape, items);
    if (cursor.takeIf(',') === null && !cursor.is(']')) sayComma(cursor, shape);
  }
  cursor.takeIf(']');
  out.push({ kind: 'list', items, span: { start: open.start, end: cursor.before.end } });
  return true;
}

/** A keyword may be a name too: it is one where a list goes on behind it. */
function isItem(cursor: Cursor, { item }: ListShape): boolean {
  if (!cursor.begins(item) || !cursor.isValueWord()) return false;
  return cursor.is(',', 1) || cursor.is(']', 1);
}

function sayComma(cursor: Cursor, { item }: ListShape): void {
  const token = cursor.peek();
  if (!cursor.begins(item) || token.doubtful) return;
  if (cursor.endsEntry() && !cursor.is(',', 1) && !cursor.is(']', 1)) return;
  cursor.say('comma-missing', token, { message: 'a comma is missing before this', hint: 'items are parted by commas' });
}

function readItem(cursor: Cursor, shape: ListShape, items: Value[]): void {
  if (cursor.begins(shape.item)) {
    readValues(cursor, shape.item, items);
    return;
  }
  const at = cursor.at;
  refuse(cursor, shape.item);
  // What is left of it goes to the next comma, or to where the list can end.
  while (!cursor.is(',') && !cursor.is(']') && !cursor.is('{') && !cursor.endsEntry() && !cursor.begins(shape.item)) {
    if (cursor.is('[') || cursor.is('(')) cursor.skipGroup();
    else cursor.take();
  }
  if (cursor.at === at && cursor.is(',')) return;
  if (cursor.at === at && !cursor.is(']') && !cursor.endsEntry() && !cursor.is('{')) cursor.take();
}
