/**
 * `evolve(state, event) → state`: the only writer of the state. Total and deterministic; it
 * assigns what the event decided and never decides anything itself (R5).
 *
 * It CONSUMES the state it is given: the result may be the same object, changed. Who needs the
 * old one keeps a fork or a clone of it.
 */

import type { Event, EventOf, EventType } from './event.ts';
import { frameHandlers } from './evolve/frame.ts';
import { growHandlers } from './evolve/grow.ts';
import type { Handlers } from './evolve/handlers.ts';
import { landingHandlers } from './evolve/landing.ts';
import { leaseHandlers } from './evolve/lease.ts';
import { lineHandlers } from './evolve/line.ts';
import { peopleHandlers } from './evolve/people.ts';
import { runHandlers } from './evolve/run.ts';
import type { State } from './state.ts';

const handlers: Handlers<Event> = {
  ...runHandlers, ...frameHandlers, ...lineHandlers, ...leaseHandlers,
  ...peopleHandlers, ...growHandlers, ...landingHandlers,
};

export const eventTypes: readonly string[] = Object.keys(handlers);

export function evolve(state: State, event: Event): State {
  apply(state, event);
  if (event.at > state.run.clock) state.run = { ...state.run, clock: event.at };
  if (event.by !== undefined) state.applied.set(event.by, true);
  return state;
}

function apply<T extends EventType>(state: State, event: EventOf<T>): void {
  // The table is keyed by the event's own type, which the compiler cannot follow through a union.
  const handle = handlers[event.type] as (state: State, event: EventOf<T>) => void;
  handle(state, event);
}
