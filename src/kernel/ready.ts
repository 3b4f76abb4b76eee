/** `ready(state)`: the orders that a hand could be given now, oldest first. Derived, never stored. */

import { chainItems } from './chain.ts';
import { must } from './assert.ts';
import { mayGrow } from './decide/lease.ts';
import { whyNoNewWork } from './decide/start.ts';
import type { Order } from './rows.ts';
import { chainOf, type State } from './state.ts';

export interface Ready {
  readonly orders: readonly Order[];
  /** Units that may take their first lease, or take their claims again, if nothing overlaps. */
  readonly units: readonly string[];
}

export function ready(state: State, limit = 100): Ready {
  if (state.plan === null || state.run.status !== 'running') return { orders: [], units: [] };
  const orders = [...chainItems(state.chains, chainOf.root, limit)];
  const grows = mayGrow(state);
  if (grows) orders.push(...chainItems(state.chains, chainOf.task, limit - orders.length));
  const units = grows ? [...chainItems(state.chains, chainOf.resuming, limit)] : [];
  if (grows && whyNoNewWork(state) === null) units.push(...chainItems(state.chains, chainOf.fresh, limit));
  return { orders: orders.map((id) => must(state.orders.get(id), id)), units };
}
