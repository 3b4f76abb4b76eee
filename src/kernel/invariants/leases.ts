/** L1–L5 as one state shows them: leases, orders and caps. */

import type { Plan } from '../plan.ts';
import type { State } from '../state.ts';
import type { Findings } from './violation.ts';

export function leaseRules(state: State, plan: Plan, found: Findings): void {
  const { limits } = plan.ir;
  let live = 0;
  for (const [key, lease] of state.leases.entries()) {
    live += 1;
    const order = state.orders.get(key);
    if (key !== lease.order) found.add('L1', `the lease at ${key} is of ${lease.order}`);
    if (order?.status !== 'leased' || order.epoch !== lease.epoch) {
      found.add('L4', `${key} is ${order?.status ?? 'unknown'} at epoch ${order?.epoch ?? 0}, and leased at ${lease.epoch}`);
    }
    if (lease.deadline > lease.lastDeadline) found.add('L3', `the deadline of ${key} is past its lifetime`);
    if (lease.lastDeadline > lease.grantedAt + limits.leaseLifetimeMs) found.add('L3', `${key} lives longer than a lease may`);
  }
  if (live > limits.leases) found.add('L5', `${live} leases are live, and ${limits.leases} may be`);
  for (const [id, order] of state.orders.entries()) {
    if (order.status === 'leased' && !state.leases.has(id)) found.add('L4', `${id} is leased, and no lease says so`);
    if (order.reported > order.epoch) found.add('L6', `${id} has a report of an epoch that was never granted`);
    if (new Set(order.audited).size < order.audited.length) found.add('L2', `${id} audited an epoch twice`);
    if (order.audited.some((epoch) => epoch < 1 || epoch > order.epoch)) found.add('L2', `${id} audited an epoch that was never granted`);
  }
}
