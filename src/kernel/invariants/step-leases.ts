/** L1–L5, T3, R1 and R4 as leases begin, are renewed and end. */

import { longestRestMs, mostGivenBack } from '../caps.ts';
import type { Budget } from '../ir.ts';
import type { EventOf } from '../event.ts';
import { type Order, patchKey } from '../rows.ts';
import type { Happening } from './transition.ts';

export function leaseSteps(happening: Happening): void {
  const { event } = happening;
  if (event.type === 'LeaseGranted') granted({ ...happening, event });
  if (event.type === 'LeaseRenewed') renewed({ ...happening, event });
  if (event.type === 'LeaseEnded') ended({ ...happening, event });
  if (event.type === 'ReportStale') staled({ ...happening, event });
  if (event.type === 'BillSettled') settled({ ...happening, event });
  if (event === happening.events[0]) reportRules(happening);
}

function granted({ now, event, command, found }: Happening<EventOf<'LeaseGranted'>>): void {
  const { order: id, epoch, deadline, lastDeadline, at } = event;
  const order = now.orders.get(id);
  const limits = now.plan?.ir.limits;
  if (order === undefined || limits === undefined) return found.add('L4', `${id} is leased, and is not there`);
  if (command.type !== 'lease' || command.hand !== event.hand) found.add('L4', `${id} is leased to ${event.hand}, who has not asked`);
  if (now.run.status !== 'running') found.add('R1', `${id} is leased, and the run is ${now.run.status}`);
  if (now.leases.has(id)) found.add('L1', `${id} is leased twice`);
  if (epoch !== order.epoch + 1) found.add('L2', `${id} goes from epoch ${order.epoch} to ${epoch}`);
  if (order.status !== 'ready') found.add('L4', `${id} is leased, and was ${order.status}`);
  if (order.notBefore > at) found.add('T3', `${id} is leased at ${at}, and rests until ${order.notBefore}`);
  if (deadline > at + limits.leaseMs || lastDeadline > at + limits.leaseLifetimeMs) found.add('L3', `${id} is leased for too long`);
  const most = Math.min(limits.leases, now.run.ceiling.leases ?? limits.leases);
  if ([...now.leases.entries()].length >= most) found.add('L5', `${id} is leased beside ${most} others`);
  budgetRule({ now, event, found });
}

/** R4: what is spent, owed and reserved, with this allowance, is within every budget. */
function budgetRule({ now, event, found }: Pick<Happening<EventOf<'LeaseGranted'>>, 'now' | 'event' | 'found'>): void {
  const sum = { ...event.allowance };
  for (const [, bill] of now.bills.entries()) {
    const counts = bill.status === 'settled' ? bill.cost : bill.allowance;
    sum.usdMicros += counts.usdMicros;
    sum.tokens += counts.tokens;
  }
  const own = now.orders.get(event.order)?.allowance;
  if (own?.usdMicros !== event.allowance.usdMicros || own.tokens !== event.allowance.tokens) {
    found.add('R4', `${event.order} reserves something else than its allowance`);
  }
  const { budget, deadlineAt } = now.money;
  if (deadlineAt !== null && event.at >= deadlineAt) found.add('R4', `${event.order} is leased after the run's time was up`);
  if (event.allowance.usdMicros === 0 && event.allowance.tokens === 0) return;
  for (const limit of [budget, now.run.ceiling]) {
    if (isOver(sum.usdMicros, limit.usdMicros) || isOver(sum.tokens, limit.tokens)) {
      found.add('R4', `${event.order} is leased, and ${sum.usdMicros} and ${sum.tokens} are more than the budget holds`);
    }
  }
}

const isOver = (amount: number, limit: Budget['tokens']): boolean => limit !== null && amount > limit;

function renewed({ now, event, command, found }: Happening<EventOf<'LeaseRenewed'>>): void {
  const lease = now.leases.get(event.order);
  if (lease === undefined || lease.epoch !== event.epoch) return found.add('L3', `${event.order} is renewed, and no such lease is live`);
  if (command.type !== 'heartbeat' || command.hand !== lease.hand || command.epoch !== lease.epoch) {
    found.add('L3', `${event.order} is renewed for somebody who does not hold it`);
  }
  if (event.at > lease.deadline) found.add('L3', `${event.order} is renewed after its deadline`);
  if (event.deadline <= lease.deadline || event.deadline > lease.lastDeadline) {
    found.add('L3', `the deadline of ${event.order} goes from ${lease.deadline} to ${event.deadline}, and ${lease.lastDeadline} is the last`);
  }
}

function ended(happening: Happening<EventOf<'LeaseEnded'>>): void {
  const { now, event, command, found } = happening;
  const { order: id, epoch, how, again, at } = event;
  const lease = now.leases.get(id);
  const order = now.orders.get(id);
  const limits = now.plan?.ir.limits;
  if (lease === undefined || lease.epoch !== epoch || order === undefined || limits === undefined) {
    return found.add('T3', `the lease of ${id} at epoch ${epoch} ends, and is not live`);
  }
  if (how === 'lapsed' && (at <= lease.deadline || at < now.run.graceUntil)) found.add('L3', `${id} lapses at ${at}, before its time`);
  const byReport = command.type === 'report' && command.order === id && command.epoch === epoch && command.hand === lease.hand;
  if (how !== 'lapsed' && how !== 'voided' && !byReport) found.add('L2', `the lease of ${id} ends ${how}, and its hand has not reported`);
  if (how === 'rate-limit' && again !== null && order.rateLimits >= limits.rateLimits) found.add('T3', `${id} waits for one more rate limit than it may`);
  if (how === 'rate-limit' && again !== null && !isRest(again - at, limits.backoffMs)) found.add('T3', `${id} rests for ${again - at} ms`);
  const { deadlineAt } = now.money;
  const isLong = (how === 'rate-limit' || how === 'pending') && again !== null && again > at + Math.max(limits.backoffMs, 1);
  if (isLong && deadlineAt !== null && again > deadlineAt) found.add('R4', `${id} rests past the time of the run`);
  backRule(happening, order);
  spokenRule(happening, order);
  if (how !== 'fault' && how !== 'lapsed') return;
  const wait = Math.min(limits.backoffMs * 2 ** order.faults, limits.backoffMaxMs);
  if (again !== null && again < at + wait) found.add('T3', `${id} is retried without backoff`);
  if (again === null && order.faults < limits.retries) found.add('T3', `${id} is given up after ${order.faults} of ${limits.retries} retries`);
  if (again !== null && order.faults >= limits.retries) found.add('T3', `${id} is retried once more than it may`);
}

