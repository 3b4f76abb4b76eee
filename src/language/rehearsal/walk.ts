/** One way through a workflow: from its start to an end, each visit's end chosen by somebody. */

import { decide } from '../../kernel/decide.ts';
import type { Command } from '../../kernel/command.ts';
import type { Event } from '../../kernel/event.ts';
import { evolve } from '../../kernel/evolve.ts';
import type { Ir } from '../../kernel/ir.ts';
import { isRefusal, type Refusal } from '../../kernel/refusal.ts';
import { initialState, type State } from '../../kernel/state.ts';
import { forward } from './forward.ts';
import { type Ending, nextMove, type Occasion } from './next-move.ts';
import type { Intent, Rehearsing } from './place.ts';

export interface WalkOptions extends Rehearsing {
  readonly choose: (occasion: Occasion) => Intent;
  readonly inputs: readonly (readonly [string, string])[];
  /** Told of each command's events, with the state that they led to. */
  readonly onEvents: (events: readonly Event[], state: State) => void;
}

/** Commands of one walk: caps end every run long before (R6). */
const mostMoves = 100_000;

export function walk(ir: Ir, options: WalkOptions): Ending | Refusal {
  const begun = begin(ir, options.inputs);
  if (isRefusal(begun)) return begun;
  let { state } = begun;
  options.onEvents(begun.events, state);
  const intents = new Map<string, Intent>();
  for (let moves = 0; moves < mostMoves; moves += 1) {
    const move = nextMove({ state, intents }, options);
    if (move.do === 'over') return move.ending;
    if (move.do === 'choose') {
      const chosen = options.choose(move.occasion);
      intents.set(move.occasion.visit.id, chosen.word === '' ? { ...chosen, word: forward(move.occasion) } : chosen);
      continue;
    }
    const events = move.events ?? tell(state, move.command);
    state = evolved(state, events);
    options.onEvents(events, state);
  }
  return { kind: 'stuck', at: '' };
}

export function begin(ir: Ir, inputs: WalkOptions['inputs']): { state: State; events: readonly Event[] } | Refusal {
  const state = initialState();
  const start = { type: 'start' as const, id: 'start', at: startAt, run: 'rehearsal', kernel: '0', base: 'base', files: [] };
  const events = decide(state, { ...start, ir, inputs });
  return isRefusal(events) ? events : { state: evolved(state, events), events };
}

/** Any time will do; nothing is told of it. */
const startAt = 1_000;

/** What the driver says fits the state that it looked at, so a refusal is a bug of the driver. */
export function tell(state: State, command: Command): readonly Event[] {
  const events = decide(state, command);
  if (isRefusal(events)) throw new Error(`Cannot rehearse ${command.type}: ${events.message}`);
  return events;
}

export function evolved(state: State, events: readonly Event[]): State {
  let next = state;
  for (const event of events) next = evolve(next, event);
  return next;
}

/** What a run is given where nobody says it. */
export function inputsOf(ir: Ir, said: ReadonlyMap<string, string> = new Map()): WalkOptions['inputs'] {
  const root = ir.workflows.find(({ name }) => name === ir.root);
  return (root?.inputs ?? []).map(({ name, type, default: fallback }) =>
    [name, said.get(name) ?? fallback ?? (type === 'number' ? '1' : `a rehearsal's ${name}`)] as const);
}
