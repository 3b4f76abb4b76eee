/**
 * What a command has caused so far: a fork of the state, the events, and what is still to do.
 *
 * Each event is evolved into the fork at once, so that the next decision sees it. The state that
 * `decide` was given is never touched. What follows from an event is put on a list and not called
 * directly: the list is worked off by `settle`, in order, however long the chain of consequences.
 */

import { must } from '../assert.ts';
import type { Command } from '../command.ts';
import type { Event, EventType, Lesson } from '../event.ts';
import { evolve } from '../evolve.ts';
import type { Plan } from '../plan.ts';
import type { Cause, Guidance } from '../rows.ts';
import type { State } from '../state.ts';
import { forkState } from '../state.ts';

export interface Entering {
  readonly frame: string;
  readonly step: string;
  readonly cause: Cause;
  /** A called frame that halted there, and goes on by a person's word (T6). */
  readonly inside?: string | null;
}

export type Todo =
  | ({ readonly do: 'enter' } & Entering)
  | ({ readonly do: 'outcome'; readonly visit: string; readonly word: string; readonly cause?: Cause; readonly said?: string; readonly ways?: readonly string[] } & Partial<Lesson>)
  | { readonly do: 'frame-ended'; readonly frame: string; readonly word: string; readonly why?: string; readonly ways?: readonly string[] }
  | { readonly do: 'unit-lost'; readonly unit: string; readonly how: 'dropped' | 'halted'; readonly why: string }
  | { readonly do: 'unit-landed'; readonly unit: string }
  | { readonly do: 'landing' }
  | { readonly do: 'grow' };

export interface Draft {
  readonly state: State;
  readonly plan: Plan;
  readonly at: number;
  readonly events: Event[];
  readonly todo: Todo[];
  /** The command's id, put on the first event (L6). */
  readonly by: string | null;
  /** Whose command it is, if a person's. */
  readonly person: string | null;
}

type Unstamped<E> = E extends { readonly type: EventType } ? Omit<E, 'at' | 'by'> : never;
export type NewEvent = Unstamped<Event>;

export function openDraft(state: State, command: Command, by: string | null): Draft {
  const { at } = command;
  const person = 'person' in command ? command.person : null;
  // A clock that steps back does not move the run's time back (L3).
  const now = at > state.run.clock ? at : state.run.clock;
  return { state: forkState(state), plan: must(state.plan, 'the plan'), at: now, events: [], todo: [], by, person };
}

/** Takes the event that it is given, and stamps that very one. */
export function emit(draft: Draft, event: NewEvent): void {
  const first = draft.by !== null && draft.events.length === 0;
  const stamped: Event = Object.assign(event, first ? { at: draft.at, by: draft.by } : { at: draft.at });
  draft.events.push(stamped);
  evolve(draft.state, stamped);
}

export function guidance(from: string, outcome: string, words: { signature?: string; text: string; patch?: string | null }): Guidance {
  return { from, outcome, signature: words.signature ?? words.text, text: words.text, patch: words.patch ?? null };
}
