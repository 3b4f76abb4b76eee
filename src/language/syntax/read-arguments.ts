/** What stands in round brackets: the arguments of a call, and the inputs of a workflow. */
import type { Cursor } from './cursor.ts';
import { fallbackShape, inputTypes } from './grammar.ts';
import { described, readValues, wordOf } from './read-values.ts';
import type { Shape } from './shape.ts';
import type { Token } from './token.ts';
import type { InputNode, Value } from './tree.ts';

/** `(goal: plan.text, count: 3)`, each as a pair of its own. */
export function readArguments(cursor: Cursor, value: Shape, out: Value[]): boolean {
  readRound(cursor, () => {
    const name = takeName(cursor, 'the name of an input');
    if (name === null) return false;
    if (cursor.takeIf(':') === null) {
      sayMissing(cursor, name, 'write `:` and what the input is given');
      return false;
    }
    const values: Value[] = [];
    if (!readValues(cursor, value, values)) return false;
    const { start } = name;
    for (const one of values) {
      out.push({ kind: 'pair', name: wordOf(name), value: one, span: { start, end: one.span.end } });
    }
    return true;
  });
  return true;
}

/** `(goal text, count number = 3)`. */
export function readInputs(cursor: Cursor): readonly InputNode[] {
  const inputs: InputNode[] = [];
  readRound(cursor, () => {
    const name = takeName(cursor, 'the name of an input');
    if (name === null) return false;
    const types: Value[] = [];
    let isRead = !cursor.is('word') || readValues(cursor, typeShape, types);
    const values: Value[] = [];
    if (cursor.takeIf('=') !== null) isRead = readValues(cursor, fallbackShape, values) && isRead;
    const [type] = types;
    inputs.push({
      kind: 'input',
      name: wordOf(name),
      type: type?.kind === 'word' ? type : null,
      fallback: values[0] ?? null,
      span: { start: name.start, end: cursor.before.end },
    });
    return isRead;
  });
  return inputs;
}

const typeShape: Shape = { is: 'word', words: inputTypes };

function takeName(cursor: Cursor, what: string): Token | null {
  if (cursor.is('word') && !cursor.peek().text.includes('.')) return cursor.take();
  const token = cursor.peek();
  if (!token.doubtful) {
    cursor.say('name-expected', token, { message: `here stands ${described(token)}`, hint: `write ${what}` });
  }
  return null;
}

function sayMissing(cursor: Cursor, name: Token, hint: string): void {
  if (cursor.peek().doubtful) cursor.broken = true;
  else cursor.say('value-missing', name, { message: `\`${name.text}\` lacks what belongs behind it`, hint });
}

/** Reads parts with commas between them to the closing bracket, leaving out what is none. */
function readRound(cursor: Cursor, readPart: () => boolean): void {
  const open = cursor.take();
  while (!cursor.is(')')) {
    if (endsRound(cursor)) {
      cursor.say('bracket-not-closed', open, { message: 'the bracket is not closed', hint: 'end it with `)`' });
      return;
    }
    const isRead = readPart();
    if (cursor.takeIf(',') !== null || cursor.is(')') || endsRound(cursor)) continue;
    const token = cursor.peek();
    const isNext = isRead && token.kind === 'word';
    if (isRead && !token.doubtful) {
      cursor.say(isNext ? 'comma-missing' : 'value-too-many', token, {
        message: isNext ? 'a comma is missing before this' : `${described(token)} belongs to nothing here`,
        hint: token.kind === ':' ? 'a type stands right behind its name: `goal text`' : 'parts are parted by commas',
      });
    }
    if (!isNext) leaveOut(cursor);
  }
  cursor.take();
}

function leaveOut(cursor: Cursor): void {
  while (!cursor.is(',') && !cursor.is(')') && !endsRound(cursor)) {
    if (cursor.is('(') || cursor.is('[')) cursor.skipGroup();
    else cursor.take();
  }
  cursor.takeIf(',');
}

function endsRound(cursor: Cursor): boolean {
  return cursor.is('end') || cursor.is('{') || cursor.is('}') || cursor.isWire() || cursor.startsItemAtMargin();
}

