/** Where lines break before tokens, how far they are indented, and how many spaces part the others. */
import type { Token, TokenKind } from './token.ts';
import type { Block, Tree } from './tree.ts';

/** By the index of a token; what is said of line breaks holds instead of spaces. */
export interface Layout {
  readonly breaks: readonly number[];
  readonly indents: readonly number[];
  readonly spaces: readonly number[];
}

const openers: ReadonlySet<TokenKind> = new Set(['{', '[', '(']);
const closers: ReadonlySet<TokenKind> = new Set(['}', ']', ')']);

export function layoutOf(tokens: readonly Token[], tree: Tree): Layout {
  const starts = entryStarts(tokens, tree);
  const pairs = bracePairs(tokens);
  const breaks = breaksOf(tokens, pairs);
  return { breaks, indents: indentsOf(tokens, starts), spaces: spacesOf(tokens, starts) };
}

/** Offsets at which the header, a block, a clause or a wire begins. */
function entryStarts(tokens: readonly Token[], { blocks }: Tree): ReadonlySet<number> {
  const header = tokens.find(({ kind }) => kind !== 'comment');
  const starts = new Set(header === undefined ? [] : [header.start]);
  const add = (block: Block): void => {
    starts.add(block.span.start);
    for (const entry of block.entries) {
      if (entry.kind === 'block') add(entry);
      else starts.add(entry.span.start);
    }
  };
  for (const block of blocks) add(block);
  return starts;
}

/** Of each brace the index of its partner. */
function bracePairs(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (const [at, { kind }] of tokens.entries()) {
    if (kind === '{') open.push(at);
    if (kind !== '}') continue;
    const partner = open.pop();
    if (partner !== undefined) pairs.set(partner, at).set(at, partner);
  }
  return pairs;
}

/** The author's, but that a block of several lines has its braces at their ends, and `{` starts no line. */
function breaksOf(tokens: readonly Token[], pairs: ReadonlyMap<number, number>): readonly number[] {
  const breaks = tokens.map((token, at) => wantedBreaks(tokens, token, at));
  const broken = linesBefore(breaks);
  for (const [at, { kind }] of tokens.entries()) {
    const partner = pairs.get(at);
    if (kind !== '{' || partner === undefined) continue;
    const isEmpty = partner === at + 1;
    if (isEmpty) breaks[partner] = 0;
    // Line ends are counted as the author has them: those that are added here lie in such blocks as well.
    if (isEmpty || (broken[partner] ?? 0) === (broken[at] ?? 0)) continue;
    force(tokens, breaks, at + 1);
    breaks[partner] = 1;
    force(tokens, breaks, partner + 1);
  }
  return breaks;
}

function wantedBreaks(tokens: readonly Token[], { kind, breaks }: Token, at: number): number {
  const before = tokens[at - 1];
  if (before === undefined || breaks === 0) return before?.kind === 'comment' ? 1 : 0;
  // A comment holds to the end of its line.
  if (kind === '{' && before.kind !== 'comment') return 0;
  return before.kind === '{' || kind === '}' ? 1 : Math.min(breaks, 2);
}

/** A comment may stay at the end of the line before. */
function force(tokens: readonly Token[], breaks: number[], at: number): void {
  if (tokens[at]?.kind !== 'comment') breaks[at] = Math.max(breaks[at] ?? 0, 1);
}

/** How many tokens up to each begin a line. */
function linesBefore(breaks: readonly number[]): readonly number[] {
  let count = 0;
  return breaks.map((one) => (count += one > 0 ? 1 : 0));
}

/** Two spaces a bracket, and two more where a line goes on with an entry that began above. */
function indentsOf(tokens: readonly Token[], starts: ReadonlySet<number>): readonly number[] {
  const open: TokenKind[] = [];
  return tokens.map(({ kind, start }, at) => {
    if (closers.has(kind)) open.pop();
    const indent = open.length;
    const isWithin = open.at(-1) === '[' || open.at(-1) === '(';
    if (openers.has(kind)) open.push(kind);
    const isOn = at > 0 && !isWithin && !starts.has(start) && !closers.has(kind) && kind !== 'comment';
    return isOn && kind !== 'end' ? indent + 1 : indent;
  });
}

function spacesOf(tokens: readonly Token[], starts: ReadonlySet<number>): readonly number[] {
  return tokens.map((token, at) => {
    const before = tokens[at - 1];
    return before === undefined ? 0 : spacesBetween(before, token, starts);
  });
}

function spacesBetween(before: Token, { kind, start }: Token, starts: ReadonlySet<number>): number {
  if (before.kind === '{' && kind === '}') return 0;
  if (kind === 'comment') return 2;
  if (before.kind === '{' || kind === '}') return 1;
  if (before.kind === '[' || before.kind === '(' || kind === ']' || kind === ')') return 0;
  if (kind === ',' || kind === ':') return 0;
  // The inputs of a workflow and the arguments of a call stand at its name.
  if (kind === '(') return 0;
  return starts.has(start) ? 2 : 1;
}
