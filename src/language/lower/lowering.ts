/**
 * What lowering gathers: findings, places, and which parts of the plan were broken in their text.
 *
 * Of a broken part, what is missing proves nothing, so nobody is told of it a second time.
 */
import type { CompileFinding, FindingKind } from '../compile/finding-kinds.ts';
import type { Span, Tree } from '../syntax/tree.ts';
import { Losses } from './losses.ts';
import { Places } from './places.ts';
import type { Place } from './places.ts';

export interface Lowering {
  readonly places: Places;
  readonly findings: CompileFinding[];
  /** By the paths of the plan; the empty one's stood between the blocks, or in a file that was not read. */
  readonly losses: Losses;
}

export function newLowering(): Lowering {
  return { places: new Places(), findings: [], losses: new Losses() };
}

/** A lowering and the file that is being lowered. */
export interface Site {
  readonly lowering: Lowering;
  /** As a person would find it. */
  readonly file: string;
  /** Turns what the file calls another file into the plan's name for it. */
  readonly nameOf: (said: string, span: Span) => string;
}

export interface ParsedFile {
  readonly site: Site;
  readonly tree: Tree;
}

/** What a finding says: its kind, its place in the site's file, and its words. */
export interface Said {
  readonly kind: FindingKind;
  readonly span: Span;
  readonly message: string;
  readonly hint?: string;
  readonly first?: Place;
}

export function report({ lowering, file }: Site, said: Said): void {
  lowering.findings.push({ file, ...said });
}

/** A property of a plan that is absent, never `undefined`. */
export function given<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  const part: { [P in K]?: V } = {};
  if (value !== undefined) part[key] = value;
  return part;
}
