/** `ok -> verify`, `fail -> end as bad`. */
import type { Cursor } from './cursor.ts';
import { shown } from './finding-list.ts';
import { described, wordOf } from './read-values.ts';
import type { Token } from './token.ts';
import type { WireNode, Word } from './tree.ts';

/** At an outcome and its arrow. Nothing, if it leads nowhere. */
export function parseWire(cursor: Cursor): readonly WireNode[] {
  const on = cursor.take();
  cursor.take();
  const target = cursor.peek();
  if (!cursor.isValueWord()) {
    sayIncomplete(cursor, on, target);
    return [];
  }
  cursor.take();
  const as = target.text === 'end' ? takeAs(cursor) : null;
  return [{
    kind: 'wire', on: wordOf(on), to: wordOf(target), as, span: { start: on.start, end: cursor.before.end },
  }];
}

function takeAs(cursor: Cursor): Word | null {
  if (!cursor.is('word') || cursor.isWire() || cursor.peek().text !== 'as') return null;
  const as = cursor.take();
  if (cursor.isValueWord()) return wordOf(cursor.take());
  const token = cursor.peek();
  if (token.doubtful) cursor.broken = true;
  else cursor.say('value-missing', as, {
    message: '`as` lacks what belongs behind it',
    hint: 'write the word with which the workflow ends',
  });
  if (token.kind === 'text' || token.kind === 'number') cursor.take();
  return null;
}

function sayIncomplete(cursor: Cursor, on: Token, target: Token): void {
  if (target.doubtful) cursor.broken = true;
  else {
    cursor.say('wire-incomplete', { start: on.start, end: cursor.before.end }, {
      message: `${shown(on.text)} leads to ${cursor.endsEntry() ? 'nothing' : described(target)}`,
      hint: 'write the name of a step, `end` or `halt`',
    });
  }
  if (target.kind === 'text' || target.kind === 'number') cursor.take();
}

/** A wire where nothing has outcomes. */
export function sayMisplacedWire(cursor: Cursor): void {
  const on = cursor.take();
  const arrow = cursor.take();
  cursor.say('wire-misplaced', { start: on.start, end: arrow.end }, {
    message: `${shown(on.text)} is no outcome here`, hint: 'wires stand in the step whose outcomes they are',
  });
  if (cursor.isValueWord() && !cursor.endsEntry()) cursor.take();
}
