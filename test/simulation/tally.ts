/** What happened in worlds, counted: of one world, and of many together. */

import type { Violation } from './violation.ts';
import type { Rows } from './choices.ts';

export type Counts = Record<string, number>;

export type Level = 'brain' | 'host';

export interface Outcome {
  readonly level: Level;
  readonly seed: number;
  /** A step: one command given to the brain or the host, or one thing done to the world besides. */
  readonly steps: number;
  readonly end: string;
  readonly violation: Violation | null;
  readonly rows: Rows;
  readonly commands: Counts;
  readonly faults: Counts;
  readonly events: Counts;
}

export interface Tally {
  worlds: number;
  readonly steps: Counts;
  readonly ends: Counts;
  readonly commands: Counts;
  readonly faults: Counts;
  readonly events: Counts;
  readonly failures: { readonly level: Level; readonly seed: number; readonly violation: Violation }[];
}

export function newTally(): Tally {
  return { worlds: 0, steps: {}, ends: {}, commands: {}, faults: {}, events: {}, failures: [] };
}

export function count(counts: Counts, what: string, by = 1): void {
  counts[what] = (counts[what] ?? 0) + by;
}

export function addOutcome(tally: Tally, outcome: Outcome): void {
  const { level, seed, steps, end, violation } = outcome;
  tally.worlds += 1;
  count(tally.steps, level, steps);
  count(tally.ends, end);
  addCounts(tally, outcome);
  if (violation !== null) tally.failures.push({ level, seed, violation });
}

export function addTally(tally: Tally, other: Tally): void {
  tally.worlds += other.worlds;
  for (const [what, by] of Object.entries(other.steps)) count(tally.steps, what, by);
  for (const [what, by] of Object.entries(other.ends)) count(tally.ends, what, by);
  addCounts(tally, other);
  tally.failures.push(...other.failures);
}

function addCounts(tally: Tally, other: Pick<Tally, 'commands' | 'faults' | 'events'>): void {
  for (const name of ['commands', 'faults', 'events'] as const) {
    for (const [what, by] of Object.entries(other[name])) count(tally[name], what, by);
  }
}
