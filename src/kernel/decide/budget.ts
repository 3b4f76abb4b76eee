/**
 * Money and time of the run: what an order may reserve, and what happens where there is no more (R4).
 *
 * Money that may still come free is waited for: what live leases reserve, and bills that are still
 * to come. Where what is spent leaves no room under the ceiling across runs, the next ceiling is waited for: it
 * comes from outside, as other runs end or a day begins. What cannot come back stops the run and not the step: the order stays where it is, and
 * a raise of the budget waits in the inbox for a person (R3).
 */

import { fits, isNothing, plus } from '../amount.ts';
import type { Amount } from '../ir.ts';
import { rankedFirst } from '../ranked.ts';
import type { Order } from '../rows.ts';
import type { State } from '../state.ts';
import { type Draft, emit } from './draft.ts';
import { haltRun } from './halt.ts';
import { orderRow } from './look.ts';
import { afterwards } from './ways-on.ts';

/** Bills that hold money back and have not come are told by name, so many of them. */
const mostBills = 20;

/** A budget, or the ceiling across runs. */
type Limits = Parameters<typeof fits>[1];

/** R4: spent, reserved and owed together with this stay within every budget. */
export function afford(draft: Draft, { allowance }: Order): 'yes' | 'later' | 'never' {
  const { money, run } = draft.state;
  if (isTimeUp(draft)) return 'never';
  if (isNothing(allowance)) return 'yes';
  if (isBeyond(draft.state, allowance)) return 'never';
  const whole = plus(plus(plus(money.spent, money.owed), money.live), allowance);
  return fits(whole, money.budget) && fits(whole, run.ceiling) ? 'yes' : 'later';
}

/** What is spent comes back by nothing but a raise. */
function isBeyond({ money }: State, allowance: Amount): boolean {
  return !fits(plus(money.spent, allowance), money.budget);
}

function isTimeUp({ state, at }: Draft): boolean {
  return state.money.deadlineAt !== null && at >= state.money.deadlineAt;
}

/** R4: an order rests to the end of the run's time at most, so that a person hears then that it is used up. */
export function restUntil({ state, at }: Draft, { until, least }: { until: number; least: number }): number {
  const { deadlineAt } = state.money;
  return deadlineAt === null ? until : Math.min(until, Math.max(deadlineAt, at + least));
}

/** The order waits for money; where only bills can free it, they have the time of a lease to come. */
export function park(draft: Draft, order: Order): void {
  const until = draft.at + draft.plan.ir.limits.leaseMs;
  emit(draft, { type: 'OrderParked', order: order.id, ...(waitsForBills(draft.state, order) ? { until } : {}) });
}

/** Whether bills that have not come, and nothing else, hold back the money under a budget or the ceiling. */
function waitsForBills(state: State, order: Order): boolean {
  return isNothing(state.money.live) && (owedUnder(state, order, state.money.budget) || owedUnder(state, order, state.run.ceiling));
}

function owedUnder({ money }: State, { allowance }: Order, most: Limits): boolean {
  const least = plus(money.spent, allowance);
  return fits(least, most) && !fits(plus(least, money.owed), most);
}


/** Why nothing new is started: the first that waits, and for what; `null`: nobody waits for money. */
export function whyParked(state: State): string | null {
  const first = rankedFirst(state.chains.parked)?.item ?? null;
  if (first === null) return null;
  const least = plus(state.money.spent, orderRow(state, first).allowance);
  const ceiling = fits(least, state.run.ceiling) ? '' : ', and the ceiling across runs leaves too little; the next one may leave more';
  return `R4: ${first} waits for money${ceiling}`;
}

/** The gateway has not settled in time what holds the money back: a person must hear of it (T4). */
export function billsDue(draft: Draft): void {
  const { state } = draft;
  const first = rankedFirst(state.chains.parked)?.item ?? null;
  const { status } = state.run;
  if (first === null || (status !== 'running' && status !== 'paused')) return;
  const order = orderRow(state, first);
  if (isBeyond(state, order.allowance)) return outOfBudget(draft, order);
  if (!waitsForBills(state, order)) return;
  const owed = state.bills.keys().filter((key) => state.bills.get(key)?.status === 'owed');
  const more = owed.length > mostBills ? [`${owed.length - mostBills} more`] : [];
  const underBudget = owedUnder(state, order, state.money.budget);
  haltRun(draft, {
    ...(underBudget ? { asks: 'budget' as const } : {}),
    reason: `R4: ${first} waits for money, and bills that have not come count as whole allowances`,
    culprits: [...owed.slice(0, mostBills).map((key) => `the bill of ${key}`), ...more],
    ways: afterwards('settle them', underBudget ? 'raise' : 'have the ceiling raised'),
  });
}

/** T4: the order stays where it is, so that the run goes on with it once there is more. */
export function outOfBudget(draft: Draft, order: Order): void {
  const reason = isTimeUp(draft) ? 'R4: the time of this run is used up' : 'R4: the budget does not hold another allowance';
  haltRun(draft, { asks: 'budget', reason, culprits: [order.id], ways: afterwards('raise') });
}
