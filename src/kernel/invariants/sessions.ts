/** T7 of sessions: each is of one line, one step and one member of it, and is given to no other. */

import { describeOrder } from '../describe-order.ts';
import type { EventOf } from '../event.ts';
import type { Lease, Line } from '../rows.ts';
import type { Happening } from './transition.ts';
import { stepAt, type View } from './view.ts';

export function sessionRules(view: View): void {
  for (const line of view.lines) ownRule(view, line);
  for (const lease of view.leases) givenRule(view, lease);
}

/** Whoever kept it stood on this line; a frame that has left the state is not asked any more. */
function ownRule({ state, found }: View, { id, sessions = [] }: Line): void {
  const seen = new Set<string>();
  for (const { workflow, step, member, order } of sessions) {
    const key = `${workflow}/${step} ${member}`;
    if (seen.has(key)) found.add('T7', `${id} keeps two sessions of ${key}`);
    seen.add(key);
    const frame = state.frames.get(frameOf(order));
    if (frame !== undefined && frame.line !== id) found.add('T7', `${id} keeps the session of ${order}, which is on ${frame.line}`);
  }
}

const frameOf = (order: string): string => order.slice(0, order.lastIndexOf('/'));

function givenRule(view: View, { order: id }: Lease): void {
  const { state, found } = view;
  const order = state.orders.get(id);
  const visit = order === undefined || order.visit === null ? undefined : state.visits.get(order.visit);
  if (order === undefined || visit === undefined) return;
  const { session } = describeOrder(state, id);
  if (session === null) return;
  const step = stepAt(view, visit);
  const frame = state.frames.get(visit.frame);
  const kept = state.lines.get(frame?.line ?? '')?.sessions?.filter((one) => one.session === session && one.step === visit.step && one.workflow === frame?.workflow) ?? [];
  if (kept.length === 0) found.add('T7', `${id} goes on with a session of another line or step`);
  if (step?.kind === 'talk') {
    if (!kept.some((one) => one.order.startsWith(`${visit.id}#`))) found.add('T7', `${id} goes on with a session of another dialogue`);
    return;
  }
  const isOwn = order.again > 0 || (order.spoken?.times ?? 0) > 0;
  if (step?.kind !== 'agent' || (step.session !== 'resume' && !isOwn)) found.add('T7', `${id} is to begin afresh, and goes on with a session`);
}

/** It is kept where the order is that it was reported for, and as it was reported. */
export function sessionSteps({ now, event, command, found }: Happening<EventOf<'SessionKept'>>): void {
  const result = command.type === 'report' && command.order === event.order ? command.result : null;
  const said = result?.type === 'ended' || result?.type === 'stopped' ? result.session : undefined;
  if (said !== event.session) found.add('E7', `${event.line} keeps a session that nobody reported`);
  const order = now.orders.get(event.order);
  const visit = now.visits.get(order?.visit ?? '');
  const frame = now.frames.get(visit?.frame ?? '');
  if (order === undefined || visit === undefined || frame === undefined) return found.add('T7', `${event.order} keeps a session, and its visit is over`);
  const member = `${order.agent ?? ''}${order.kind === 'talk' ? '' : event.order.replace(visit.id, '')}`;
  const isIts = frame.line === event.line && frame.workflow === event.workflow && visit.step === event.step && member === event.member;
  if (!isIts) found.add('T7', `the session of ${event.order} is kept as that of ${event.member} in ${event.workflow}/${event.step} on ${event.line}`);
}
