/** Small writers that the parts of `evolve` share. A row is replaced, never changed. */

import { fits, isNothing, plus } from '../amount.ts';
import { must } from '../assert.ts';
import { chainAdd, chainFirst, type ChainName, chainRemove } from '../chain.ts';
import { rankedFirst, rankedRemove, rankedSize } from '../ranked.ts';
import { isBusy, releaseClaims } from '../claims-index.ts';
import type { Counts, Frame, Grow, Landing, Line, Money, Order, Run, Task, TaskPlan, Unit, UnitStatus, Visit } from '../rows.ts';
import type { State } from '../state.ts';
import { chainOf } from '../state.ts';

// One writer for each kind of row, and not one for all: an engine copies rows of one shape many times faster.

export function patchFrame(state: State, id: string, change: Partial<Frame>): Frame {
  const row = { ...must(state.frames.get(id), id), ...change };
  state.frames.set(id, row);
  return row;
}

export function patchLine(state: State, id: string, change: Partial<Line>): Line {
  const row = { ...must(state.lines.get(id), id), ...change };
  state.lines.set(id, row);
  return row;
}

export function patchVisit(state: State, id: string, change: Partial<Visit>): Visit {
  const row = { ...must(state.visits.get(id), id), ...change };
  state.visits.set(id, row);
  return row;
}

export function patchOrder(state: State, id: string, change: Partial<Order>): Order {
  const row = { ...must(state.orders.get(id), id), ...change };
  state.orders.set(id, row);
  return row;
}

export function patchTask(state: State, id: string, change: Partial<Task>): Task {
  const row = { ...must(state.tasks.get(id), id), ...change };
  state.tasks.set(id, row);
  return row;
}

export function patchUnit(state: State, id: string, change: Partial<Unit>): Unit {
  const row = { ...must(state.units.get(id), id), ...change };
  state.units.set(id, row);
  return row;
}

export function patchRun(state: State, change: Partial<Run>): void {
  state.run = { ...state.run, ...change };
}

export function patchMoney(state: State, change: Partial<Money>): void {
  state.money = { ...state.money, ...change };
}

export function patchLanding(state: State, change: Partial<Landing>): void {
  state.landing = { ...state.landing, ...change };
}

export function count(state: State, key: keyof Counts, by: number): void {
  state.counts[key] += by;
}

/** Changes the counters of the grow at work; there is none for the root's own line. */
export function countGrow(state: State, change: (grow: Grow) => Partial<Grow>): void {
  const id = state.run.growing;
  if (id === null) return;
  const visit = must(state.visits.get(id), id);
  const grow = must(visit.grow, 'grow');
  state.visits.set(id, { ...visit, grow: { ...grow, ...change(grow) } });
}

type End = 'landed' | 'dropped' | 'halted';
const isEnd = (status: UnitStatus): status is End => status === 'landed' || status === 'dropped' || status === 'halted';

/** How many units of the plan that grows have ended, and how. Those of an earlier one are not counted. */
export function countEnds(state: State, id: string, turn: { readonly from: UnitStatus; readonly to: End | null }): void {
  const { from, to } = turn;
  if (!isOfGrow(state, id)) return;
  if (isEnd(from)) countGrow(state, (grow) => ({ [from]: grow[from] - 1 }));
  if (to !== null) countGrow(state, (grow) => ({ [to]: grow[to] + 1 }));
}

/** Whether a unit is of the plan that grows, or a follow-up of such a one. */
export function isOfGrow(state: State, unit: string): boolean {
  const visit = state.run.growing === null ? undefined : state.visits.get(state.run.growing);
  const plan = visit?.grow === undefined || visit.grow === null ? undefined : state.plans.get(visit.grow.plan);
  return plan !== undefined && isOfPlan(state, plan, unit);
}

const idsOf = new WeakMap<TaskPlan, ReadonlySet<string>>();

/** Plans are frozen, so that the ids of each are gathered once. */
export function isOfPlan(state: State, plan: TaskPlan, unit: string): boolean {
  const { main } = must(state.units.get(unit), unit);
  // Where there is one plan, every task is of it, or a follow-up of one that is.
  if (state.plans.size === 1) return main !== null;
  const own = idsOf.get(plan) ?? new Set(plan.tasks.map((task) => task.id));
  idsOf.set(plan, own);
  let task = main;
  while (task !== null && !own.has(task)) task = state.tasks.get(task)?.parent ?? null;
  return task !== null;
}

export const readyChain = (order: Order): 'task' | 'root' => (order.inGrow ? chainOf.task : chainOf.root);

