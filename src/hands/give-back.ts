/**
 * Leases that end before their orders are performed: the hand was stopped, or its process is gone (T3).
 *
 * Nobody has failed, and the order is ready at once. What a hand has used it settles by itself. For one whose process is
 * gone nobody knows what its gateway had counted: its bill is nothing only where its agent asks no model (R4).
 */

import { isNothing } from '../kernel/amount.ts';
import type { Event } from '../kernel/event.ts';
import type { AgentDecl } from '../kernel/ir.ts';
import { isRefusal } from '../kernel/refusal.ts';
import type { State } from '../kernel/state.ts';
import { AgentError } from '../ports/agent.ts';
import type { HandParts } from './hand-parts.ts';

export interface Held {
  readonly hand: string;
  readonly order: string;
  readonly epoch: number;
}

export interface HeldByOther extends Held {
  /** Whether something is reserved for it. */
  readonly reserves: boolean;
  /** `null`: it has no agent. */
  readonly agent: AgentDecl | null;
}

/** Every lease, as whoever speaks for its hand has to know it. */
export function heldIn(state: State): readonly HeldByOther[] {
  const agents = state.plan?.ir.agents ?? [];
  return [...state.leases.entries()].map(([, { hand, order, epoch }]) => {
    const row = state.orders.get(order);
    const agent = agents.find(({ name }) => name === row?.agent) ?? null;
    return { hand, order, epoch, agent, reserves: row !== undefined && !isNothing(row.allowance) };
  });
}

/** What it caused. Of one that is no longer live, nothing but its audit (L2). */
export async function giveBack({ host, run, clock, ids }: HandParts, { hand, order, epoch }: Held, text: string): Promise<readonly Event[]> {
  const answer = await host.exec(run, { type: 'report', id: ids.next(), at: clock.now(), hand, order, epoch, result: { type: 'given-back', text } });
  return isRefusal(answer) ? [] : answer;
}

/** The same for a hand whose process is gone. */
export async function takeBack(parts: HandParts, held: HeldByOther, text: string): Promise<readonly Event[]> {
  const events = await giveBack(parts, held, text);
  if (!held.reserves || mayAsk(parts, held.agent)) return events;
  const { host, run, clock, ids } = parts;
  const answer = await host.exec(run, { type: 'settle', id: ids.next(), at: clock.now(), order: held.order, epoch: held.epoch, cost: { usdMicros: 0, tokens: 0 } });
  return isRefusal(answer) ? events : [...events, ...answer];
}

/** An agent whose program is missing here may have been there where it was at work. */
function mayAsk({ agent }: HandParts, decl: AgentDecl | null): boolean {
  if (decl === null) return false;
  try {
    return agent(decl.use)?.wires(decl).length !== 0;
  } catch (error) {
    if (error instanceof AgentError) return true;
    throw error;
  }
}
