/**
 * A file's text → its tree, with every fault of its form.
 *
 * A tree is made of every text; what could not be read is left out of it and said in a finding, once.
 * There is no recursion over the input: blocks go two deep, and other brackets are only counted.
 */
import { limits } from '../../ports/limits.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import { Cursor } from './cursor.ts';
import { FindingList, shown } from './finding-list.ts';
import { fileBody, keywordsOf, version } from './grammar.ts';
import { lex } from './lexer.ts';
import { lostWords } from './lost-words.ts';
import { parseBlock, readOn } from './parse-block.ts';
import { sayMisplacedWire } from './parse-wire.ts';
import { described } from './read-values.ts';
import type { SourceInput } from './source-text.ts';
import type { Token } from './token.ts';
import type { Block, Numeral, Span, Tree } from './tree.ts';

export interface Parsed {
  readonly tree: Tree;
  readonly findings: readonly Finding[];
  /** Findings that were counted and not kept. */
  readonly more: number;
  /** All of them, comments included. */
  readonly tokens: readonly Token[];
  /** Characters and tokens looked at. */
  readonly steps: number;
}

export function parse({ file, text }: SourceInput): Parsed {
  const list = new FindingList(file);
  if (!isReadable(text, list)) {
    const tree: Tree = { version: null, blocks: [], broken: true };
    return { tree, findings: list.findings, more: 0, tokens: [], steps: 0 };
  }
  const { tokens, steps } = lex(text, list);
  const cursor = new Cursor(tokens.filter(({ kind }) => kind !== 'comment'), text, list);
  const numeral = readHeader(cursor);
  // Whatever is wrong with the header, no block is missing for it.
  cursor.broken = false;
  const blocks = readItems(cursor);
  const tree = treeOf(cursor, numeral, blocks);
  const findings = list.findings.toSorted((a, b) => a.span.start - b.span.start);
  return { tree, findings, more: list.more, tokens, steps: steps + cursor.steps };
}

/** What was left out is looked at once all is read: a brace that came too early lets a block go on later. */
function treeOf(cursor: Cursor, version: Numeral | null, blocks: readonly Block[]): Tree {
  const { tokens, broken, growing } = cursor;
  for (const { block } of growing.values()) if (block.broken) block.lost = lostWords(tokens, block.span, partsOf(block));
  if (!broken) return { version, blocks, broken };
  const header = version === null ? [] : [{ start: 0, end: version.span.end }];
  const lost = lostWords(tokens, { start: 0, end: cursor.text.length }, [...header, ...blocks.map(({ span }) => span)]);
  // A version that is said again says nothing of what stands between the blocks.
  return { version, blocks, broken, lost: lost.filter((word) => word !== 'espalier') };
}

function partsOf({ keyword, name, inputs, head, entries }: Block): readonly Span[] {
  return [keyword, ...(name === null ? [] : [name]), ...inputs, ...head, ...entries].map(({ span }) => span);
}

/** What is no text of a person's is said so once, and not looked into. */
function isReadable(text: string, list: FindingList): boolean {
  const nothing = { start: 0, end: 0 };
  if (text.length > limits.sourceBytes) {
    const message = `the file is longer than ${limits.sourceBytes} bytes`;
    list.add('too-long', nothing, { message, hint: 'divide it, with `include`' });
    return false;
  }
  const nul = text.indexOf('\u0000');
  if (nul === -1) return true;
  list.add('not-text', { start: nul, end: nul + 1 }, {
    message: 'the file is no text: it holds a NUL', hint: 'a workflow is a file of UTF-8 text',
  });
  return false;
}

const headerHint = `the first line of a file is \`espalier ${version}\``;

