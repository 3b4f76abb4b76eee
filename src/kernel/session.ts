/**
 * Sessions that agents' programs keep, so that a later order can go on with one.
 *
 * A session is of one line, one step and one member of it, and never crosses to another: what makes
 * an attempt another one names the step, the line's patch and the agent, and how its session begins (T7).
 */

import type { AgentStep, TalkStep } from './ir.ts';
import type { KeptSession } from './kept-session.ts';
import type { Frame, Line, Order } from './rows.ts';
import { isGoneOnWith } from './spoken.ts';

/** Whose session it is: the agent, and its seat in a panel, by which the order's name ends. A dialogue is one session. */
export function memberOf({ id, kind, visit, agent }: Order): string {
  if (kind === 'talk') return agent ?? '';
  return `${agent ?? ''}${visit === null ? '' : id.slice(visit.length)}`;
}

type Place = Pick<KeptSession, 'workflow' | 'step' | 'member'>;

export function isSameMember(kept: Place, { workflow, step, member }: Place): boolean {
  return kept.workflow === workflow && kept.step === step && kept.member === member;
}

interface Resuming {
  readonly order: Order;
  readonly step: AgentStep | TalkStep;
  readonly frame: Frame;
  readonly line: Line;
}

/**
 * The session that an order goes on with: its own, after it stopped early, or with `session resume` the latest; of a dialogue that
 * of an earlier turn of the same visit. `null`: it begins afresh.
 */
export function sessionOf({ order, step, frame, line }: Resuming): string | null {
  const place = { workflow: frame.workflow, step: step.name, member: memberOf(order) };
  const kept = line.sessions?.find((one) => isSameMember(one, place));
  if (kept === undefined) return null;
  if (step.kind === 'talk') return kept.order.startsWith(`${order.visit ?? ''}#`) ? kept.session : null;
  const isOwn = isGoneOnWith(order) && kept.order === order.id;
  return isOwn || step.session === 'resume' ? kept.session : null;
}
