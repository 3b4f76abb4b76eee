/**
 * A brain so small that a test can see what it must do: it notes words. It has what a host needs of
 * the real one: refusals, deduplication by command id, ticks, two schemas of events, blobs.
 */

import { refuse, type Refusal } from '../../src/kernel/refusal.ts';
import type { Brain } from '../../src/ports/brain.ts';

export type ToyEvent =
  | { readonly type: 'Noted'; readonly at: number; readonly by: string; readonly part: number; readonly of: number; readonly word: string; readonly blob?: string }
  | { readonly type: 'AlarmSet'; readonly at: number; readonly by: string; readonly due: number }
  | { readonly type: 'Ticked'; readonly at: number; readonly by: string }
  | { readonly type: 'HostStarted'; readonly at: number; readonly by: string };

export type ToyCommand =
  | { readonly type: 'note'; readonly id: string; readonly at: number; readonly words: readonly string[]; readonly blob?: string }
  | { readonly type: 'alarm'; readonly id: string; readonly at: number; readonly due: number }
  | { readonly type: 'tick'; readonly id: string; readonly at: number }
  | { readonly type: 'host-started'; readonly id: string; readonly at: number };

export interface ToyState {
  words: number;
  last: string;
  ticks: number;
  due: number | null;
  readonly applied: Set<string>;
}

export type ToyBrain = Brain<ToyState, ToyCommand, ToyEvent>;

export const toyBrain: ToyBrain = {
  initialState: () => ({ words: 0, last: '', ticks: 0, due: null, applied: new Set() }),
  decide,
  evolve,
  nextDueAt: (state) => state.due,
  tick: (id, at) => ({ type: 'tick', id, at }),
  hostStarted: (id, at) => ({ type: 'host-started', id, at }),
  eventSchema: 2,
  upcast,
  stateSchema: 1,
  freezeState: (state) => ({ ...state, applied: [...state.applied] }),
  thawState,
  blobsOf: (event) => (event.type === 'Noted' && event.blob !== undefined ? [event.blob] : []),
};

export function note(id: string, ...words: readonly string[]): ToyCommand {
  return { type: 'note', id, at: 0, words };
}

function decide(state: ToyState, command: ToyCommand): readonly ToyEvent[] | Refusal {
  const { id: by, at } = command;
  if (state.applied.has(by)) return [];
  switch (command.type) {
    case 'note': {
      const { words, blob } = command;
      if (words.includes('forbidden')) return refuse('forbidden', 'That word is not noted.', 'X1');
      if (words.includes('break decide')) throw new Error('decide broke');
      const extra = blob === undefined ? {} : { blob };
      return words.map((word, part) => ({ type: 'Noted', at, by, part, of: words.length, word, ...extra }));
    }
    case 'alarm':
      return [{ type: 'AlarmSet', at, by, due: command.due }];
    case 'tick':
      return state.due !== null && state.due <= at ? [{ type: 'Ticked', at, by }] : [];
    case 'host-started':
      return state.words === 0 ? refuse('not-begun', 'Nothing was noted yet.') : [{ type: 'HostStarted', at, by }];
  }
}

function evolve(state: ToyState, event: ToyEvent): ToyState {
  state.applied.add(event.by);
  if (event.type === 'Noted') {
    // What it counts first shows whether a state that broke half-way is used again.
    state.words += 1;
    state.last = event.word;
    if (event.word === 'break evolve') throw new Error('evolve broke');
  }
  if (event.type === 'AlarmSet') state.due = event.due;
  if (event.type === 'Ticked') {
    state.ticks += 1;
    state.due = null;
  }
  return state;
}

/** Schema 1 called a word a text. */
function upcast({ schema, event }: { readonly schema: number; readonly event: unknown }): ToyEvent {
  if (typeof event !== 'object' || event === null || !('type' in event)) throw new Error('an event has a type');
  const { type, at, by, part, of, word, text, due, blob } = event as Readonly<Record<string, unknown>>;
  if (typeof at !== 'number' || typeof by !== 'string') throw new Error('an event has a time and a cause');
  if (type === 'AlarmSet' && typeof due === 'number') return { type, at, by, due };
  if (type === 'Ticked' || type === 'HostStarted') return { type, at, by };
  const noted = schema === 1 ? text : word;
  if (type !== 'Noted' || typeof part !== 'number' || typeof of !== 'number' || typeof noted !== 'string') {
    throw new Error(`there is no event ${String(type)}`);
  }
  return { type, at, by, part, of, word: noted, ...(typeof blob === 'string' ? { blob } : {}) };
}

function thawState(data: unknown): ToyState {
  if (typeof data !== 'object' || data === null) throw new Error('a state is an object');
  const { words, last, ticks, due, applied } = data as Readonly<Record<string, unknown>>;
  const isDue = due === null || typeof due === 'number';
  if (typeof words !== 'number' || typeof last !== 'string' || typeof ticks !== 'number' || !isDue || !Array.isArray(applied)) {
    throw new Error('a state has words, a last one, ticks, a due time and what was applied');
  }
  return { words, last, ticks, due, applied: new Set(applied.map(String)) };
}
