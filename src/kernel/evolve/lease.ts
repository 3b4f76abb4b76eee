/** How leases, orders and bills change (L1–L4, T3, R4). */

import { isNothing, minus, nothing, plus } from '../amount.ts';
import { must } from '../assert.ts';
import type { EventOf, LeaseEvent } from '../event.ts';
import { arrivals, rankedAdd, rankedHas, rankedRemove } from '../ranked.ts';
import type { Order } from '../rows.ts';
import type { State } from '../state.ts';
import type { Handlers } from './handlers.ts';
import { billsTimer, count, endOrder, makeReady, patchMoney, patchOrder, wakeParked, withdraw } from './rows.ts';

export const leaseHandlers: Handlers<LeaseEvent> = {
  LeaseGranted: grant,
  LeaseRenewed(state, event) {
    const lease = must(state.leases.get(event.order), event.order);
    state.leases.set(event.order, { ...lease, deadline: event.deadline });
    rankedRemove(state.chains.deadlines, event.order);
    rankedAdd(state.chains.deadlines, { item: event.order, rank: event.deadline });
  },
  LeaseEnded: endLease,
  OrderParked(state, event) {
    withdraw(state, must(state.orders.get(event.order), event.order));
    const { place = arrivals(state.chains.parked) + 1 } = must(state.orders.get(event.order), event.order);
    patchOrder(state, event.order, { status: 'parked', place });
    rankedAdd(state.chains.parked, { item: event.order, rank: place });
    if (event.until === undefined || rankedHas(state.chains.timers, billsTimer)) return;
    rankedAdd(state.chains.timers, { item: billsTimer, rank: event.until });
  },
  OrderDropped(state, event) {
    withdraw(state, must(state.orders.get(event.order), event.order));
    endOrder(state, event.order);
    wakeParked(state);
  },
  WorkKept() {
    // It is read from the journal: nothing is decided by it.
  },
  ReportStale(state, event) {
    const order = must(state.orders.get(event.order), event.order);
    patchOrder(state, order.id, { audited: [...order.audited, event.epoch] });
  },
  BillSettled: settle,
};

export const billKey = (order: string, epoch: number): string => `${order}#${epoch}`;

function grant(state: State, event: EventOf<'LeaseGranted'>): void {
  const { order: id, epoch, hand, deadline, lastDeadline, allowance, sequence } = event;
  const order = must(state.orders.get(id), id);
  withdraw(state, order);
  patchOrder(state, id, { status: 'leased', epoch });
  state.leases.set(id, { order: id, epoch, hand, grantedAt: event.at, deadline, lastDeadline });
  state.hands.set(hand, { sequence, order: id, epoch });
  rankedAdd(state.chains.deadlines, { item: id, rank: deadline });
  count(state, 'liveLeases', 1);
  if (order.inGrow) count(state, 'growLeases', 1);
  if (isNothing(allowance)) return;
  state.bills.set(billKey(id, epoch), { allowance, status: 'live', cost: nothing });
  patchMoney(state, { live: plus(state.money.live, allowance) });
}

function endLease(state: State, event: EventOf<'LeaseEnded'>): void {
  const { order: id, epoch, again } = event;
  const order = must(state.orders.get(id), id);
  state.leases.delete(id);
  rankedRemove(state.chains.deadlines, id);
  count(state, 'liveLeases', -1);
  if (order.inGrow) count(state, 'growLeases', -1);
  oweBill(state, id, epoch);
  const counters = countersAfter(order, event);
  if (again === null) endOrder(state, id, counters);
  else if (again <= event.at) makeReady(state, patchOrder(state, id, counters));
  else rest(state, patchOrder(state, id, counters), again);
}

/** T3: attempts, infrastructure faults, rate limits, continuations and what was given back are counted apart. */
function countersAfter(order: Order, event: EventOf<'LeaseEnded'>): Partial<Order> {
  const isReported = event.how !== 'lapsed' && event.how !== 'voided' && event.how !== 'given-back';
  const reported = { ...(isReported ? { reported: event.epoch } : {}), ...(event.note === undefined ? {} : { note: event.note }), ...(event.kept === undefined ? {} : { keptSoFar: event.kept }) };
  switch (event.how) {
    case 'fault': case 'lapsed':
      return { ...reported, faults: order.faults + 1 };
    case 'rate-limit':
      return { ...reported, rateLimits: order.rateLimits + 1 };
    case 'stopped': case 'pending':
      return { ...reported, again: order.again + 1 };
    case 'spoken-to':
      return { ...reported, ...(order.spoken === undefined ? {} : { spoken: { ...order.spoken, times: order.spoken.times + 1 } }) };
    case 'given-back':
      return { givenBack: { times: (order.givenBack?.times ?? 0) + 1, epoch: event.epoch } };
    case 'reported': case 'timeout': case 'budget': case 'voided':
      return reported;
  }
}

function rest(state: State, order: Order, until: number): void {
  state.orders.set(order.id, { ...order, status: 'resting', notBefore: until });
  rankedAdd(state.chains.timers, { item: `order ${order.id}`, rank: until });
}

/** Until it is settled, an ended lease counts as its whole allowance (R4). */
function oweBill(state: State, order: string, epoch: number): void {
  const bill = state.bills.get(billKey(order, epoch));
  if (bill?.status !== 'live') return;
  state.bills.set(billKey(order, epoch), { ...bill, status: 'owed' });
  const { live, owed } = state.money;
  patchMoney(state, { live: minus(live, bill.allowance), owed: plus(owed, bill.allowance) });
  wakeParked(state);
}

function settle(state: State, event: EventOf<'BillSettled'>): void {
  const key = billKey(event.order, event.epoch);
  const bill = state.bills.get(key);
  const { money } = state;
  state.bills.set(key, { allowance: bill?.allowance ?? nothing, status: 'settled', cost: event.cost });
  patchMoney(state, { spent: plus(money.spent, event.cost) });
  if (bill?.status === 'live') patchMoney(state, { live: minus(money.live, bill.allowance) });
  if (bill?.status === 'owed') patchMoney(state, { owed: minus(money.owed, bill.allowance) });
  wakeParked(state);
}
