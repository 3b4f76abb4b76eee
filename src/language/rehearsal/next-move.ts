/**
 * What comes next in a rehearsal: a command to the real brain, or a choice that somebody must make.
 *
 * One hand works alone: it leases the first order there is, and reports at once. When no order is
 * ready a person answers; when nobody is asked, time passes to what is due. No clock, no chance.
 */

import { nextDueAt } from '../../kernel/decide/lease.ts';
import { type Place as VisitPlace, placeOf } from '../../kernel/decide/look.ts';
import { must } from '../../kernel/assert.ts';
import type { Command } from '../../kernel/command.ts';
import { decide } from '../../kernel/decide.ts';
import type { Event } from '../../kernel/event.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import type { Order, Question } from '../../kernel/rows.ts';
import type { State } from '../../kernel/state.ts';
import { performOrder } from './perform-order.ts';
import type { Intent, Place, Rehearsing } from './place.ts';
import { possibleWords } from './possible-words.ts';
import { answerTo } from './answer-to.ts';

/** A visit whose end is to be chosen. */
export interface Occasion extends VisitPlace {
  readonly state: State;
  /** The words that can be caused here and now. The first is how it goes well. */
  readonly options: readonly string[];
}

export type Ending =
  | { readonly kind: 'complete' }
  | { readonly kind: 'halted'; readonly at: string; readonly reason: string }
  /** Only a person can go on. */
  | { readonly kind: 'waits'; readonly at: string }
  /** Nothing more can happen: a fault of the rehearsal, or of the brain. */
  | { readonly kind: 'stuck'; readonly at: string };

export type Move =
  | { readonly do: 'choose'; readonly occasion: Occasion }
  | { readonly do: 'tell'; readonly command: Command; readonly events?: readonly Event[] }
  | { readonly do: 'over'; readonly ending: Ending };

const hand = 'stand-in';

export function nextMove(place: Place, rehearsing: Rehearsing): Move {
  const { state } = place;
  if (state.run.status !== 'running') return over(state);
  for (const [, bill] of state.bills.entries()) if (bill.status === 'owed') return settle(state);
  for (const [id, lease] of state.leases.entries()) return report(place, { id, epoch: lease.epoch }, rehearsing);
  const lease = leaseCommand(state);
  const events = decide(state, lease);
  if (!isRefusal(events)) return { do: 'tell', command: lease, events };
  return askPerson(place) ?? passTime(state) ?? over(state);
}

function leaseCommand(state: State): Command {
  return { type: 'lease', id: 'lease', at: state.run.clock, hand, sequence: (state.hands.get(hand)?.sequence ?? 0) + 1 };
}

/** No agent is asked, so nothing is owed: the bills of a rehearsal are nothing. */
function settle(state: State): Move {
  for (const [key, bill] of state.bills.entries()) {
    if (bill.status !== 'owed') continue;
    const at = key.lastIndexOf('#');
    const [order, epoch] = [key.slice(0, at), Number(key.slice(at + 1))];
    const cost = { usdMicros: 0, tokens: 0 };
    return { do: 'tell', command: { type: 'settle', id: 'settle', at: state.run.clock, order, epoch, cost } };
  }
  return over(state);
}

function report(place: Place, leased: { id: string; epoch: number }, rehearsing: Rehearsing): Move {
  const { state } = place;
  const order = must(state.orders.get(leased.id), leased.id);
  const intents: Intent[] = [];
  for (const visit of visitsOf(state, order)) {
    const intent = place.intents.get(visit);
    if (intent === undefined) return choose(state, visit);
    intents.push(intent);
  }
  const result = performOrder(state, { order, intents }, rehearsing);
  const { id, epoch } = leased;
  return { do: 'tell', command: { type: 'report', id: 'report', at: state.run.clock, hand, order: id, epoch, result } };
}

/** The visits whose end an order brings about: its own, or those that wait for the landing. */
function visitsOf(state: State, order: Order): readonly string[] {
  if (order.visit !== null) return [order.visit];
  const probe = state.probes.get(order.id);
  if (probe !== undefined) return probe.units.flatMap((unit) => landingVisit(state, unit));
  const { growing } = state.run;
  if (growing !== null && state.visits.get(growing)?.grow?.phase === 'base') return [growing];
  for (const [, unit] of state.units.entries()) if (unit.status === 'queued') return landingVisit(state, unit.id);
  return [];
}

function landingVisit(state: State, id: string): readonly string[] {
  const unit = state.units.get(id);
  const visit = unit?.status === 'queued' ? unit.landVisits.at(-1) : undefined;
  return visit === undefined || !state.visits.has(visit) ? [] : [visit];
}

function choose(state: State, visit: string): Move {
  const at = placeOf({ state, plan: must(state.plan, 'the plan') }, visit);
  return { do: 'choose', occasion: { ...at, state, options: possibleWords(state, at) } };
}

function askPerson(place: Place): Move | null {
  for (const question of openQuestions(place.state)) {
    const intent = place.intents.get(question.visit);
    if (intent === undefined) return choose(place.state, question.visit);
    const command = answerTo(place.state, question, intent);
    if (command !== null) return { do: 'tell', command };
  }
  return null;
}

function openQuestions(state: State): readonly Question[] {
  if (state.counts.openQuestions === 0) return [];
  return [...state.questions.entries()].map(([, question]) => question).filter(({ status }) => status === 'open');
}

function passTime(state: State): Move | null {
  const due = nextDueAt(state);
  return due === null ? null : { do: 'tell', command: { type: 'tick', id: 'tick', at: Math.max(due, state.run.clock) } };
}

function over(state: State): Move {
  const { status, halt } = state.run;
  if (status === 'complete') return { do: 'over', ending: { kind: 'complete' } };
  if (status === 'halted') {
    const at = state.frames.get('@')?.haltedAt ?? halt?.culprits[0] ?? '';
    return { do: 'over', ending: { kind: 'halted', at, reason: halt?.reason ?? '' } };
  }
  const [question] = openQuestions(state);
  const at = state.visits.get(question?.visit ?? '')?.step ?? '';
  return { do: 'over', ending: { kind: question === undefined ? 'stuck' : 'waits', at } };
}
