/** T1, T2, T6–T8, R3, R7, L5 and B5 as tasks start, are visited and end. */

import type { EventOf } from '../event.ts';
import type { Line } from '../rows.ts';
import type { State } from '../state.ts';
import { clashOf } from './claims.ts';
import { decisionsOpen } from './landing.ts';
import { isByPerson } from './step-people.ts';
import type { Happening } from './transition.ts';

export function taskSteps(happening: Happening): void {
  const { event } = happening;
  if (event.type === 'UnitStarted') started({ ...happening, event });
  if (event.type === 'UnitDropped') lostByDispute({ ...happening, event });
  if (event.type === 'UnitResumed') resumed({ ...happening, event });
  if (event.type === 'UnitSlept') slept({ ...happening, event });
  if (event.type === 'FrameOpened') opened({ ...happening, event });
  if (event.type === 'VisitOpened') visited({ ...happening, event });
  if (event.type === 'VisitEnded') left({ ...happening, event });
  if (event.type === 'PlanReturned' || event.type === 'FollowUpsAdmitted') admitted({ ...happening, event });
  if (event.type === 'FrameEnded' || event.type === 'FrameHalted' || event.type === 'FrameClosed') {
    const { status } = happening.now.frames.get(event.frame) ?? { status: 'gone' };
    if (status !== 'live') happening.found.add('T6', `${event.frame} ends, and is ${status}`);
  }
  if (event.type === 'RunHalted' && event.reason.length * event.culprits.length * event.ways.length === 0) {
    happening.found.add('R6', 'the run halts without a reason, culprits or ways on');
  }
}

/** T8: a dispute goes to the tests of the unit, or to a person; by itself it ends no task. */
function lostByDispute({ now, event, events, command, found }: Happening<EventOf<'UnitDropped'>>): void {
  const { test = null, main = null } = now.units.get(event.unit) ?? {};
  // What disputes the tests of its unit goes back to them: they are another frame's.
  const alone = [test, test === null ? main : null].map((task) => now.tasks.get(task ?? '')?.frame);
  const isDisputed = events.some((other) => other.type === 'VisitEnded' && other.outcome === 'dispute'
    && (other.to === 'end' || other.to === 'halt') && alone.includes(other.visit.slice(0, other.visit.lastIndexOf('/'))));
  if (isDisputed && !isByPerson(command)) found.add('T8', `${event.unit} is dropped, because its own agent disputes it`);
}

function started({ now, event, found }: Happening<EventOf<'UnitStarted'>>): void {
  const unit = now.units.get(event.unit);
  if (unit === undefined) return found.add('T1', `${event.unit} starts, and is not there`);
  if (event.base !== now.landing.tip) found.add('T2', `${unit.id} starts on ${event.base}, and the tip is ${now.landing.tip}`);
  const unmet = unit.needs.filter((need) => now.units.get(need)?.status !== 'landed');
  if (unmet.length > 0) found.add('T2', `${unit.id} starts, and ${unmet.join(', ')} has not landed`);
  const waiting = decisionsOpen({ state: now });
  const most = Math.min(now.plan?.ir.limits.inbox ?? 0, now.run.ceiling.inbox ?? Infinity);
  if (waiting >= most) found.add('R3', `${unit.id} starts while ${waiting} decisions wait, and ${most} is the limit`);
  if (now.landing.tipOutcome !== 'green' && !repairs(now)) found.add('B5', `${unit.id} starts, and the tip is ${now.landing.tipOutcome}`);
  if (now.run.status !== 'running') found.add('R1', `${unit.id} starts, and the run is ${now.run.status}`);
  claimed(now, unit.id, (clash) => found.add('L5', `${unit.id} takes ${clash}, which is held`));
}

function repairs(now: State): boolean {
  const visit = now.visits.get(now.run.growing ?? '');
  const step = now.plan?.steps.get(now.frames.get(visit?.frame ?? '')?.workflow ?? '')?.get(visit?.step ?? '');
  return step?.kind === 'grow' && step.repairsBase === true;
}

function claimed(now: State, id: string, tell: (clash: string) => void): void {
  const own = now.units.get(id)?.claims ?? [];
  for (const [other, unit] of now.units.entries()) {
    const clash = other !== id && unit.holdsClaims ? clashOf(own, unit.claims) : null;
    if (clash !== null) tell(clash);
  }
}

function resumed({ now, event, found }: Happening<EventOf<'UnitResumed'>>): void {
  if (event.base !== now.landing.tip) found.add('T2', `${event.unit} goes on, on ${event.base}, and the tip is ${now.landing.tip}`);
  if (now.run.status !== 'running') found.add('R1', `${event.unit} goes on, and the run is ${now.run.status}`);
  claimed(now, event.unit, (clash) => found.add('L5', `${event.unit} takes ${clash}, which is held`));
}

