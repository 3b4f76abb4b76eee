/**
 * Where the parser is among the tokens that mean something, and what it has found so far.
 *
 * Words are keywords only by their place, so each question here looks ahead at most three tokens.
 */
import { limits } from '../../ports/limits.ts';
import { isMisspelt, nearest } from '../nearest.ts';
import type { FindingList, Words } from './finding-list.ts';
import type { SyntaxKind } from './finding-kinds.ts';
import type { BlockRule, BodyRule } from './grammar.ts';
import { fileBody, laterWords } from './grammar.ts';
import type { Growing } from './parse-block.ts';
import type { Shape } from './shape.ts';
import type { Token, TokenKind } from './token.ts';
import type { Block, Span } from './tree.ts';

const nowhere: Token = { kind: 'end', start: 0, end: 0, text: '', breaks: 0, doubtful: false };

/** What a word that nobody knows may stand for. */
export interface Meant {
  readonly word: string;
  /** It is near enough for what follows to be read so; otherwise it is a guess, for a hint. */
  readonly isSure: boolean;
}

export class Cursor {
  readonly tokens: readonly Token[];
  readonly text: string;
  readonly list: FindingList;
  /** Of the block that is being read. */
  body: BodyRule = fileBody;
  /** Something of the block that is being read was left out. */
  broken = false;
  /** What goes wrong now follows from what was said already. */
  quiet = false;
  /** Blocks that may go on behind a brace that came too early. */
  readonly growing: Map<Block, Growing> = new Map();
  /** Where a brace was missed already: what is around is not missed at the same place. */
  notClosedAt = -1;
  /** Tokens looked at; a test holds it to a multiple of the text's length. */
  steps = 0;
  // Only `take` moves these three. They are read so often that getters of private ones would be a part of every check.
  at = 0;
  /** The token at `at`. */
  next: Token;
  /** The token before it. */
  before: Token = nowhere;

  /** `tokens`: without comments, and `end` at their end. */
  constructor(tokens: readonly Token[], text: string, list: FindingList) {
    this.tokens = tokens;
    this.text = text;
    this.list = list;
    this.next = tokens[0] ?? nowhere;
  }

  peek(ahead = 0): Token {
    this.steps += 1;
    if (ahead === 0) return this.next;
    return this.tokens[this.at + ahead] ?? this.tokens.at(-1) ?? nowhere;
  }

  /** Goes one on; never past the end. */
  take(): Token {
    const token = this.peek();
    if (token.doubtful) this.broken = true;
    if (token.kind !== 'end') {
      this.at += 1;
      this.before = token;
      this.next = this.tokens[this.at] ?? nowhere;
    }
    return token;
  }

  is(kind: TokenKind, ahead = 0): boolean {
    if (ahead > 0) return this.peek(ahead).kind === kind;
    this.steps += 1;
    return this.next.kind === kind;
  }

  takeIf(kind: TokenKind): Token | null {
    return this.is(kind) ? this.take() : null;
  }

  say(kind: SyntaxKind, span: Span, words: Words): void {
    // What is said again was read the first time.
    if (kind !== 'property-twice') this.broken = true;
    if (!this.quiet) this.list.add(kind, { start: span.start, end: span.end }, words);
  }

  /** The nearest known word; null too when nobody would read it. */
  meant(word: string, known: readonly string[]): Meant | null {
    if (this.list.isFull || this.quiet) return null;
    this.steps += 1;
    const lower = word.toLowerCase();
    const [near] = nearest(lower, known);
    return near === undefined ? null : { word: near, isSure: isMisspelt(lower, near) };
  }

  /** A word before an arrow is an outcome, whatever it is. */
  isWire(ahead = 0): boolean {
    this.steps += 1;
    const at = this.at + ahead;
    return this.tokens[at]?.kind === 'word' && this.tokens[at + 1]?.kind === '->';
  }

  /** An entry of this block begins here, or what is around it goes on. */
  endsEntry(): boolean {
    const token = this.peek();
    if (token.kind === 'end' || token.kind === '}' || this.isWire()) return true;
    if (token.kind !== 'word') return false;
    return this.body.properties.has(token.text) || this.#isNestedBlock(token.text) || this.startsItem();
  }

  /** A word here is a value, and not what comes next. */
  isValueWord(): boolean {
    if (!this.is('word') || this.isWire() || this.startsItemAtMargin()) return false;
    const { text } = this.peek();
    if (this.#isNestedBlock(text)) return false;
    const next = this.peek(1).kind;
    // No name is followed by such a token, but many a keyword is: here the name is what is missing.
    return !(this.body.properties.has(text) && (next === 'text' || next === 'number' || next === '['));
  }

  /** A line begins here, and so does one of the file's own blocks. */
  startsItem(): boolean {
    const token = this.peek();
    if (token.kind !== 'word' || token.breaks === 0) return false;
    const rule = fileBody.blocks.get(token.text);
    return rule !== undefined && this.looksLike(rule);
  }

  /**
   * The same at the very beginning of the line, where the file's own blocks are, however many brackets
   * are open. Elsewhere the words may be values as well: line ends mean nothing.
   */
  startsItemAtMargin(): boolean {
    const { start } = this.peek();
    return (start === 0 || this.text.charCodeAt(start - 1) === 0x0a) && this.startsItem();
  }

  /** `step write {` within a step: a brace is missing above. */
  startsStep(): boolean {
    return this.is('word') && this.peek().text === 'step' && this.is('word', 1) && this.is('{', 2);
  }

  #isNestedBlock(text: string): boolean {
    if (this.body === fileBody) return false;
    return this.body.blocks.has(text) && this.is('word', 1);
  }

