/** The state at any position, from the journal's events alone: no snapshot, no anchor (R5). */

import type { Brain } from '../ports/brain.ts';
import { genesis } from '../ports/hash-chain.ts';
import type { Journal } from '../ports/journal.ts';
import { type Loaded, catchUp } from './load-run.ts';

export interface ReplayOptions<S, C, E> {
  readonly brain: Brain<S, C, E>;
  readonly journal: Journal;
  /** The last position to replay; without it, the end. */
  readonly to?: number;
}

export async function replayRun<S, C, E>(run: string, options: ReplayOptions<S, C, E>): Promise<Loaded<S>> {
  const { brain, journal, to } = options;
  const start = { state: brain.initialState(), version: genesis(run) };
  return catchUp(run, start, to === undefined ? { brain, journal } : { brain, journal, to });
}
