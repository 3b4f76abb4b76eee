/** Whether the simulation finds a bug that was planted: a world shows it that without it shows nothing. */

import { type Bug, noBug } from './bugs.ts';
import { Choices } from './choices.ts';
import { levelOf, runWorld } from './simulate.ts';
import type { Level } from './tally.ts';
import type { Violation } from './violation.ts';

export interface Found {
  readonly seed: number;
  readonly level: Level;
  readonly violation: Violation;
}

/** The first seed whose world shows the bug; a bug of a host shows only in worlds that have one. */
export async function findBug(bug: Bug, { from, seeds }: { from: number; seeds: number }): Promise<Found | null> {
  for (let seed = from; seed < from + seeds; seed += 1) {
    const level = levelOf(seed);
    if (bug.host !== null && level !== 'host') continue;
    const violation = await violationIn(seed, bug);
    if (violation !== null && await violationIn(seed, noBug) === null) return { seed, level, violation };
  }
  return null;
}

async function violationIn(seed: number, bug: Bug): Promise<Violation | null> {
  return (await runWorld({ seed, level: levelOf(seed), choices: Choices.fromSeed(seed), bug })).violation;
}
