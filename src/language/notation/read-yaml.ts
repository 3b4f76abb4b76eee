/**
 * YAML 1.2 with places, without what makes it dangerous or unclear.
 *
 * Anchors and aliases multiply (a few lines become gigabytes), tags and directives change what a
 * text means: all are refused by a pass over the tokens, before anything is composed; so are
 * documents that are nested, or split into tokens, without end.
 */
import { Composer, CST, isMap, isScalar, isSeq, Lexer, Parser } from 'yaml';
import type { Document, Pair, ParsedNode } from 'yaml';
import { limits } from '../../ports/limits.ts';
import type { Finding } from '../diagnostics/diagnostic.ts';
import type { Span } from '../syntax/tree.ts';
import { Unreadable } from './data.ts';
import type { Data, DataEntry, NotedText, ReadData } from './data.ts';

/** Tokens of one text: some fifteen thousand lines, which are read in well under a second. */
const maxTokens = 100_000;
/** Faults of the syntax that are told: what follows from the first ones says nothing new. */
const maxFaults = 20;

export function readYaml(noted: NotedText): ReadData {
  try {
    checkTokens(noted);
    const [document, second] = composed(noted.text);
    if (second !== undefined) {
      const at = second.range[0];
      throw new Unreadable(found(noted, 'yaml-documents', {
        span: { start: at, end: at }, message: 'a second document begins here', hint: 'one plan a file; leave out the line `---`',
      }));
    }
    if (document === undefined) return { data: { kind: 'scalar', value: null, span: { start: 0, end: 0 } }, findings: [] };
    const findings = apart(document.errors).slice(0, maxFaults).map(({ message, pos: [start, end] }) => found(noted, 'yaml-syntax', {
      span: { start, end }, message: `this is no YAML: ${plainSentence(message)}`, hint: 'see to its indentation, quotes and brackets',
    }));
    if (findings.length > 0) return { data: null, findings };
    return { data: dataOf(noted, document.contents, 0), findings };
  } catch (error) {
    if (error instanceof Unreadable) return { data: null, findings: [error.finding] };
    throw error;
  }
}

/** What is said of a place of which something was said already follows from that. */
function apart(errors: Read['errors']): Read['errors'] {
  return errors.filter(({ pos: [start, end] }, at) => !errors.slice(0, Math.min(at, maxFaults)).some(({ pos }) => pos[0] <= end && start <= pos[1]));
}

type Read = Document.Parsed<ParsedNode, true>;

/** The first two documents. */
function composed(text: string): readonly Read[] {
  const documents: Read[] = [];
  const composer = new Composer<ParsedNode, true>({ version: '1.2', schema: 'core', merge: false, uniqueKeys: false, prettyErrors: false });
  for (const document of composer.compose(new Parser().parse(text))) {
    documents.push(document);
    if (documents.length === 2) break;
  }
  return documents;
}

/** `null` and what to write instead: tokens that no plan needs. */
const refusedTokens: Readonly<Record<string, readonly [kind: string, message: string, hint: string]>> = {
  anchor: ['yaml-alias', 'an anchor stands here', 'write the value where it is needed; anchors and aliases are not read'],
  alias: ['yaml-alias', 'an alias stands here', 'write the value itself; anchors and aliases are not read'],
  tag: ['yaml-tag', 'a tag stands here', 'leave it out; a text that starts with `!` stands in quotes'],
  'directive-line': ['yaml-directive', 'a directive stands here', 'leave it out; files are read as YAML 1.2'],
};

