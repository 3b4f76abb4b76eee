/** The brain as one value, for those who take it as a parameter: hosts, the simulator, the search. */

import { blobsOf } from './blobs-of.ts';
import type { Command } from './command.ts';
import { decide, type Decision } from './decide.ts';
import { nextDueAt } from './decide/lease.ts';
import type { Event } from './event.ts';
import { evolve } from './evolve.ts';
import { freezeState, frozenSchema, thawState } from './snapshot.ts';
import { initialState, type State } from './state.ts';
import { eventSchema, type StoredEvent, upcast } from './upcast.ts';

export interface KernelBrain {
  initialState(): State;
  /** MUST leave the state as it was. */
  decide(state: State, command: Command): Decision;
  /** Consumes the state and returns the next. */
  evolve(state: State, event: Event): State;
  /** When a `tick` would do something, or null. */
  nextDueAt(state: State): number | null;
  tick(id: string, at: number): Command;
  hostStarted(id: string, at: number): Command;
  readonly eventSchema: number;
  upcast(stored: StoredEvent): Event;
  readonly stateSchema: number;
  freezeState(state: State): unknown;
  thawState(data: unknown): State;
  blobsOf(event: Event): readonly string[];
}

export const brain: KernelBrain = {
  initialState, decide, evolve, nextDueAt,
  tick: (id, at) => ({ type: 'tick', id, at }),
  hostStarted: (id, at) => ({ type: 'host-started', id, at }),
  eventSchema, upcast, stateSchema: frozenSchema, freezeState, thawState, blobsOf,
};
