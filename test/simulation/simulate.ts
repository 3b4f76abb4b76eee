/** Runs many worlds, one after the other, and counts what happened in them. */

import { brain as realBrain } from '../../src/kernel/brain.ts';
import { runBrainWorld } from './brain-world.ts';
import { type Bug, noBug } from './bugs.ts';
import { Choices } from './choices.ts';
import { runHostWorld } from './host-world.ts';
import { addOutcome, type Level, newTally, type Outcome, type Tally } from './tally.ts';

export interface Batch {
  readonly from: number;
  /** Every how-manieth seed: several batches share one sequence of seeds. */
  readonly stride: number;
  /** It ends after so many worlds, or once there were so many steps. */
  readonly seeds: number;
  readonly steps: number;
  readonly bug: Bug;
}

/** Two worlds of ten are around the host; they take more steps than the others. */
export function levelOf(seed: number): Level {
  return seed % 10 < 2 ? 'host' : 'brain';
}

export interface World {
  readonly seed: number;
  readonly level: Level;
  readonly choices: Choices;
  readonly bug?: Bug;
}

export async function runWorld({ seed, level, choices, bug = noBug }: World): Promise<Outcome> {
  const brain = bug.brain ?? realBrain;
  return level === 'brain'
    ? runBrainWorld({ seed, choices, brain })
    : runHostWorld({ seed, choices, brain, bug: bug.host });
}

export async function simulate({ from, stride, seeds, steps, bug }: Batch): Promise<Tally> {
  const tally = newTally();
  for (let index = 0; index < seeds && stepsOf(tally) < steps; index += 1) {
    const seed = from + index * stride;
    addOutcome(tally, await runWorld({ seed, level: levelOf(seed), choices: Choices.fromSeed(seed), bug }));
  }
  return tally;
}

export function stepsOf(tally: Tally): number {
  return (tally.steps['brain'] ?? 0) + (tally.steps['host'] ?? 0);
}