function readHeader(cursor: Cursor): Numeral | null {
  const word = cursor.peek();
  const isHeader = word.kind === 'word' && word.text === 'espalier';
  const isMeant = !isHeader && word.kind === 'word' && cursor.is('number', 1);
  if (!isHeader && !isMeant) {
    if (!word.doubtful) cursor.say('header-missing', { start: word.start, end: word.end }, {
      message: 'the file does not say its version',
      hint: headerHint,
    });
    return null;
  }
  cursor.take();
  if (isMeant) cursor.say('header-missing', word, {
    message: `the file begins with ${shown(word.text)}`,
    hint: headerHint,
  });
  const number = cursor.peek();
  if (number.kind !== 'number') {
    if (!number.doubtful) cursor.say('header-missing', word, {
      message: '`espalier` is followed by no version',
      hint: headerHint,
    });
    return null;
  }
  cursor.take();
  if (number.text !== version && !isMeant) {
    const message = `version ${shown(number.text)} of the language is not known here`;
    cursor.say('version-unknown', number, { message, hint: `this version reads \`espalier ${version}\`` });
  }
  return { kind: 'number', text: number.text, span: { start: number.start, end: number.end } };
}

function readItems(cursor: Cursor): readonly Block[] {
  const blocks: Block[] = [];
  while (!cursor.is('end')) {
    const { at } = cursor;
    readItem(cursor, blocks);
    if (cursor.at === at) cursor.take();
  }
  return blocks;
}

function readItem(cursor: Cursor, blocks: Block[]): void {
  const token = cursor.peek();
  const rule = token.kind === 'word' && !cursor.isWire() ? fileBody.blocks.get(token.text) : undefined;
  if (rule !== undefined) blocks.push(parseBlock(cursor, rule));
  else if (readOn(cursor, blocks.at(-1))) return;
  else if (cursor.isWire()) sayMisplacedWire(cursor);
  else if (token.kind === 'word') readUnknown(cursor, blocks);
  else readStray(cursor, token);
}

function readUnknown(cursor: Cursor, blocks: Block[]): void {
  const token = cursor.peek();
  if (token.text === 'espalier') {
    cursor.say('header-again', token, {
      message: 'the version is said a second time',
      hint: 'say it once, in the first line',
    });
    cursor.take();
    cursor.takeIf('number');
    return;
  }
  const meant = cursor.meant(token.text, keywordsOf(fileBody));
  const rule = meant?.isSure === true ? fileBody.blocks.get(meant.word) : undefined;
  cursor.say('unknown-keyword', token, {
    message: `${shown(token.text)} begins nothing`,
    hint: hintFor(cursor, meant?.word ?? null),
  });
  if (rule !== undefined && cursor.looksLike(rule)) {
    blocks.push(parseBlock(cursor, rule, true));
    return;
  }
  cursor.take();
  skipItem(cursor);
}

function hintFor(cursor: Cursor, meant: string | null): string {
  if (meant !== null) return `did you mean \`${meant}\`?`;
  if (cursor.startsStep()) return 'a step stands in a workflow';
  return `a file has ${keywordsOf(fileBody).map((one) => `\`${one}\``).join(', ')}`;
}

function readStray(cursor: Cursor, token: Token): void {
  const span = { start: token.start, end: token.end };
  const isNext = cursor.before.kind === token.kind;
  if (token.kind === '}') {
    cursor.take();
    cursor.say('brace-too-many', span, {
      message: 'the brace closes nothing',
      hint: 'delete it, or open a block before it',
    });
    return;
  }
  const { isTooDeep } = skipItem(cursor);
  if (token.doubtful || isTooDeep) cursor.broken = true;
  else cursor.say('value-too-many', span, {
    message: `${described(token)} belongs to nothing here`,
    hint: isNext ? 'several values are parted by commas' : 'a block begins with its keyword',
  });
}

/** To the next block of the file, or what looks like one, on a line of its own or behind a brace. */
function skipItem(cursor: Cursor): { readonly isTooDeep: boolean } {
  const isGroup = cursor.is('{') || cursor.is('[') || cursor.is('(');
  const skipped = isGroup ? cursor.skipGroup() : { isTooDeep: false };
  if (!isGroup) cursor.skipItem();
  return skipped;
}
