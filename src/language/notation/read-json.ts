/**
 * JSON with places: exactly the grammar of RFC 8259, the place of every value and key, and the
 * first fault with what would mend it.
 *
 * Half characters (`\ud800` alone) are refused: two texts that differ in them have one digest.
 * Nesting is capped, so that the stack holds.
 */
import { limits } from '../../ports/limits.ts';
import type { Span } from '../syntax/tree.ts';
import { Unreadable } from './data.ts';
import type { Data, DataEntry, NotedText, ReadData } from './data.ts';

export function readJson(noted: NotedText): ReadData {
  const cursor: Cursor = { ...noted, at: 0 };
  try {
    // A mark of the byte order is no part of the text.
    if (noted.text.startsWith('\ufeff')) cursor.at = 1;
    const data = readValue(cursor, 0);
    skipSpace(cursor);
    if (cursor.at < noted.text.length) fail(cursor, 'there is something after the end of the plan', 'one value is all that a file holds');
    return { data, findings: [] };
  } catch (error) {
    if (error instanceof Unreadable) return { data: null, findings: [error.finding] };
    throw error;
  }
}

interface Cursor extends NotedText {
  at: number;
}

function readValue(cursor: Cursor, depth: number): Data {
  skipSpace(cursor);
  if (depth > limits.nesting) {
    fail(cursor, 'values are nested too deep here', `at most ${limits.nesting} within each other`, 'notation-too-deep');
  }
  const start = cursor.at;
  switch (cursor.text[start]) {
    case '{':
      return { kind: 'map', entries: readEntries(cursor, depth), span: spanFrom(cursor, start) };
    case '[':
      return { kind: 'list', items: readItems(cursor, depth), span: spanFrom(cursor, start) };
    case '"':
      return { kind: 'scalar', value: readText(cursor), span: spanFrom(cursor, start) };
    case undefined:
      return fail(cursor, 'the text ends where a value is expected', 'write the value, and close what is open');
    default:
      return { kind: 'scalar', value: readBare(cursor), span: spanFrom(cursor, start) };
  }
}

function readEntries(cursor: Cursor, depth: number): readonly DataEntry[] {
  const entries: DataEntry[] = [];
  cursor.at += 1;
  if (takes(cursor, '}')) return entries;
  do {
    skipSpace(cursor);
    const start = cursor.at;
    if (cursor.text[start] !== '"') fail(cursor, `${found(cursor)} where a key is expected`, 'a key is a text: `"name": …`');
    const key = readText(cursor);
    const keySpan = spanFrom(cursor, start);
    if (!takes(cursor, ':')) fail(cursor, `${found(cursor)} where \`:\` is expected`, 'a key and its value: `"name": "coder"`');
    entries.push({ key, keySpan, value: readValue(cursor, depth + 1) });
  } while (takes(cursor, ','));
  if (!takes(cursor, '}')) fail(cursor, `${found(cursor)} where \`,\` or \`}\` is expected`, 'a comma between two entries');
  return entries;
}

function readItems(cursor: Cursor, depth: number): readonly Data[] {
  const items: Data[] = [];
  cursor.at += 1;
  if (takes(cursor, ']')) return items;
  do items.push(readValue(cursor, depth + 1)); while (takes(cursor, ','));
  if (!takes(cursor, ']')) fail(cursor, `${found(cursor)} where \`,\` or \`]\` is expected`, 'a comma between two values');
  return items;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t',
};

function readText(cursor: Cursor): string {
  const { text } = cursor;
  const parts: string[] = [];
  const opened = cursor.at;
  cursor.at += 1;
  let from = cursor.at;
  for (;;) {
    const code = text.charCodeAt(cursor.at);
    if (code === 0x22) break;
    if (Number.isNaN(code) || code < 0x20) {
      const at = Number.isNaN(code) ? opened : cursor.at;
      fail({ ...cursor, at }, 'a text is not closed on its line', 'close it with `"`; a line end within it is `\\n`');
    }
    if (code === 0x5c) {
      parts.push(text.slice(from, cursor.at), readEscape(cursor));
      from = cursor.at;
    } else {
      cursor.at += 1;
    }
  }
  parts.push(text.slice(from, cursor.at));
  cursor.at += 1;
  const value = parts.join('');
  if (!value.isWellFormed()) fail({ ...cursor, at: opened }, 'a text holds half a character', 'write the whole pair: `\\ud83c\\udf31`');
  return value;
}

function readEscape(cursor: Cursor): string {
  const { text, at } = cursor;
  const letter = text[at + 1] ?? '';
  if (letter === 'u') {
    const digits = text.slice(at + 2, at + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) fail(cursor, '`\\u` is not followed by four digits', 'as in `\\u00e9`');
    cursor.at = at + 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
  const value = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
  if (value === undefined) fail(cursor, 'this escape is none of JSON', 'the escapes are \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u00e9');
  cursor.at = at + 2;
  return value;
}

const words: ReadonlyMap<string, boolean | null> = new Map([['true', true], ['false', false], ['null', null]]);
/** Letters and digits of the longest number or word that is looked at. */
const longestBare = 400;

/** A number, or one of the three words. */
function readBare(cursor: Cursor): number | boolean | null {
  const { text, at } = cursor;
  let end = at;
  while (end < text.length && end - at <= longestBare && isBare(text.charCodeAt(end))) end += 1;
  const bare = text.slice(at, end);
  const word = words.get(bare);
  if (word !== undefined) {
    cursor.at = end;
    return word;
  }
  if (end === at || end - at > longestBare || !/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(bare)) {
    fail(cursor, `${found(cursor)} where a value is expected`, hintFor(bare));
  }
  cursor.at = end;
  return Number(bare);
}

function hintFor(bare: string): string {
  return bare === '' ? 'a text in quotes, a number, true, false, null, a list or an object' : 'a text stands in quotes: `"…"`';
}

/** Digits, letters, `+`, `-`, `.` and `_`. */
function isBare(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)
    || code === 0x2b || code === 0x2d || code === 0x2e || code === 0x5f;
}

function takes(cursor: Cursor, sign: string): boolean {
  skipSpace(cursor);
  if (cursor.text[cursor.at] !== sign) return false;
  cursor.at += 1;
  return true;
}

function skipSpace(cursor: Cursor): void {
  const { text } = cursor;
  for (;;) {
    const code = text.charCodeAt(cursor.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    cursor.at += 1;
  }
}

/** What stands here, in words. */
function found({ text, at }: Cursor): string {
  const point = text.codePointAt(at);
  return point === undefined ? 'the text ends' : `\`${String.fromCodePoint(point)}\` stands`;
}

function spanFrom({ at }: Cursor, start: number): Span {
  return { start, end: at };
}

function fail({ file, text, at }: Cursor, message: string, ...[hint, kind = 'json-syntax']: readonly [string, string?]): never {
  const span = { start: at, end: Math.min(text.length, at + 1) };
  throw new Unreadable({ kind, file, span, message, hint });
}
