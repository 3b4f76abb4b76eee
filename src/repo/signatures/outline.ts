/**
 * The text of a part of a source without what is no signature: bodies, comments, what is private.
 *
 * The text stays as its author wrote it, lines and all: nothing is joined or put in another order, since a line's end can
 * mean something. Lines on which nothing is left are left out. Nothing that is cut is looked at.
 */

import { limits } from '../../ports/limits.ts';
import type { SyntaxCursor, SyntaxNode } from './syntax-tree.ts';

export interface Cut {
  readonly from: number;
  readonly to: number;
  /** What stands there instead. */
  readonly by: string;
}

export interface Outline {
  readonly text: string;
  /** Names that it uses and does not say itself. */
  readonly names: ReadonlySet<string>;
}

export interface Scissors {
  readonly source: string;
  /** What to cut at a node, and not to look into; `null`: it stays. */
  readonly cut: (node: SyntaxNode, place: Place) => Cut | null;
  /** Fields in which a name is said rather than used. */
  readonly saying: ReadonlySet<string>;
  /** What stays of a comment; nothing, when absent. */
  readonly comment?: (text: string) => string;
}

/** What a node is in. Asked of the node itself, each answer would take as long as the tree is deep. */
export interface Place {
  readonly field: string;
  /** The type of the node around it; empty for what is outlined itself. */
  readonly around: string;
}

export class TooMuch extends Error {
  override readonly name = 'TooMuch';
}

const NAMES = new Set(['identifier', 'type_identifier', 'shorthand_property_identifier']);
/** Blanks before a node that are looked for. */
const LEAD = 64;
const COMMENTS = new Set(['comment', 'line_comment', 'block_comment', 'html_comment']);

/** How many nodes may still be looked at: one for all outlines of a file. */
export class Allowance {
  #left = limits.signatureNodes;

  take(): void {
    this.#left -= 1;
    if (this.#left < 0) throw new TooMuch(`it has more than ${limits.signatureNodes} parts`);
  }
}

export function outlineOf(node: SyntaxNode, scissors: Scissors, allowance: Allowance): Outline {
  const cursor = node.walk();
  try {
    const { cuts, names } = gather(cursor, scissors, allowance);
    return { text: joined(node, scissors.source, cuts), names };
  } finally {
    cursor.delete();
  }
}

function gather(cursor: SyntaxCursor, scissors: Scissors, allowance: Allowance): { cuts: Cut[]; names: Set<string> } {
  const cuts: Cut[] = [];
  const names = new Set<string>();
  const around: string[] = [];
  // Without recursion: sources can be nested deeper than a stack is.
  for (let entering = true; ;) {
    if (entering) {
      allowance.take();
      const { nodeType } = cursor;
      const place = { field: cursor.currentFieldName ?? '', around: around.at(-1) ?? '' };
      const found = COMMENTS.has(nodeType) ? commentCut(cursor.currentNode, scissors) : scissors.cut(cursor.currentNode, place);
      if (found !== null) cuts.push(found);
      else if (NAMES.has(nodeType) && (place.around === 'generic_type' || !scissors.saying.has(place.field))) names.add(cursor.currentNode.text);
      if (found === null && cursor.gotoFirstChild()) {
        around.push(nodeType);
        if (around.length > limits.signatureDepth) throw new TooMuch(`something in it is nested more than ${limits.signatureDepth} deep`);
        continue;
      }
    }
    if (around.length === 0) return { cuts, names };
    entering = cursor.gotoNextSibling();
    if (entering) continue;
    cursor.gotoParent();
    around.pop();
  }
}

/** Some comments have their line's end in them, which stays. */
function commentCut({ startIndex, text }: SyntaxNode, { comment }: Scissors): Cut {
  return { from: startIndex, to: startIndex + text.trimEnd().length, by: comment?.(text) ?? '' };
}

/** Cuts may reach over each other, and over the node's end: never over its beginning. */
function joined(node: SyntaxNode, source: string, cuts: readonly Cut[]): string {
  let text = leadOf(source, node.startIndex);
  let at = node.startIndex;
  for (const { from, to, by } of cuts.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    if (to <= at) continue;
    text += source.slice(at, Math.max(at, from)) + by;
    at = to;
    if (by === '' && /\s$/.test(text.slice(-1))) while (source[at] === ' ' || source[at] === '\t') at += 1;
  }
  return tidied(text + source.slice(at, Math.max(at, node.endIndex)));
}

/** The blanks before the node on its own line, so that what is inside something else looks so. */
function leadOf(source: string, start: number): string {
  const before = source.slice(Math.max(0, start - LEAD), start);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return line.length < LEAD && /^[ \t]*$/.test(line) ? line : '';
}

function tidied(text: string): string {
  return text.split(/\r?\n/).map((line) => line.trimEnd()).filter((line) => line !== '').join('\n');
}

/** Takes a node away, and the sign that parts it from the next. */
export function without(node: SyntaxNode): Cut {
  const next = node.nextSibling;
  const to = next !== null && (next.type === ';' || next.type === ',') ? next.endIndex : node.endIndex;
  return { from: node.startIndex, to, by: '' };
}

/** Takes a body away, with the blanks and comments before it. */
export function instead(body: SyntaxNode, by: string): Cut {
  let before = body.previousSibling;
  while (before !== null && COMMENTS.has(before.type)) before = before.previousSibling;
  return { from: before?.endIndex ?? body.startIndex, to: body.endIndex, by };
}

/** Takes away a value that says more than a reader needs. */
export function longValue(value: SyntaxNode, scissors: Scissors, allowance: Allowance): Cut | null {
  // Its own cuts are made there, and this must not be one of them again.
  const isLong = value.endIndex - value.startIndex > limits.signatureValue;
  if (!isLong) return null;
  const inner: Scissors = { ...scissors, cut: (node, place) => (place.around === '' ? null : scissors.cut(node, place)) };
  const { text } = outlineOf(value, inner, allowance);
  return text.length > limits.signatureValue ? { from: value.startIndex, to: value.endIndex, by: '…' } : null;
}
