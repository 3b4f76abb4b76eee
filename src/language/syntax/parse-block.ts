/**
 * Reads a block: its keyword, name, head and braces, and the entries between them.
 *
 * After a fault reading goes on at the next entry, or at what is around the block. A brace that is
 * missing or too many is one fault: a step whose brace came too early is read on, so that what
 * follows it is not taken for something else.
 */
import type { Cursor } from './cursor.ts';
import { shown } from './finding-list.ts';
import type { BlockRule, BodyRule } from './grammar.ts';
import { parseClause, parseStray, parseUnknown } from './parse-entry.ts';
import { parseWire, sayMisplacedWire } from './parse-wire.ts';
import { readInputs } from './read-arguments.ts';
import { described, readValues, wordOf } from './read-values.ts';
import type { Token } from './token.ts';
import type { Block, Entry, InputNode, Value, Word } from './tree.ts';

/** A block of the tree while it grows. */
export interface GrowingBlock extends Block {
  readonly entries: Entry[];
  broken: boolean;
  lost?: readonly string[];
  readonly span: { readonly start: number; end: number };
}

export interface Growing {
  readonly block: GrowingBlock;
  readonly rule: BlockRule;
  /** Keywords that were said in it, so that a second time is seen. */
  readonly said: Set<string>;
  /** Those that another word was taken for. */
  readonly meant: Set<string>;
}

/** `isMeant`: another word stands for the keyword, and what goes wrong before the brace follows from that. */
export function parseBlock(cursor: Cursor, rule: BlockRule, isMeant = false): Block {
  const [wasBroken, wasQuiet] = [cursor.broken, cursor.quiet];
  cursor.broken = isMeant;
  cursor.quiet ||= isMeant;
  const key = cursor.take();
  const name = rule.name === null ? null : readName(cursor, rule);
  const inputs: readonly InputNode[] = rule.inputs && cursor.is('(') ? readInputs(cursor) : [];
  const head: Value[] = [];
  if (rule.head !== null && !readValues(cursor, rule.head, head)) skipHead(cursor);
  const growing = begin(cursor, rule, { key, name, inputs, head, isMeant });
  cursor.quiet = wasQuiet;
  if (rule.braces !== 'none') readBraces(cursor, growing);
  const { block } = growing;
  block.span.end = cursor.before.end;
  block.broken = cursor.broken;
  cursor.broken = wasBroken;
  return block;
}

interface Beginning {
  readonly key: Token;
  readonly name: Word | null;
  readonly inputs: readonly InputNode[];
  readonly head: readonly Value[];
  readonly isMeant: boolean;
}

function begin(cursor: Cursor, rule: BlockRule, { key, name, inputs, head, isMeant }: Beginning): Growing {
  const span = { start: key.start, end: cursor.before.end };
  const block: GrowingBlock = {
    kind: 'block', keyword: wordOf(key, rule.keyword), name, head, inputs, entries: [], broken: false, span,
    ...(isMeant ? { isMeant } : {}),
  };
  const growing = { block, rule, said: new Set<string>(), meant: new Set<string>() };
  cursor.growing.set(block, growing);
  return growing;
}

function readName(cursor: Cursor, rule: BlockRule): Word | null {
  if (cursor.isValueWord() && !cursor.peek().text.includes('.')) return wordOf(cursor.take());
  const token = cursor.peek();
  if (token.doubtful) cursor.broken = true;
  else {
    const isText = token.kind === 'text' && rule.head === null;
    cursor.say('name-expected', cursor.before, {
      message: `\`${rule.keyword}\` is followed by ${described(token)}, and not by a name`,
      hint: isText ? 'names stand without quotes' : 'a name is of a-z, 0-9 and `-`, a letter first',
    });
  }
  const isMistaken = token.kind === 'number' || (token.kind === 'word' && cursor.isValueWord());
  if (isMistaken || (token.kind === 'text' && rule.head === null)) cursor.take();
  return null;
}

/** To the brace, or to what may be the next block. */
function skipHead(cursor: Cursor): void {
  while (!cursor.is('{') && !cursor.is('}') && !cursor.is('end') && cursor.peek().breaks === 0) {
    if (cursor.is('[') || cursor.is('(')) cursor.skipGroup();
    else cursor.take();
  }
}