/** An order may be leased from now on. */
export function makeReady(state: State, order: Order): void {
  if (order.status !== 'ready') state.orders.set(order.id, { ...order, status: 'ready' });
  chainAdd(state.chains, readyChain(order), order.id);
}

/** Takes an order out of wherever it stands in line. */
export function withdraw(state: State, order: Order): void {
  switch (order.status) {
    case 'ready': return chainRemove(state.chains, readyChain(order), order.id);
    case 'parked': return unpark(state, order.id);
    case 'resting': return rankedRemove(state.chains.timers, `order ${order.id}`);
    case 'leased': case 'ended': return undefined;
  }
}

/** How long those that wait for money wait for bills: one timer for all of them. */
export const billsTimer = 'bills';

function unpark(state: State, order: string): void {
  rankedRemove(state.chains.parked, order);
  if (rankedSize(state.chains.parked) === 0) rankedRemove(state.chains.timers, billsTimer);
}

/**
 * Money came free, or more was granted: of those that wait for it, in order, as many may try again
 * as there is room for. Where no live lease could make room, the first is to be decided anew.
 */
export function wakeParked(state: State): void {
  const { spent, owed, live, budget } = state.money;
  let whole = plus(plus(spent, owed), live);
  let alone = isNothing(live);
  for (let first = rankedFirst(state.chains.parked); first !== null; first = rankedFirst(state.chains.parked)) {
    const order = must(state.orders.get(first.item), first.item);
    whole = plus(whole, order.allowance);
    const hasRoom = fits(whole, budget) && fits(whole, state.run.ceiling);
    if (!hasRoom && !alone) return;
    unpark(state, order.id);
    makeReady(state, order);
    if (!hasRoom) return;
    alone = false;
  }
}

/** Ends an order for good; its visit no longer waits for it. */
export function endOrder(state: State, id: string, counters: Partial<Order> = {}): void {
  const order = patchOrder(state, id, { ...counters, status: 'ended' });
  const visit = order.visit === null ? undefined : state.visits.get(order.visit);
  if (visit !== undefined) state.visits.set(visit.id, { ...visit, open: visit.open.filter((other) => other !== id) });
}

/** Where a unit sleeps: what has started before what has not. */
export function bedOf(unit: Unit, place: string): ChainName {
  return unit.status === 'resuming' ? chainOf.resumingAt(place) : chainOf.asleepAt(place);
}

/** Wakes the first who sleeps at a place. The others follow when it has taken other claims. */
export function wakeAt(state: State, place: string): void {
  const sleeper = chainFirst(state.chains, chainOf.resumingAt(place)) ?? chainFirst(state.chains, chainOf.asleepAt(place));
  if (sleeper === null) return;
  const unit = must(state.units.get(sleeper), sleeper);
  chainRemove(state.chains, bedOf(unit, place), sleeper);
  const resuming = unit.status === 'resuming';
  patchUnit(state, sleeper, { asleepOn: null, wokenAt: place, status: resuming ? 'resuming' : 'startable' });
  chainAdd(state.chains, resuming ? chainOf.resuming : chainOf.fresh, sleeper);
}

/** A woken unit has decided (taken claims, gone to sleep, ended): the next may try, unless the
 * place will be freed once more. */
export function passOn(state: State, unit: Unit): void {
  if (unit.wokenAt === null) return;
  patchUnit(state, unit.id, { wokenAt: null });
  if (!isBusy(state.claims, unit.wokenAt)) wakeAt(state, unit.wokenAt);
}

/** A unit no longer waits in any line, and gives back its claims (L5). */
export function letGo(state: State, id: string, change: Partial<Unit>): Unit {
  const unit = must(state.units.get(id), id);
  if (unit.status === 'queued') chainRemove(state.chains, chainOf.queue, id);
  else if (unit.asleepOn !== null) chainRemove(state.chains, bedOf(unit, unit.asleepOn), id);
  else if (unit.status === 'startable') chainRemove(state.chains, chainOf.fresh, id);
  else if (unit.status === 'resuming') chainRemove(state.chains, chainOf.resuming, id);
  const after = { ...unit, asleepOn: null, wokenAt: null, holdsClaims: false, ...change };
  state.units.set(id, after);
  if (unit.wokenAt !== null && !isBusy(state.claims, unit.wokenAt)) wakeAt(state, unit.wokenAt);
  if (unit.holdsClaims) for (const place of releaseClaims(state.claims, unit.claims)) wakeAt(state, place);
  return after;
}
