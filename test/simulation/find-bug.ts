/** Whether the simulation finds a bug that was planted. */

import type { Bug } from './bugs.ts';
import { Choices } from './choices.ts';
import { levelOf, runWorld } from './simulate.ts';
import type { Level, Outcome } from './tally.ts';
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
    const { violation }: Outcome = await runWorld({ seed, level, choices: Choices.fromSeed(seed), bug });
    if (violation !== null) return { seed, level, violation };
  }
  return null;
}
