/**
 * Text → tokens, comments and line ends kept.
 *
 * Every text yields tokens: what cannot be one is a finding, is left out, and the next token is
 * marked as doubtful, so that the parser does not miss aloud what was there. Work is linear: each
 * character is looked at a bounded number of times, and `steps` counts it.
 */
import {
  codeName, isBlank, isDigit, isForbidden, isHidden, isLetter, isLoneSurrogate, isQuoteMark, isWordStart, rightArrow,
} from './characters.ts';
import type { FindingList } from './finding-list.ts';
import { shown } from './finding-list.ts';
import { lexText } from './lex-text.ts';
import type { Mark, Token, TokenKind } from './token.ts';

export interface Lexed {
  /** The last one is `end`. */
  readonly tokens: readonly Token[];
  readonly steps: number;
}

/** Where the lexer is. */
export interface Scan {
  readonly text: string;
  readonly list: FindingList;
  readonly tokens: Token[];
  at: number;
  breaks: number;
  doubtful: boolean;
  steps: number;
}

const byteOrderMark = 0xfeff;
const space = 0x20;
const hyphen = 0x2d;
const dot = 0x2e;
const slash = 0x2f;
const equals = 0x3d;
const marks: readonly Mark[] = ['{', '}', '[', ']', '(', ')', ',', ':', '='];
// Nearly all that there is in a text is of these, and is passed in one step, which is quick before anything is warm.
// Each character of theirs is in one place of its pattern, so that nothing backtracks.
const plainWord = /[A-Za-z0-9_]+(?:[-.][A-Za-z0-9_]+)*/y;
const plainComment = /^[\t\x20-\x7e]*$/;
const markOf: ReadonlyMap<number, Mark> = new Map(marks.map((mark) => [mark.charCodeAt(0), mark]));

export function lex(text: string, list: FindingList): Lexed {
  const scan: Scan = { text, list, tokens: [], at: 0, breaks: 1, doubtful: false, steps: 0 };
  if (text.charCodeAt(0) === byteOrderMark) scan.at = 1;
  while (scan.at < text.length) lexLine(scan);
  push(scan, 'end', scan.at);
  return { tokens: scan.tokens, steps: scan.steps };
}

/**
 * To the next line end. In one loop over a whole text, V8 would optimise the loop while it runs, which for a usual
 * workflow costs more than it saves.
 */
function lexLine(scan: Scan): void {
  const { text } = scan;
  let unit = 0;
  while (unit !== 0x0a && scan.at < text.length) {
    scan.steps += 1;
    unit = text.charCodeAt(scan.at);
    if (unit === space && text.charCodeAt(scan.at + 1) > space) scan.at += 1;
    else lexOne(scan, unit);
  }
}

/** Ends a token that began at `start` where the scan is now. */
function push(scan: Scan, kind: TokenKind, start: number): void {
  const { text, at: end, breaks, doubtful } = scan;
  scan.tokens.push({ kind, start, end, text: text.slice(start, end), breaks, doubtful });
  scan.breaks = 0;
  scan.doubtful = false;
}

export function pushText(scan: Scan, start: number, value: string): void {
  const { at: end, breaks, doubtful } = scan;
  scan.tokens.push({ kind: 'text', start, end, text: value, breaks, doubtful });
  scan.breaks = 0;
  scan.doubtful = false;
}

function lexOne(scan: Scan, unit: number): void {
  if (isLetter(unit)) lexWord(scan);
  else if (isBlank(unit)) passBlanks(scan);
  else if (unit === 0x0a) {
    scan.at += 1;
    scan.breaks += 1;
  } else if (unit === 0x0d && scan.text.charCodeAt(scan.at + 1) === 0x0a) scan.at += 1;
  else if (unit === 0x23) lexComment(scan);
  else if (unit === 0x22) lexText(scan);
  else if (isDigit(unit)) lexNumber(scan);
  else if (isWordStart(unit) && !isLoneSurrogate(scan.text, scan.at)) lexWord(scan);
  else lexMark(scan, unit);
}

function lexMark(scan: Scan, unit: number): void {
  const start = scan.at;
  const other = otherArrow(scan.text, start);
  const mark = markOf.get(unit);
  if (other > 0) lexOtherArrow(scan, other);
  else if (mark !== undefined) {
    scan.at += 1;
    push(scan, mark, start);
  } else if (unit === hyphen && scan.text.charCodeAt(start + 1) === 0x3e) {
    scan.at += 2;
    push(scan, '->', start);
  } else lexStrange(scan, unit);
}