/** T3: what its hand gives back is ready at once, and so is nothing else; up to a cap (R6). */
function backRule({ event, command, found }: Happening<EventOf<'LeaseEnded'>>, { id, givenBack }: Order): void {
  const isSaid = command.type === 'report' && command.order === id && command.result.type === 'given-back';
  const may = (givenBack?.times ?? 0) < mostGivenBack;
  if (event.how !== 'given-back') return isSaid && may ? found.add('T3', `${id} was given back, and that counts as ${event.how}`) : undefined;
  if (!isSaid) found.add('T3', `${id} counts as given back, and its hand has said something else`);
  if (!may) found.add('R6', `${id} is given back once more than it may`);
  if (event.again !== event.at) found.add('T3', `${id} was given back, and is not ready at once`);
}

/** T4: whoever was spoken to goes on at once, with the words; nobody else does. A report that cannot be read is a fault. */
function spokenRule(happening: Happening<EventOf<'LeaseEnded'>>, order: Order): void {
  const { event, command, found } = happening;
  const isWork = command.type === 'report' && command.order === order.id && (command.result.type === 'ended' || command.result.type === 'stopped');
  const mustHear = isWork && order.spoken?.epoch === order.epoch;
  if (mustHear && event.how !== 'spoken-to' && event.how !== 'fault') found.add('T4', `${order.id} was spoken to, and its lease ends ${event.how} before it has heard`);
  if (event.how !== 'spoken-to') return;
  if (!mustHear) found.add('T4', `${order.id} goes on because it was spoken to, and nobody spoke`);
  keptRule(happening, order);
  if (event.again !== event.at) found.add('T4', `${order.id} was spoken to, and does not go on at once`);
}

/** B4: what whoever was spoken to had written is on record: its line's, or kept apart. */
function keptRule({ now, command, found }: Happening<EventOf<'LeaseEnded'>>, { id, visit }: Order): void {
  const patch = command.type === 'report' && (command.result.type === 'ended' || command.result.type === 'stopped') ? command.result.patch : undefined;
  const frame = now.frames.get(now.visits.get(visit ?? '')?.frame ?? '');
  if (patch === undefined || frame === undefined || now.lines.get(frame.line)?.patch === patch.patch) return;
  const isEmpty = patch.changes.length === 0 && now.lines.get(frame.line)?.changes.length === 0;
  if (!isEmpty && !now.patches.has(patchKey(frame.line, patch.patch))) found.add('B4', `${id} was spoken to, and what it had written is on no record`);
}

/** T3: whatever a provider says, from the first backoff to a day. */
function isRest(rest: number, least: number): boolean {
  return rest >= Math.max(1, Math.min(least, longestRestMs)) && rest <= longestRestMs;
}

function staled({ now, event, found }: Happening<EventOf<'ReportStale'>>): void {
  const order = now.orders.get(event.order);
  const lease = now.leases.get(event.order);
  if (order?.audited.includes(event.epoch) !== false) found.add('L2', `${event.order} audits epoch ${event.epoch} again`);
  if (lease?.epoch === event.epoch && lease.hand === event.hand) found.add('L2', `a report of the live lease of ${event.order} counts as stale`);
}

function settled({ now, event, command, found }: Happening<EventOf<'BillSettled'>>): void {
  const { order, epoch, cost } = event;
  if (now.bills.get(`${order}#${epoch}`)?.status === 'settled') found.add('R4', `${order} is settled twice at epoch ${epoch}`);
  const said = command.type === 'settle' && command.order === order && command.epoch === epoch
    && command.cost.usdMicros === cost.usdMicros && command.cost.tokens === cost.tokens;
  if (!said) found.add('R4', `${order} is settled for something that the gateway has not said`);
}

/** L2, L3: a stale report changes nothing; until it lapses, a report counts. */
function reportRules({ before, command, events, found }: Happening): void {
  if (command.type !== 'report' && command.type !== 'heartbeat') return;
  const lease = before.leases.get(command.order);
  const isLive = lease !== undefined && lease.epoch === command.epoch && lease.hand === command.hand;
  if (!isLive && (events.length > 1 || events[0]?.type !== 'ReportStale')) {
    found.add('L2', `a stale ${command.type} of ${command.order} did ${events.map(({ type }) => type).join(', ')}`);
  }
  if (!isLive || command.type !== 'report') return;
  const counts = events.some((event) => event.type === 'LeaseEnded' && event.order === command.order && event.how !== 'lapsed' && event.how !== 'voided');
  if (!counts) found.add('L3', `a report of the live lease of ${command.order} does not count`);
}
