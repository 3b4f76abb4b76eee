/** The brain as one value, for those who take it as a parameter: hosts, the simulator, the search. */

import type { Command } from './command.ts';
import { decide, type Decision } from './decide.ts';
import { nextDueAt } from './decide/lease.ts';
import type { Event } from './event.ts';
import { evolve } from './evolve.ts';
import { initialState, type State } from './state.ts';

export interface Brain {
  initialState(): State;
  /** MUST leave the state as it was. */
  decide(state: State, command: Command): Decision;
  /** Consumes the state and returns the next. */
  evolve(state: State, event: Event): State;
  /** When a `tick` would do something, or null. */
  nextDueAt(state: State): number | null;
}

export const brain: Brain = { initialState, decide, evolve, nextDueAt };
