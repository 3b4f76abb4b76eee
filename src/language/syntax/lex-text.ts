/** A text in quotes, on one line, with its escapes read. */
import { isForbidden, isLoneSurrogate } from './characters.ts';
import { shown } from './finding-list.ts';
import type { Scan } from './lexer.ts';
import { passRun, pushText, sayHidden } from './lexer.ts';

const backslash = 0x5c;
const quote = 0x22;

/** What ends no text, is no escape and can be seen. */
const plainPart = /[\t\x20\x21\x23-\x5b\x5d-\x7e]+/y;

const plain: ReadonlyMap<string, string> = new Map([['"', '"'], ['\\', '\\'], ['n', '\n'], ['t', '\t']]);
const escapes = 'the escapes are `\\"`, `\\\\`, `\\n`, `\\t` and `\\u{1F331}`; a backslash itself is `\\\\`';

export function lexText(scan: Scan): void {
  const { text, at: start } = scan;
  const parts: string[] = [];
  let from = start + 1;
  let hidden = 0;
  scan.at = from;
  passRun(scan, plainPart);
  for (; !endsText(scan); scan.steps += 1) {
    const unit = text.charCodeAt(scan.at);
    if (unit === backslash) {
      parts.push(text.slice(from, scan.at), readEscape(scan));
      from = scan.at;
      continue;
    }
    if ((isForbidden(unit) || isLoneSurrogate(text, scan.at)) && (hidden += 1) === 1) {
      sayHidden(scan, scan.at, 'write it as an escape: `\\u{…}`, if it is meant');
    }
    scan.at += 1;
  }
  parts.push(text.slice(from, scan.at));
  if (text.charCodeAt(scan.at) === quote) scan.at += 1;
  else {
    scan.list.add('text-not-closed', { start, end: scan.at }, {
      message: 'the text has no closing quote on its line',
      hint: 'end it with `"`; a line end within a text is written `\\n`',
    });
    scan.doubtful = true;
  }
  pushText(scan, start, parts.join(''));
}

function endsText({ text, at }: Scan): boolean {
  if (at >= text.length) return true;
  const unit = text.charCodeAt(at);
  return unit === quote || unit === 0x0a || (unit === 0x0d && text.charCodeAt(at + 1) === 0x0a);
}

/** Reads one escape and goes behind it; a bad one is a finding, and nothing in the value. */
function readEscape(scan: Scan): string {
  const { text, at: start } = scan;
  const letter = text.charAt(start + 1);
  const value = plain.get(letter);
  if (value !== undefined) {
    scan.at += 2;
    return value;
  }
  if (letter === 'u' && text.charAt(start + 2) === '{') return readCodePoint(scan);
  scan.at += 1;
  if (endsText(scan)) return '';
  if (!isForbidden(text.charCodeAt(scan.at)) && !isLoneSurrogate(text, scan.at)) {
    scan.at += (text.codePointAt(scan.at) ?? 0) > 0xffff ? 2 : 1;
  }
  sayBad(scan, start);
  return '';
}

const maxDigits = 6;

function readCodePoint(scan: Scan): string {
  const { text, at: start } = scan;
  let code = 0;
  let digits = 0;
  for (scan.at = start + 3; digits <= maxDigits; scan.at += 1) {
    const digit = hexOf(text.charCodeAt(scan.at));
    if (digit === null) break;
    code = code * 16 + digit;
    digits += 1;
  }
  const isClosed = text.charAt(scan.at) === '}';
  if (isClosed) scan.at += 1;
  const isSound = isClosed && digits > 0 && digits <= maxDigits && code > 0 && code <= 0x10ffff;
  if (isSound && !(code >= 0xd800 && code <= 0xdfff)) return String.fromCodePoint(code);
  sayBad(scan, start);
  return '';
}

function hexOf(unit: number): number | null {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  const lower = unit | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : null;
}

function sayBad({ text, list, at }: Scan, start: number): void {
  list.add('bad-escape', { start, end: at }, {
    message: `${shown(text.slice(start, at))} is no escape`,
    hint: escapes,
  });
}
