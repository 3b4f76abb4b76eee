/** Leases: who may do what, until when, and for how much (L1–L5, R1, R3, R4). */

import { chainFirst } from '../chain.ts';
import type { CommandOf } from '../command.ts';
import { billKey } from '../evolve/lease.ts';
import { rankedFirst } from '../ranked.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Order } from '../rows.ts';
import type { State } from '../state.ts';
import { chainOf } from '../state.ts';
import { afford, outOfBudget, park } from './budget.ts';
import { type Draft, emit } from './draft.ts';
import { orderRow, visitRow } from './look.ts';
import { notYours, stale } from './report.ts';
import { settle as settleTodo } from './settle.ts';
import { startNext, whyNoNewWork } from './start.ts';
import { elapse } from './tick.ts';

export function lease(draft: Draft, command: CommandOf<'lease'>): Refusal | null {
  const { hand, sequence } = command;
  const last = draft.state.hands.get(hand);
  if (last !== undefined && last.sequence === sequence) return null;
  if (last !== undefined && sequence < last.sequence) {
    return refuse('old-sequence', `${hand} has asked with ${last.sequence} already; ask with a higher number`, 'L6');
  }
  elapse(draft);
  const { status } = draft.state.run;
  const why = status === 'running' ? offer(draft, command) : `R1: the run is ${status}`;
  return why === null || draft.events.length > 0 ? null : refuse('nothing-ready', why, 'R1', 'L5');
}

/** Grants the first order that may be leased; otherwise says why there is none. */
function offer(draft: Draft, command: CommandOf<'lease'>): string | null {
  for (;;) {
    if (draft.state.run.status !== 'running') return `R1: the run is ${draft.state.run.status}`;
    if (isFull(draft)) return 'L5: as many leases are live as may be';
    const id = nextOrder(draft.state);
    if (id === null) {
      if (!mayGrow(draft.state) || !startNext(draft)) return whyNoNewWork(draft.state) ?? 'no order is ready';
      settleTodo(draft);
      continue;
    }
    const order = orderRow(draft.state, id);
    const money = afford(draft, order);
    if (money === 'yes') {
      grant(draft, order, command);
      return null;
    }
    if (money === 'later') park(draft, order);
    else outOfBudget(draft, order);
  }
}

function isFull(draft: Draft): boolean {
  const { leases } = draft.state.run.ceiling;
  const most = Math.min(draft.plan.ir.limits.leases, leases ?? Infinity);
  return draft.state.counts.liveLeases >= most;
}

/** Orders of the root, of landing and of what has started come before new work. */
export function nextOrder(state: State): string | null {
  const root = chainFirst(state.chains, chainOf.root);
  if (root !== null) return root;
  return mayGrow(state) ? chainFirst(state.chains, chainOf.task) : null;
}

/** L5: the `parallel` of the grow at work. */
export function mayGrow(state: State): boolean {
  const { growing } = state.run;
  if (growing === null || state.plan === null) return false;
  const { grow, frame: id, step: name } = visitRow(state, growing);
  if (grow === null || grow.phase !== 'growing') return false;
  const frame = state.frames.get(id);
  const step = frame === undefined ? undefined : state.plan.steps.get(frame.workflow)?.get(name);
  return step?.kind === 'grow' && state.counts.growLeases < step.parallel;
}

function grant(draft: Draft, order: Order, command: CommandOf<'lease'>): void {
  const { leaseMs, leaseLifetimeMs } = draft.plan.ir.limits;
  emit(draft, {
    type: 'LeaseGranted', order: order.id, epoch: order.epoch + 1, hand: command.hand, sequence: command.sequence,
    deadline: draft.at + leaseMs, lastDeadline: draft.at + leaseLifetimeMs, allowance: order.allowance,
  });
}

/** L3: renews from half of a lease's time on; never past its lifetime, never once it is late. */
export function heartbeat(draft: Draft, command: CommandOf<'heartbeat'>): Refusal | null {
  const { order: id, epoch, hand } = command;
  const order = draft.state.orders.get(id);
  if (order === undefined) return refuse('unknown-order', `there is no order ${id}`);
  if (epoch < 1 || epoch > order.epoch) return refuse('never-granted', `${id} was never leased at epoch ${epoch}`, 'L2');
  const held = draft.state.leases.get(id);
  if (held === undefined || held.epoch !== epoch) return stale(draft, order, command);
  if (held.hand !== hand) return notYours(command);
  if (draft.at > held.deadline) return refuse('late', `the lease of ${id} ran out at ${held.deadline}`, 'L3');
  const { leaseMs } = draft.plan.ir.limits;
  const deadline = Math.min(draft.at + leaseMs, held.lastDeadline);
  const half = held.deadline - draft.at <= leaseMs / 2;
  if (half && deadline > held.deadline) emit(draft, { type: 'LeaseRenewed', order: id, epoch, deadline });
  return null;
}

/** R4: settled once per order and epoch, at any time, by the gateway; unknown is never zero. */
export function settleBill(draft: Draft, command: CommandOf<'settle'>): Refusal | null {
  const { order: id, epoch, cost, usage } = command;
  const order = draft.state.orders.get(id);
  if (order === undefined || epoch < 1 || epoch > order.epoch) {
    return refuse('never-granted', `${id} was never leased at epoch ${epoch}`, 'R4');
  }
  if (!isAmount(cost.usdMicros) || !isAmount(cost.tokens)) {
    return refuse('bad-cost', 'a cost is whole and not negative', 'R4');
  }
  if (draft.state.bills.get(billKey(id, epoch))?.status === 'settled') return null;
  emit(draft, { type: 'BillSettled', order: id, epoch, cost, ...(usage === undefined ? {} : { usage }) });
  return null;
}

const isAmount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** When something will be due by itself: a timer, or a lease that would lapse. */
export function nextDueAt(state: State): number | null {
  const timerAt = rankedFirst(state.chains.timers)?.rank ?? Infinity;
  const lapse = rankedFirst(state.chains.deadlines);
  const lapseAt = lapse === null ? Infinity : Math.max(lapse.rank + 1, state.run.graceUntil);
  const due = Math.min(timerAt, lapseAt);
  return due === Infinity ? null : due;
}
