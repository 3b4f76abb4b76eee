/** T1, T2, T3, T5, T7, T8 as one state shows them: the graph, its counters, and units of two. */

import type { Line, Task, Unit } from '../rows.ts';
import { isOver, stepAt, type View } from './view.ts';

export function taskRules(view: View): void {
  for (const unit of view.units) graphRules(view, unit);
  if (hasCycle(view)) view.found.add('T1', 'the needs of units have a cycle');
  for (const task of view.tasks) followUpRules(view, task);
  const { followUps } = view.plan.ir.limits;
  const filed = view.tasks.filter(({ parent }) => parent !== null).length;
  if (filed > followUps) view.found.add('T5', `${filed} follow-ups were filed, and ${followUps} may be`);
  for (const line of view.lines) capRules(view, line);
  orderCaps(view);
  if (!isOver(view.state)) for (const unit of view.units) pairRules(view, unit);
}

function graphRules({ state, found }: View, unit: Unit): void {
  const { id, needs, missing, status } = unit;
  const unmet = needs.filter((need) => state.units.get(need)?.status !== 'landed');
  for (const need of needs) {
    const other = state.units.get(need);
    if (other === undefined) found.add('T1', `${id} needs ${need}, which is not there`);
    else if (!other.dependents.includes(id)) found.add('T1', `${need} does not know that ${id} needs it`);
  }
  for (const task of [unit.test, unit.main]) {
    if (task !== null && state.tasks.get(task)?.unit !== id) found.add('T1', `${id} is not the unit of its task ${task}`);
  }
  if (missing !== unmet.length) found.add('T2', `${id} misses ${missing} needs, and ${unmet.length} have not landed`);
  const lost = status === 'dropped' || status === 'halted';
  if (unmet.length > 0 && status !== 'blocked' && !lost) found.add('T2', `${id} is ${status}, and ${unmet.join(', ')} has not landed`);
  if (unmet.length === 0 && status === 'blocked') found.add('T4', `${id} is blocked, and all that it needs has landed`);
}

/** Takes away whatever needs nothing, again and again. */
function hasCycle({ units }: View): boolean {
  let left = units.filter(({ needs }) => needs.length > 0);
  const there = new Set(left.map(({ id }) => id));
  for (let before = -1; before !== left.length;) {
    before = left.length;
    left = left.filter((unit) => unit.needs.some((need) => there.has(need)) || !there.delete(unit.id));
  }
  return left.length > 0;
}

function followUpRules(view: View, task: Task): void {
  const { state, plan, found } = view;
  if (task.parent === null) return;
  const parent = state.tasks.get(task.parent);
  if (parent === undefined) return found.add('T5', `${task.id} follows ${task.parent}, which is not there`);
  if (task.depth !== parent.depth + 1 || task.depth > plan.ir.limits.followUpDepth) {
    found.add('T5', `${task.id} is ${task.depth} follow-ups deep, and ${plan.ir.limits.followUpDepth} is the limit`);
  }
  for (const claim of task.spec.writes) {
    if (!parent.spec.writes.some((wider) => isWithin(claim, wider))) {
      found.add('T5', `${task.id} claims ${claim}, which ${parent.id} may not write`);
    }
  }
}

/** Whether a claim, or a path, lies within a claim. */
export function isWithin(inner: string, outer: string): boolean {
  if (inner === outer || outer === '**') return true;
  return outer.endsWith('/**') && inner.startsWith(outer.slice(0, -2));
}

/** T3, T7: what a line has used up. */
function capRules({ plan, found }: View, line: Line): void {
  const { limits } = plan.ir;
  const { id, conflicts, ejections, grants, tried } = line;
  if (conflicts > limits.conflicts + grants + 1) found.add('T3', `${id} met ${conflicts} conflicts`);
  if (ejections > limits.ejections + grants + 1) found.add('T3', `${id} was ejected ${ejections} times for others' faults`);
  if (new Set(tried).size < tried.length) found.add('T7', `${id} made the same attempt twice: ${tried.join(' | ')}`);
  for (const [workflow, steps] of plan.steps) {
    for (const [name, step] of steps) {
      const tally = line.tallies.find((item) => item.workflow === workflow && item.step === name);
      const cap = (step.kind === 'wait' ? limits.visits : step.max ?? limits.visits) + grants + conflicts + ejections;
      if (tally !== undefined && tally.attempts > cap) found.add('T3', `${id} had ${tally.attempts} attempts of ${name}, and ${cap} is the cap`);
    }
  }
}

/** T3, T7: what orders and dialogues have used up. */
function orderCaps(view: View): void {
  const { state, plan, found } = view;
  const { limits } = plan.ir;
  for (const { id, faults, rateLimits, again, visit } of view.orders) {
    if (faults > limits.retries + 1) found.add('T3', `${id} met ${faults} faults, and ${limits.retries} are retried`);
    if (rateLimits > limits.rateLimits + 1) found.add('T3', `${id} met ${rateLimits} rate limits`);
    const row = visit === null ? undefined : state.visits.get(visit);
    const step = row === undefined ? null : stepAt(view, row);
    const most = step?.kind === 'agent' ? step.continues ?? 0 : step?.kind === 'wait' ? step.max ?? limits.visits : null;
    if (most !== null && again > most) found.add('T3', `${id} went on ${again} times, and ${most} is the cap`);
  }
  for (const visit of view.visits) {
    if (visit.turns > limits.turns) found.add('R6', `${visit.id} had ${visit.turns} turns, and ${limits.turns} is the cap`);
  }
}

/** T8: code stands on the held tests that judge it, and both are queued or neither. */
function pairRules({ state, found }: View, unit: Unit): void {
  if (unit.test === null || unit.main === null) return;
  const frames = [unit.test, unit.main].map((task) => state.frames.get(state.tasks.get(task)?.frame ?? ''));
  const [tests, code] = frames;
  const { id, held, status } = unit;
  if (code?.status === 'live' && status !== 'landed') {
    const base = state.lines.get(code.line)?.base ?? '';
    if (held === null) found.add('T8', `the code of ${id} is at work, and no tests are held`);
    else if (!base.endsWith(`+${held.patch}`)) found.add('T8', `the code of ${id} stands on ${base}, without the held ${held.patch}`);
    const at = state.visits.get(held?.visit ?? '')?.state;
    if (at !== 'holding' && at !== 'queued') found.add('T8', `the code of ${id} is at work, and its tests wait for nothing`);
  }
  if (held !== null && state.lines.get(tests?.line ?? '')?.patch !== held.patch) {
    found.add('T8', `${id} holds ${held.patch}, which is not the patch of its tests`);
  }
  if (status !== 'queued') return;
  const patch = state.lines.get(code?.line ?? '')?.changes ?? [];
  const paths = new Set(unit.changes.map(({ path }) => path));
  if (held === null || unit.landVisits.length !== 2 || [...held.changes, ...patch].some(({ path }) => !paths.has(path))) {
    found.add('T8', `${id} is queued without both its parts`);
  }
}
