/**
 * Leases that end before their orders are performed: the hand was stopped, or its process is gone (T3).
 *
 * Nobody has failed, and the order is ready at once. Where a step's box reaches nothing, no model can have been
 * asked, so that the bill is known to be nothing; with a way out it is the gateway's to say (R4).
 */

import { describeOrder, type OrderSheet } from '../kernel/describe-order.ts';
import type { Event } from '../kernel/event.ts';
import type { Ir } from '../kernel/ir.ts';
import { isRefusal } from '../kernel/refusal.ts';
import type { State } from '../kernel/state.ts';
import type { HandParts } from './hand-parts.ts';
import { hasWayOut } from './plan-parts.ts';

export interface Held {
  readonly hand: string;
  readonly order: string;
  readonly epoch: number;
  /** Something is reserved, and nothing can have been spent. */
  readonly isFree: boolean;
}

/** Every lease, as whoever holds it or speaks for its hand has to know it. */
export function heldIn(state: State): readonly Held[] {
  const { plan } = state;
  if (plan === null) return [];
  return [...state.leases.entries()].map(([, { hand, order, epoch }]) => {
    return { hand, order, epoch, isFree: isFree(plan.ir, describeOrder(state, order)) };
  });
}

export function isFree(ir: Ir, { order: { allowance }, step }: Pick<OrderSheet, 'order' | 'step'>): boolean {
  return (allowance.usdMicros > 0 || allowance.tokens > 0) && !hasWayOut(ir, step);
}

/** What it caused. Of one that is no longer live, nothing but its audit (L2). */
export async function giveBack(parts: HandParts, held: Held, text: string): Promise<readonly Event[]> {
  const { host, run, clock, ids } = parts;
  const { hand, order, epoch } = held;
  const answer = await host.exec(run, { type: 'report', id: ids.next(), at: clock.now(), hand, order, epoch, result: { type: 'given-back', text } });
  return [...isRefusal(answer) ? [] : answer, ...await settleFree(parts, held)];
}

/** R4: a bill that is known to be nothing is not waited for. */
export async function settleFree({ host, run, clock, ids }: HandParts, { order, epoch, isFree }: Omit<Held, 'hand'>): Promise<readonly Event[]> {
  if (!isFree) return [];
  const answer = await host.exec(run, { type: 'settle', id: ids.next(), at: clock.now(), order, epoch, cost: { usdMicros: 0, tokens: 0 } });
  return isRefusal(answer) ? [] : answer;
}
