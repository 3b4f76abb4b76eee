/** Reads what a block says: its properties, and what was meant to be one. */
import type { Cursor } from './cursor.ts';
import { shown } from './finding-list.ts';
import type { PropertyRule } from './grammar.ts';
import { fileBody, keywordsOf, stepRule } from './grammar.ts';
import type { Growing } from './parse-block.ts';
import { parseBlock } from './parse-block.ts';
import { described, readValues, wordOf } from './read-values.ts';
import type { Entry, Value } from './tree.ts';

interface Expected {
  readonly rule: PropertyRule;
  /** Another word stands for the keyword, which was said already. */
  readonly isMeant: boolean;
}

/** At a keyword. A clause whose values cannot be read is left out. */
export function parseClause(cursor: Cursor, growing: Growing, { rule, isMeant }: Expected): void {
  const { block, said, meant } = growing;
  const key = cursor.take();
  const { keyword } = rule;
  const isAgain = said.has(keyword);
  if (isAgain && !isMeant) {
    cursor.say('property-twice', key, { message: `\`${keyword}\` is said a second time`, hint: 'say it once' });
  }
  // What was only meant is no first time, and gives way to what is said.
  if (isMeant && !isAgain) meant.add(keyword);
  if (!isMeant) {
    said.add(keyword);
    if (meant.delete(keyword)) leaveOut(block.entries, keyword);
  }
  takeSign(cursor);
  const values: Value[] = [];
  if (!readValues(cursor, rule.value, values)) {
    cursor.skip();
    return;
  }
  if (isAgain) return;
  const span = { start: key.start, end: cursor.before.end };
  block.entries.push({ kind: 'clause', key: wordOf(key, keyword), values, span });
}

function leaveOut(entries: Entry[], keyword: string): void {
  const at = entries.findIndex((entry) => entry.kind === 'clause' && entry.key.text === keyword);
  if (at !== -1) entries.splice(at, 1);
}

/** `max: 3` and `max = 3`, as others write it. */
function takeSign(cursor: Cursor): void {
  const token = cursor.peek();
  if (token.kind !== ':' && token.kind !== '=') return;
  cursor.take();
  if (token.doubtful) return;
  cursor.say('value-of-wrong-shape', token, {
    message: `a keyword is followed by ${described(token)}`,
    hint: 'a value stands right behind its keyword: `max 3`',
  });
}

/** At a word that is no keyword here: the nearest one is taken for it, so that what follows is read. */
export function parseUnknown(cursor: Cursor, growing: Growing): void {
  const { block, rule: { body } } = growing;
  const token = cursor.peek();
  const meant = cursor.meant(token.text, keywordsOf(body));
  if (!token.doubtful || meant !== null) {
    cursor.say('unknown-property', token, {
      message: `\`${block.keyword.text}\` has no ${shown(token.text)}`, hint: hintOf(growing, token.text, meant?.word ?? null),
    });
  }
  const sure = meant?.isSure === true ? meant.word : '';
  const property = body.properties.get(sure);
  const nested = body.blocks.get(sure);
  if (property !== undefined && hasShape(cursor, property)) quietly(cursor, () => parseClause(cursor, growing, { rule: property, isMeant: true }));
  else if (nested !== undefined && cursor.looksLike(nested)) block.entries.push(parseBlock(cursor, nested, true));
  else {
    cursor.take();
    cursor.skipUnknown();
  }
  cursor.broken = true;
}

/** What follows the word here can be read as the property's value, a sign of others before it or not. */
function hasShape(cursor: Cursor, { value }: PropertyRule): boolean {
  return cursor.begins(value, cursor.is(':', 1) || cursor.is('=', 1) ? 2 : 1);
}

function hintOf({ rule: { body } }: Growing, word: string, meant: string | null): string {
  if (meant !== null) return `did you mean \`${meant}\`?`;
  if (body.blocks.has('step')) {
    const isOfStep = stepRule.body.properties.has(word);
    return isOfStep ? `\`${word}\` stands in a step` : 'a workflow consists of steps: `step write { … }`';
  }
  if (fileBody.blocks.has(word)) return `\`${word}\` begins a block of its own, outside of all others`;
  if (body.wires) return 'a step says what it does, how, and where each outcome leads: `ok -> verify`';
  return `it may have ${keywordsOf(body).map((one) => `\`${one}\``).join(', ')}`;
}

/** What goes wrong within follows from what was said. */
function quietly(cursor: Cursor, read: () => void): void {
  const wasQuiet = cursor.quiet;
  cursor.quiet = true;
  read();
  cursor.quiet = wasQuiet;
}

/** At a token that begins nothing. */
export function parseStray(cursor: Cursor): void {
  const token = cursor.peek();
  const span = { start: token.start, end: token.end };
  const hint = hintFor(cursor);
  if (token.doubtful) cursor.broken = true;
  if (token.kind === '->') sayNoOutcome(cursor);
  else {
    const isGroup = token.kind === '{' || token.kind === '[' || token.kind === '(';
    const isSaid = token.doubtful || (isGroup && cursor.skipGroup().isTooDeep);
    if (!isGroup) cursor.take();
    if (!isSaid) cursor.say('value-too-many', span, { message: `${described(token)} belongs to nothing here`, hint });
  }
  cursor.skip();
}

function sayNoOutcome(cursor: Cursor): void {
  const arrow = cursor.take();
  if (!arrow.doubtful) {
    const hint = 'write the outcome before it: `ok -> verify`';
    cursor.say('wire-incomplete', arrow, { message: 'no outcome stands before the arrow', hint });
  }
  if (cursor.isValueWord()) cursor.take();
}

function hintFor(cursor: Cursor): string {
  if (cursor.before.kind === cursor.peek().kind) return 'several values are parted by commas';
  if (cursor.is(',')) return 'entries of a block are not parted by commas';
  if (cursor.is('=') || cursor.is(':')) return 'a value stands right behind its keyword: `max 3`';
  return 'leave it out, or say with a keyword what it is';
}
