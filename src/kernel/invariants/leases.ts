/** L1–L6 as one state shows them: leases, orders, and how many there may be. */

import { isOver, taskOfOrder, stepAt, type View } from './view.ts';

export function leaseRules(view: View): void {
  const { state, plan, found, orders } = view;
  const { limits } = plan.ir;
  for (const [key, lease] of state.leases.entries()) {
    const order = state.orders.get(key);
    if (key !== lease.order) found.add('L1', `the lease at ${key} is of ${lease.order}`);
    if (order?.status !== 'leased' || order.epoch !== lease.epoch) {
      found.add('L4', `${key} is ${order?.status ?? 'unknown'} at epoch ${order?.epoch ?? 0}, and leased at ${lease.epoch}`);
    }
    if (lease.deadline > lease.lastDeadline) found.add('L3', `the deadline of ${key} is past its lifetime`);
    if (lease.lastDeadline > lease.grantedAt + limits.leaseLifetimeMs) found.add('L3', `${key} lives longer than a lease may`);
  }
  for (const order of orders) {
    const { id, status, epoch, reported, audited } = order;
    if (status === 'leased' && !state.leases.has(id)) found.add('L4', `${id} is leased, and no lease says so`);
    if (reported > epoch) found.add('L6', `${id} has a report of an epoch that was never granted`);
    if (new Set(audited).size < audited.length) found.add('L2', `${id} audited an epoch twice`);
    if (audited.some((one) => one < 1 || one > epoch)) found.add('L2', `${id} audited an epoch that was never granted`);
  }
  parallelRules(view);
}

/** L5: live leases stay within the caps of the run and of the grow at work. */
function parallelRules(view: View): void {
  const { state, plan, found, leases } = view;
  if (leases.length > plan.ir.limits.leases) {
    found.add('L5', `${leases.length} leases are live, and ${plan.ir.limits.leases} may be`);
  }
  if (isOver(state) && leases.length > 0) found.add('R1', `the run is ${state.run.status}, and a lease is live`);
  const inTasks = leases.filter(({ order }) => {
    const row = state.orders.get(order);
    return row !== undefined && taskOfOrder(state, row) !== null;
  }).length;
  const visit = state.run.growing === null ? undefined : state.visits.get(state.run.growing);
  const step = visit === undefined ? null : stepAt(view, visit);
  if (step?.kind === 'grow' && inTasks > step.parallel) {
    found.add('L5', `${inTasks} leases of tasks are live, and ${step.parallel} may be`);
  }
}
