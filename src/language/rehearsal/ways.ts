/**
 * Ways out of a place, learnt from the brain: which counts it compared, where it went, and what it
 * counted. A way holds for every place that is the same but for its counts, as long as what was
 * compared lies within the same bounds: the brain compares counts with caps, and adds to them.
 */

import type { Intent, Place } from './place.ts';
import type { CountName } from './counts.ts';
import type { Ending, Occasion } from './next-move.ts';

/** A count that was compared with its cap: the way holds for all from `least` to `most`. */
export interface Read {
  readonly least: number;
  readonly most: number;
}

/** By so much; or to that, and so much more as other counts were before: lines that are new, agents of a ladder. */
export type Change = { readonly by: number } | { readonly to: number; readonly plus: readonly Term[] };

export interface Term {
  readonly name: CountName;
  readonly times: number;
}

/** A choice: what was visited there, and how it is to end. */
export interface Way {
  readonly intent: Intent;
  readonly reads: ReadonlyMap<CountName, Read>;
  readonly changes: ReadonlyMap<CountName, Change>;
  /** Grants by line: counts of failures that were not met yet rise by them. */
  readonly granted: ReadonlyMap<string, number>;
  readonly to: Spot | null;
  readonly ending: Ending['kind'] | null;
  /** Orders of agents, by task and agent. */
  readonly orders: ReadonlyMap<string, number>;
  readonly wires: readonly TakenWire[];
}

export interface TakenWire {
  readonly workflow: string;
  readonly step: string;
  readonly on: string;
}

/** Places that differ in nothing but their counts, and what is known of the ways out of them. */
export interface Spot {
  readonly number: number;
  readonly place: Place;
  readonly occasion: Occasion;
  readonly lines: ReadonlySet<string>;
  /** The choices, for counts within bounds. */
  readonly menus: Menu[];
  readonly ways: Way[];
}

export interface Menu {
  readonly reads: ReadonlyMap<CountName, Read>;
  readonly intents: readonly Intent[];
}

export type Counts = ReadonlyMap<CountName, number>;

export function holds({ reads }: { readonly reads: ReadonlyMap<CountName, Read> }, value: (name: CountName) => number): boolean {
  for (const [name, { least, most }] of reads) {
    const now = value(name);
    if (now < least || now > most) return false;
  }
  return true;
}

/** Names are few, and asked often. */
const parts = new Map<CountName, readonly [string, string]>();
const mostParts = 10_000;

function partsOf(name: CountName): readonly [string, string] {
  const known = parts.get(name);
  if (known !== undefined) return known;
  const [line = '', kind = ''] = name.split(' ', 2);
  const found = [line, kind] as const;
  if (parts.size >= mostParts) parts.clear();
  parts.set(name, found);
  return found;
}

export const lineOf = (name: CountName): string => partsOf(name)[0];
export const kindOf = (name: CountName): string => partsOf(name)[1];
/** A failure, a lesson: nothing counts it before it was met. */
export const isMet = (name: CountName): boolean => isAgain(name) || kindOf(name) === 'lesson';
export const isAgain = (name: CountName): boolean => kindOf(name) === 'again';

/** How a way changes a count; `value`: of each before. */
export function changed({ changes, granted }: Way, name: CountName, value: (name: CountName) => number): number {
  const change = changes.get(name);
  if (change === undefined) return value(name) + (isAgain(name) ? granted.get(lineOf(name)) ?? 0 : 0);
  if ('by' in change) return value(name) + change.by;
  return change.plus.reduce((sum, { name: other, times }) => sum + times * value(other), change.to);
}