function readBraces(cursor: Cursor, growing: Growing): void {
  const { rule, block } = growing;
  const open = cursor.peek();
  if (cursor.takeIf('{') === null) {
    if (rule.braces === 'maybe') return;
    const isSaid = open.doubtful || (rule.name !== null && block.name === null);
    if (!isSaid) {
      cursor.say('brace-expected', cursor.before, {
        message: `behind ${shown(cursor.before.text)} stands ${described(open)}, and no \`{\``,
        hint: 'write `{` and `}` around what belongs to it',
      });
    }
    cursor.broken = true;
    if (!opensBody(cursor, rule.body)) return;
  }
  readBody(cursor, growing, open);
}

/** Without its brace, and yet the inside of a block. */
function opensBody(cursor: Cursor, body: BodyRule): boolean {
  const { text, kind } = cursor.peek();
  if (kind !== 'word' || cursor.startsItem()) return false;
  return body.properties.has(text) || body.blocks.has(text) || (body.wires && cursor.isWire());
}

/** The entries, to the closing brace. */
function readBody(cursor: Cursor, growing: Growing, open: Token): void {
  const around = cursor.body;
  cursor.body = growing.rule.body;
  while (cursor.takeIf('}') === null) {
    const at = cursor.at;
    if (isOver(cursor)) {
      sayNotClosed(cursor, growing.block, open);
      break;
    }
    readEntry(cursor, growing);
    if (cursor.at === at) cursor.take();
  }
  cursor.body = around;
}

function isOver(cursor: Cursor): boolean {
  if (cursor.is('end') || cursor.startsItem()) return true;
  return !cursor.body.blocks.has('step') && cursor.startsStep();
}

/** Not said of a block whose first brace was a fault, nor where a text without an end may have taken the brace. */
function sayNotClosed(cursor: Cursor, block: Block, open: Token): void {
  cursor.broken = true;
  const isSaid = open.kind !== '{' || cursor.notClosedAt === cursor.at;
  cursor.notClosedAt = cursor.at;
  if (isSaid || hasOpenText(cursor, open)) return;
  const what = block.name === null ? block.keyword.text : `${block.keyword.text} ${block.name.text}`;
  cursor.say('brace-not-closed', open, {
    message: `the brace of ${shown(what)} is not closed`, hint: 'write `}` at its end',
  });
}

/** Findings are few, so that this is no loop over the text. */
function hasOpenText({ list, before }: Cursor, { start }: Token): boolean {
  const isWithin = (at: number): boolean => at > start && at < before.end;
  return list.findings.some(({ kind, span }) => kind === 'text-not-closed' && isWithin(span.start));
}

function readEntry(cursor: Cursor, growing: Growing): void {
  const { rule: { body }, block: { entries } } = growing;
  const token = cursor.peek();
  const last = entries.at(-1);
  if (cursor.isWire()) {
    if (body.wires) entries.push(...parseWire(cursor));
    else if (!readOn(cursor, last)) sayMisplacedWire(cursor);
    return;
  }
  const property = token.kind === 'word' ? body.properties.get(token.text) : undefined;
  if (property !== undefined) {
    parseClause(cursor, growing, { rule: property, isMeant: false });
    return;
  }
  const nested = token.kind === 'word' ? body.blocks.get(token.text) : undefined;
  if (nested !== undefined) entries.push(parseBlock(cursor, nested));
  else if (readOn(cursor, last)) return;
  else if (token.kind === 'word') parseUnknown(cursor, growing);
  else parseStray(cursor);
}

/**
 * Goes on with a block whose brace came too early, if what stands here belongs into it.
 * The brace is the fault, and what follows is none.
 */
export function readOn(cursor: Cursor, last: Entry | undefined): boolean {
  const growing = last?.kind === 'block' ? cursor.growing.get(last) : undefined;
  if (growing === undefined || growing.rule.braces === 'none' || cursor.before.kind !== '}') return false;
  const { block, rule: { body } } = growing;
  const { text } = cursor.peek();
  const isNested = body.blocks.has(text) && cursor.is('word', 1) && cursor.is('{', 2);
  const isOwn = cursor.isWire() ? body.wires : isNested || (body.properties.has(text) && cursor.is('word'));
  if (!isOwn) return false;
  const close = cursor.before;
  const what = shown(block.name === null ? block.keyword.text : `${block.keyword.text} ${block.name.text}`);
  cursor.say('brace-too-many', close, {
    message: `the brace ends ${what}, and what follows belongs into it`,
    hint: 'delete it, or put it where the block ends',
  });
  readBody(cursor, growing, close);
  block.span.end = cursor.before.end;
  block.broken = true;
  return true;
}
