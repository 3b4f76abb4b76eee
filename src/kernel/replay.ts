/** Rebuilds a state from its events: the same events give the same state and hash, always (R5). */

import type { Event } from './event.ts';
import { evolve } from './evolve.ts';
import { initialState, type State } from './state.ts';

export function replay(events: Iterable<Event>, from: State = initialState()): State {
  let state = from;
  for (const event of events) state = evolve(state, event);
  return state;
}