  /** What follows the word here is what follows this block's keyword. */
  looksLike(rule: BlockRule): boolean {
    const behind = rule.name === null ? 1 : 2;
    if (rule.name !== null && !this.is('word', 1)) return false;
    if (rule.head !== null) return this.begins(rule.head, behind);
    if (rule.braces === 'none') return true;
    return this.is('{', behind) || (rule.inputs && this.is('(', behind));
  }

  /** Whether a shape can begin with the token there. */
  begins(shape: Shape, ahead = 0): boolean {
    const token = this.peek(ahead);
    switch (shape.is) {
      case 'text': return token.kind === 'text';
      case 'number': return token.kind === 'number';
      case 'word': return token.kind === 'word' && shape.words.includes(token.text) && !this.isWire(ahead);
      case 'name': return token.kind === 'word' && !token.text.includes('.') && !this.isWire(ahead);
      case 'path': return token.kind === 'word' && isPath(token.text, shape) && !this.isWire(ahead);
      case 'arguments': return token.kind === '(';
      case 'list': return token.kind === '[' || this.begins(shape.item, ahead);
      case 'either': return shape.parts.some((part) => this.begins(part, ahead));
      case 'all': return shape.parts[0] === undefined || this.begins(shape.parts[0], ahead);
      case 'maybe': case 'many': return true;
    }
  }

  /**
   * A line begins here with a word that nobody knows, and what follows it is what follows a block's
   * keyword: so that of several such lines each is told. Prose is not told line by line. Behind a
   * value a word that begins a block begins one on the same line too.
   */
  looksLikeItem(): boolean {
    const token = this.peek();
    if (token.kind !== 'word' || this.isWire()) return false;
    const isBehindValue = endsOfValues.includes(this.before.kind);
    if (laterWords.includes(token.text)) return token.breaks > 0 || isBehindValue;
    const rule = fileBody.blocks.get(token.text);
    if (rule !== undefined && isBehindValue) return this.looksLike(rule);
    if (token.breaks === 0) return false;
    const name = this.peek(1);
    if (name.breaks > 0) return false;
    if (name.kind !== 'word') return name.kind === 'text' || name.kind === '[' || name.kind === '{';
    const { kind, breaks } = this.peek(2);
    return breaks > 0 || kind === 'end' || kind === 'text' || kind === '[' || kind === '{' || kind === '(';
  }

  /** Leaves out what cannot be read, to where an entry or the block's end can be. */
  skip(): void {
    this.#skip('entry');
  }

  /** Behind a keyword that nobody knows: of several in a row, each with its value, each is told. */
  skipUnknown(): void {
    this.#skip('unknown');
  }

  /** Among the file's own blocks, to where the next one may be. */
  skipItem(): void {
    this.#skip('item');
  }

  /** The bracket that stands here, and what is in it. */
  skipGroup(): { readonly isTooDeep: boolean } {
    return this.#skip('group');
  }

  #skip(what: 'entry' | 'unknown' | 'item' | 'group'): { readonly isTooDeep: boolean } {
    const isGroup = what === 'group';
    const open: TokenKind[] = [];
    let isTooDeep = false;
    let braces = 0;
    while (!this.is('end')) {
      const { kind } = this.peek();
      const isWithin = open.length > 0;
      if (isWithin ? this.startsItemAtMargin() : !isGroup && this.endsEntry()) return { isTooDeep };
      if (what === 'item' && !isWithin && this.looksLikeItem()) return { isTooDeep };
      if (what === 'unknown' && !isWithin && kind === 'word' && endsOfValues.includes(this.before.kind)) return { isTooDeep };
      if (kind === '}' && braces === 0) return { isTooDeep };
      const close = closing.get(kind);
      if (close !== undefined && open.push(close) > limits.nesting && !isTooDeep) {
        isTooDeep = true;
        this.#sayTooDeep();
      }
      if (kind === '{') braces += 1;
      this.take();
      if (kind === '}') {
        braces -= 1;
        // A bracket does not reach over the brace around it.
        while (open.length > 0 && open.at(-1) !== '}') open.pop();
      }
      if (kind === open.at(-1)) open.pop();
      if (open.length === 0 && (isGroup || kind === '}')) return { isTooDeep };
    }
    return { isTooDeep };
  }

  /** Said whatever went wrong before it: the text as a whole is not one of ours. */
  #sayTooDeep(): void {
    const token = this.peek();
    this.broken = true;
    this.list.add('too-deep', { start: token.start, end: token.end }, {
      message: `there are more than ${limits.nesting} brackets within each other`,
      hint: 'blocks of this language go two deep',
    });
  }
}

const endsOfValues: readonly TokenKind[] = ['text', 'number', ']', '}'];

const closing: ReadonlyMap<TokenKind, TokenKind> = new Map([['{', '}'], ['[', ']'], ['(', ')']]);

export function isPath(text: string, { ends, bare }: Extract<Shape, { is: 'path' }>): boolean {
  const dot = text.lastIndexOf('.');
  return dot === -1 ? bare : ends.includes(text.slice(dot + 1));
}