function slept({ now, event, found }: Happening<EventOf<'UnitSlept'>>): void {
  let clashes = 0;
  claimed(now, event.unit, () => { clashes += 1; });
  if (clashes === 0) found.add('T4', `${event.unit} sleeps, and nobody holds its paths`);
}

/** T2, T8: what a task's line stands on. */
function opened({ now, event, found }: Happening<EventOf<'FrameOpened'>>): void {
  const { task: id, frame, opens } = event;
  if (now.frames.has(frame)) found.add('T6', `${frame} is opened twice`);
  const task = id === null ? undefined : now.tasks.get(id);
  if (task === undefined || opens === null || opens.from !== null) return;
  const unit = now.units.get(task.unit);
  const judged = unit !== undefined && unit.test !== null && unit.main === id;
  if (!judged && opens.base !== now.landing.tip) found.add('T2', `${frame} stands on ${opens.base}, and the tip is ${now.landing.tip}`);
  if (judged && (unit.held === null || !opens.base.endsWith(`+${unit.held.patch}`))) found.add('T8', `${frame} does not stand on the held tests`);
}

function visited({ now, event, found }: Happening<EventOf<'VisitOpened'>>): void {
  const frame = now.frames.get(event.frame);
  const step = now.plan?.steps.get(frame?.workflow ?? '')?.get(event.step);
  if (frame?.status !== 'live' || frame.visit !== null) found.add('T6', `${event.visit} is opened in a frame that is not there for it`);
  if (now.visits.has(event.visit)) found.add('T6', `${event.visit} is opened twice`);
  for (const { order } of event.orders) if (now.orders.has(order)) found.add('L2', `${order} is made twice`);
  const line = now.lines.get(frame?.line ?? '');
  if (step?.kind !== 'agent' || line === undefined || line.exploring) return;
  if (event.digest === null || line.tried.includes(event.digest)) found.add('T7', `${event.visit} repeats an attempt`);
}

/** R7: the same failure, or the same candidate, a set number of times. */
function left({ now, event, command, found }: Happening<EventOf<'VisitEnded'>>): void {
  const visit = now.visits.get(event.visit);
  const line = now.lines.get(now.frames.get(visit?.frame ?? '')?.line ?? '');
  if (visit === undefined || line === undefined) return found.add('T6', `${event.visit} ends, and is not there`);
  const most = (now.plan?.ir.limits.repeats ?? 0) + line.grants;
  const often = event.seen.find((key) => (line.seen.find(([known]) => known === key)?.[1] ?? 0) + 1 >= most);
  if (often !== undefined && event.outcome !== 'limit') found.add('R7', `${event.visit} ends ${event.outcome}, with ${often} again`);
  const open = visit.open.filter((order) => now.orders.get(order)?.status !== 'ended');
  if (open.length > 0) found.add('T4', `${event.visit} ends, and ${open.join(', ')} is open`);
  const cut = command.type === 'report' && command.result.type === 'budget';
  if (event.outcome === 'budget' && !cut) found.add('R4', `${event.visit} ends budget, and its allowance was not used up`);
  lostRule({ now, event, found }, line);
}

/** T3, T7: what time or the machinery ended is told to the next attempt; a panel ends by its own rule. */
function lostRule({ now, event, found }: Pick<Happening<EventOf<'VisitEnded'>>, 'now' | 'event' | 'found'>, line: Line): void {
  const { outcome, visit: id, guidance } = event;
  const visit = now.visits.get(id);
  const step = now.plan?.steps.get(now.frames.get(visit?.frame ?? '')?.workflow ?? '')?.get(visit?.step ?? '');
  if (step?.kind !== 'agent' || (outcome !== 'timeout' && outcome !== 'fault' && outcome !== 'budget')) return;
  if (step.panel === true) found.add('T3', `${id} is a panel, and ends ${outcome}`);
  const known = line.guidance.some((old) => old.from === guidance?.from && old.outcome === outcome && old.signature === guidance.signature);
  if (guidance === null || known) found.add('T7', `${id} ends ${outcome}, and the next attempt learns nothing`);
}

/** T1: what is admitted has ids of its own, and needs that are there. */
function admitted({ now, event, found }: Happening<EventOf<'PlanReturned'> | EventOf<'FollowUpsAdmitted'>>): void {
  const ids = new Set(event.tasks.map(({ id }) => id));
  if (ids.size < event.tasks.length) found.add('T1', 'two tasks of an admitted plan have the same id');
  for (const { id, needs, writes } of event.tasks) {
    if (now.tasks.has(id)) found.add('T1', `${id} is admitted, and is there already`);
    if (writes.length === 0) found.add('E2', `${id} is admitted, and may write nothing`);
    for (const need of needs) {
      const landed = now.units.get(now.tasks.get(need)?.unit ?? '')?.status === 'landed';
      if (!ids.has(need) && !landed) found.add('T1', `${id} is admitted, and needs ${need}`);
    }
  }
}