/** Characters of an arrow as others draw it: `→`, `=>`, `-->`. */
function otherArrow(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit === rightArrow) return 1;
  if (unit === equals) return text.startsWith('=>', at) ? 2 : 0;
  return unit === hyphen && text.startsWith('-->', at) ? 3 : 0;
}

function lexOtherArrow(scan: Scan, length: number): void {
  const start = scan.at;
  scan.at += length;
  scan.list.add('bad-character', { start, end: scan.at }, {
    message: `${shown(scan.text.slice(start, scan.at))} is no arrow here`, hint: 'write `->`',
  });
  scan.doubtful = true;
  push(scan, '->', start);
}

function lexComment(scan: Scan): void {
  const start = scan.at;
  const end = endOfLine(scan);
  if (plainComment.test(scan.text.slice(start, end))) {
    scan.steps += end - start;
    scan.at = end;
    push(scan, 'comment', start);
    return;
  }
  let faults = 0;
  for (scan.at = start; scan.at < end; scan.at += 1) {
    scan.steps += 1;
    const isBad = isForbidden(scan.text.charCodeAt(scan.at)) || isLoneSurrogate(scan.text, scan.at);
    if (isBad && (faults += 1) === 1) sayHidden(scan, scan.at, 'take it out of the comment');
  }
  push(scan, 'comment', start);
}

/** Runs of them are short: no pattern is worth its making. */
function passBlanks(scan: Scan): void {
  const { at, text } = scan;
  let end = at + 1;
  while (isBlank(text.charCodeAt(end))) end += 1;
  scan.steps += end - at;
  scan.at = end;
}

/** Goes behind what a sticky pattern matches here, if it does. */
export function passRun(scan: Scan, of: RegExp): void {
  of.lastIndex = scan.at;
  if (!of.test(scan.text)) return;
  scan.steps += of.lastIndex - scan.at;
  scan.at = of.lastIndex;
}

/** The next line end, without its carriage return. */
function endOfLine({ text, at }: Scan): number {
  const found = text.indexOf('\n', at);
  const end = found === -1 ? text.length : found;
  return end > at && found !== -1 && text.charCodeAt(end - 1) === 0x0d ? end - 1 : end;
}

/** `write-tests`, `plan.tasks`; and all that begins like one, so that it is one fault. */
function lexWord(scan: Scan): void {
  const start = scan.at;
  passRun(scan, plainWord);
  // Most end here, with a space or a line.
  if (scan.text.charCodeAt(scan.at) > space) {
    passStrange(scan);
    if (isPathPart(scan.text.charCodeAt(scan.at))) {
      lexUnquoted(scan, start);
      return;
    }
  }
  push(scan, 'word', start);
}

function passStrange(scan: Scan): void {
  while (isWordPart(scan)) {
    scan.steps += 1;
    scan.at += 1;
    passRun(scan, plainWord);
  }
}

function isWordPart({ text, at }: Scan): boolean {
  const unit = text.charCodeAt(at);
  if (isWordStart(unit)) return !isLoneSurrogate(text, at);
  if (isDigit(unit)) return true;
  const next = text.charCodeAt(at + 1);
  if (unit === hyphen) return next !== 0x3e;
  return unit === dot && (isLetter(next) || isDigit(next));
}

const isPathPart = (unit: number): boolean => unit === slash || unit === 0x2a || unit === 0x5c || unit === 0x40;

const units: readonly string[] = ['', 'K', 'M', 'G', 'ms', 's', 'm', 'h', 'd'];

function lexNumber(scan: Scan): void {
  const start = scan.at;
  digits(scan);
  if (scan.text.charCodeAt(scan.at) === dot && isDigit(scan.text.charCodeAt(scan.at + 1))) {
    scan.at += 1;
    digits(scan);
  }
  const unit = scan.at;
  while (isWordPart(scan)) {
    scan.steps += 1;
    scan.at += 1;
  }
  if (isPathPart(scan.text.charCodeAt(scan.at))) {
    lexUnquoted(scan, start);
    return;
  }
  if (!units.includes(scan.text.slice(unit, scan.at))) {
    const hint = 'a number may end with K, M or G, and a time with ms, s, m, h or d; a name begins with a letter';
    scan.list.add('bad-number', { start, end: scan.at }, {
      message: `${shown(scan.text.slice(start, scan.at))} is no number`, hint,
    });
    scan.doubtful = true;
    return;
  }
  push(scan, 'number', start);
}

