/**
 * Reads what follows a keyword, by its shape, into values.
 *
 * Each function answers whether it could; where not, it has said why, once, and has taken what it
 * is sure is not the beginning of anything else.
 */
import type { Cursor } from './cursor.ts';
import { shown } from './finding-list.ts';
import { readArguments } from './read-arguments.ts';
import { readList } from './read-list.ts';
import type { Shape } from './shape.ts';
import { phraseOf } from './shape.ts';
import type { Token } from './token.ts';
import type { Value, Word } from './tree.ts';

export function wordOf({ text, start, end }: Token, meant: string = text): Word {
  return { kind: 'word', text: meant, span: { start, end } };
}

export function readValues(cursor: Cursor, shape: Shape, out: Value[]): boolean {
  switch (shape.is) {
    case 'text': case 'number': case 'name': case 'path': case 'word': return readOne(cursor, shape, out);
    case 'list': return readList(cursor, shape, out);
    case 'arguments': return readArguments(cursor, shape.value, out);
    case 'all': return shape.parts.every((part) => readValues(cursor, part, out));
    case 'maybe': return !cursor.begins(shape.part) || readValues(cursor, shape.part, out);
    case 'many': return readMany(cursor, shape.part, out);
    case 'either': {
      const part = shape.parts.find((one) => cursor.begins(one));
      return part === undefined ? refuse(cursor, shape) : readValues(cursor, part, out);
    }
  }
}

function readMany(cursor: Cursor, part: Shape, out: Value[]): boolean {
  while (cursor.begins(part)) if (!readValues(cursor, part, out)) return false;
  return true;
}

type Single = Extract<Shape, { is: 'text' | 'number' | 'name' | 'path' | 'word' }>;

function readOne(cursor: Cursor, shape: Single, out: Value[]): boolean {
  const isWord = shape.is !== 'text' && shape.is !== 'number';
  if (cursor.begins(shape) && (shape.is !== 'name' || cursor.isValueWord())) {
    out.push(valueOf(cursor.take()));
    return true;
  }
  const known = shape.is === 'word' ? shape.words : [];
  if (isWord && known.length > 0 && cursor.isValueWord() && !cursor.endsEntry()) {
    const token = cursor.peek();
    const meant = cursor.meant(token.text, known);
    if (meant !== null) {
      cursor.take();
      cursor.say('value-of-wrong-shape', token, {
        message: `${shown(token.text)} is not ${phraseOf(shape)}`, hint: `did you mean \`${meant.word}\`?`,
      });
      out.push(wordOf(token, meant.word));
      return true;
    }
  }
  return refuse(cursor, shape);
}

function valueOf(token: Token): Value {
  const { start, end, text } = token;
  if (token.kind === 'text') return { kind: 'text', value: text, span: { start, end } };
  if (token.kind === 'number') return { kind: 'number', text, span: { start, end } };
  return wordOf(token);
}

/** Says that what is wanted is not here, and takes a value that is here instead of it. */
export function refuse(cursor: Cursor, shape: Shape): false {
  const token = cursor.peek();
  const wanted = phraseOf(shape);
  const { before } = cursor;
  const after = before.kind === 'text' ? 'the text' : shown(before.text);
  if (token.doubtful) cursor.broken = true;
  else if (cursor.endsEntry() || (token.kind === 'word' && !cursor.isValueWord())) {
    cursor.say('value-missing', before, { message: `${after} lacks what belongs behind it`, hint: `write ${wanted}` });
    return false;
  } else {
    cursor.say('value-of-wrong-shape', token, {
      message: `behind ${after} stands ${described(token)}`, hint: hintFor(token, shape) ?? `write ${wanted}`,
    });
  }
  const isValue = token.kind === 'text' || token.kind === 'number' || cursor.isValueWord();
  if (isValue) cursor.take();
  return false;
}

function hintFor(token: Token, shape: Shape): string | null {
  const dot = token.text.indexOf('.');
  if (shape.is === 'name' && token.kind === 'word' && dot > 0) {
    return `a name has no point: ${shown(token.text.slice(0, dot))}`;
  }
  if (shape.is === 'name' && token.kind === 'text') return 'names stand without quotes';
  if (shape.is === 'text' && token.kind === 'word') return 'texts stand in double quotes';
  return null;
}

/** A token as a message speaks of it. */
export function described(token: Token): string {
  switch (token.kind) {
    case 'text': return 'a text';
    case 'number': return `the number ${shown(token.text)}`;
    case 'end': return 'the end of the file';
    default: return shown(token.text);
  }
}