function checkTokens(noted: NotedText): void {
  const { text } = noted;
  let at = 0;
  let count = 0;
  const depth = new Depth();
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token);
    const span = { start: at, end: at + token.length };
    // These three stand for what is not in the text.
    const isMark = type === 'doc-mode' || type === 'flow-error-end' || type === 'scalar';
    if (!isMark) at = span.end;
    count += 1;
    const refused = type === null ? undefined : refusedTokens[type];
    if (refused !== undefined) throw new Unreadable(found(noted, refused[0], { span, message: refused[1], hint: refused[2] }));
    if (depth.after(type, token.length) > limits.nesting) {
      const message = 'values are nested too deep here';
      throw new Unreadable(found(noted, 'notation-too-deep', { span, message, hint: `at most ${limits.nesting} within each other` }));
    }
    if (count > maxTokens) {
      const message = 'the text has too many parts from here on';
      throw new Unreadable(found(noted, 'notation-too-long', { span, message, hint: `at most ${maxTokens} words and signs` }));
    }
  }
}

/**
 * How deep values may be nested after what was seen: brackets, lines that are indented further and
 * further, and what one line opens by its signs.
 */
class Depth {
  #brackets = 0;
  #line = 0;
  /** Where the line begins; -1: with what comes next. */
  #column = -1;
  /** Of the lines around this one that opened something, where each begins. */
  readonly #columns: number[] = [];

  after(type: CST.TokenType | null, length: number): number {
    if (this.#column < 0 && type !== 'newline') this.#column = type === 'space' ? length : 0;
    if (type === 'flow-map-start' || type === 'flow-seq-start') this.#brackets += 1;
    else if (type === 'flow-map-end' || type === 'flow-seq-end') this.#brackets -= 1;
    else if (type === 'newline') this.#endLine();
    else if (this.#brackets <= 0 && (type === 'seq-item-ind' || type === 'explicit-key-ind' || type === 'map-value-ind')) this.#open();
    return this.#brackets + this.#columns.length + this.#line;
  }

  #open(): void {
    while (this.#line === 0 && (this.#columns.at(-1) ?? -1) >= this.#column) this.#columns.pop();
    this.#line += 1;
  }

  #endLine(): void {
    if (this.#line > 0) this.#columns.push(this.#column);
    [this.#line, this.#column] = [0, -1];
  }
}

function dataOf(noted: NotedText, node: ParsedNode | null, depth: number): Data {
  if (node === null) return { kind: 'scalar', value: null, span: { start: 0, end: 0 } };
  const span = spanOf(node);
  if (depth > limits.nesting) {
    const hint = `at most ${limits.nesting} within each other`;
    throw new Unreadable(found(noted, 'notation-too-deep', { span, message: 'values are nested too deep here', hint }));
  }
  if (isMap(node)) return { kind: 'map', entries: node.items.map((pair) => entryOf(noted, pair, depth)), span };
  if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => dataOf(noted, item, depth + 1)), span };
  return { kind: 'scalar', value: isScalar(node) ? plainValue(node.value) : null, span };
}

type Node = ParsedNode;

function entryOf(noted: NotedText, { key, value }: Pair<Node, Node | null>, depth: number): DataEntry {
  const keySpan = spanOf(key);
  if (!isScalar(key)) {
    throw new Unreadable(found(noted, 'yaml-key', { span: keySpan, message: 'a key is no text', hint: 'a key is one word: `name: coder`' }));
  }
  const word = String(key.value);
  if (word === '<<' && key.type === 'PLAIN') {
    const hint = 'write the entries themselves; nothing is merged';
    throw new Unreadable(found(noted, 'yaml-merge', { span: keySpan, message: 'a merge key stands here', hint }));
  }
  const read = value === null ? { kind: 'scalar' as const, value: null, span: keySpan } : dataOf(noted, value, depth + 1);
  return { key: word, keySpan, value: read };
}

function plainValue(value: unknown): string | number | boolean | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function spanOf({ range: [start, end] }: ParsedNode): Span {
  return { start, end };
}

function plainSentence(message: string): string {
  const [first = ''] = message.split('\n');
  const begun = `${first.charAt(0).toLowerCase()}${first.slice(1)}`;
  return begun.endsWith('.') ? begun.slice(0, -1) : begun;
}

function found({ file }: NotedText, kind: string, rest: Pick<Finding, 'span' | 'message' | 'hint'>): Finding {
  return { kind, file, ...rest };
}