function digits(scan: Scan): void {
  while (isDigit(scan.text.charCodeAt(scan.at))) {
    scan.steps += 1;
    scan.at += 1;
  }
}

/** What cannot begin a token. */
function lexStrange(scan: Scan, unit: number): void {
  const start = scan.at;
  const next = scan.text.charCodeAt(start + 1);
  if (unit === slash && (next === slash || next === 0x2a)) {
    scan.at = endOfLine(scan);
    scan.list.add('bad-character', { start, end: start + 2 }, {
      message: `${shown(scan.text.slice(start, start + 2))} begins no comment`, hint: 'comments begin with `#`',
    });
    scan.doubtful = true;
  } else if (isQuoteMark(unit)) lexOtherQuotes(scan, unit);
  else if (isHidden(unit) || isLoneSurrogate(scan.text, start)) skipHidden(scan);
  else lexUnquoted(scan, start);
}

function skipHidden(scan: Scan): void {
  sayHidden(scan, scan.at, 'delete it');
  scan.doubtful = true;
  while (scan.at < scan.text.length && isStrayHidden(scan)) {
    scan.steps += 1;
    scan.at += 1;
  }
}

function isStrayHidden({ text, at }: Scan): boolean {
  const unit = text.charCodeAt(at);
  if (unit === 0x0a || (unit === 0x0d && text.charCodeAt(at + 1) === 0x0a)) return false;
  return isHidden(unit) || isLoneSurrogate(text, at);
}

/** Says of a character that it cannot be seen, or is half of one. */
export function sayHidden({ text, list }: Scan, at: number, hint: string): void {
  const point = text.codePointAt(at) ?? 0;
  const what = isLoneSurrogate(text, at) ? 'is half of a character' : 'is a character that nobody sees';
  const end = at + String.fromCodePoint(point).length;
  list.add('bad-character', { start: at, end }, { message: `${codeName(point)} ${what}`, hint });
}

/** `'npm test'`: a text between marks that are not ours. */
function lexOtherQuotes(scan: Scan, mark: number): void {
  const { text, at: start } = scan;
  const close = closingOf(mark);
  for (scan.at += 1; scan.at < text.length; scan.at += 1) {
    scan.steps += 1;
    const unit = text.charCodeAt(scan.at);
    if (unit === close || unit === 0x0a) break;
  }
  const value = text.slice(start + 1, scan.at);
  const isClosed = text.charCodeAt(scan.at) === close;
  if (isClosed) scan.at += 1;
  scan.list.add('text-not-quoted', { start, end: scan.at }, {
    message: `${shown(text.slice(start, start + 1))} does not begin a text`,
    hint: 'texts stand in double quotes: `"npm test"`',
  });
  scan.doubtful = true;
  if (isClosed) pushText(scan, start, value);
}

function closingOf(mark: number): number {
  if (mark === 0x2018) return 0x2019;
  if (mark === 0x201c || mark === 0x201e) return 0x201d;
  return mark === 0xab ? 0xbb : mark;
}

/** `prompts/write.md` without quotes, or characters that mean nothing here. */
function lexUnquoted(scan: Scan, start: number): void {
  const { text } = scan;
  let isPath = false;
  do {
    scan.steps += 1;
    isPath ||= isPathPart(text.charCodeAt(scan.at));
    scan.at += 1;
  } while (scan.at < text.length && !endsUnquoted(scan));
  const run = text.slice(start, scan.at);
  const span = { start, end: scan.at };
  scan.doubtful = true;
  if (isPath) {
    scan.list.add('text-not-quoted', span, {
      message: `${shown(run)} has no quotes`,
      hint: `texts stand in double quotes: "${run.slice(0, 100)}"`,
    });
    pushText(scan, start, run);
  } else scan.list.add('bad-character', span, { message: `${shown(run)} means nothing here`, hint: hintFor(run) });
}

function hintFor(run: string): string {
  if (run.includes(';')) return 'nothing needs a `;` here: line ends and spaces part what has to be parted';
  if (run.startsWith('-')) return 'a wire is written `->`, and a name begins with a letter';
  return 'leave it out, or put it into a text in double quotes';
}

function endsUnquoted({ text, at }: Scan): boolean {
  const unit = text.charCodeAt(at);
  if (unit <= 0x20 || unit === 0x22 || unit === 0x23 || isHidden(unit) || isLoneSurrogate(text, at)) return true;
  return markOf.has(unit) && unit !== 0x3a && unit !== 0x3d;
}
