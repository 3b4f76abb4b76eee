/**
 * Sessions that agents' programs keep, so that a later order can go on with one.
 *
 * A session is of one line, one step and one member of it, and never crosses to another: what makes
 * an attempt another one names the step, the line's patch and the agent, and how its session begins (T7).
 */

import type { AgentStep } from './ir.ts';
import type { KeptSession } from './kept-session.ts';
import type { Frame, Line, Order } from './rows.ts';

/** Whose session it is: the agent, and its seat in a panel, by which the order's name ends. */
export function memberOf({ id, visit, agent }: Order): string {
  return `${agent ?? ''}${visit === null ? '' : id.slice(visit.length)}`;
}

type Place = Pick<KeptSession, 'workflow' | 'step' | 'member'>;

export function isSameMember(kept: Place, { workflow, step, member }: Place): boolean {
  return kept.workflow === workflow && kept.step === step && kept.member === member;
}

interface Resuming {
  readonly order: Order;
  readonly step: AgentStep;
  readonly frame: Frame;
  readonly line: Line;
}

/** The session that an order goes on with: its own, after it stopped early, or with `session resume` the latest; `null`: it begins afresh. */
export function sessionOf({ order, step, frame, line }: Resuming): string | null {
  const place = { workflow: frame.workflow, step: step.name, member: memberOf(order) };
  const kept = line.sessions?.find((one) => isSameMember(one, place));
  if (kept === undefined) return null;
  const isOwn = order.again > 0 && kept.order === order.id;
  return isOwn || step.session === 'resume' ? kept.session : null;
}
