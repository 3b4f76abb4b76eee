/** Faults of `needs`: they exist, lie between units, and form no cycle (T1, T2). */
import type { AdmissionContext } from './admission.ts';
import { maxListed, maxNeeds } from './caps.ts';
import { cyclesOf } from './cycles.ts';
import type { Graph } from './cycles.ts';
import { blame } from './fault.ts';
import type { Examined } from './fault.ts';
import { listed, quoted } from './phrase.ts';
import type { ExaminedPlan } from './unit-faults.ts';
import { tasksOf, unitId } from './units.ts';
import type { PlanView } from './units.ts';

export function needFaults(examined: Examined, context: AdmissionContext, view: PlanView): void {
  const { task } = examined;
  if (task.needs.length > maxNeeds) {
    blame(examined, 'T1', { found: `has ${task.needs.length} needs`, instead: `at most ${maxNeeds}` });
    return;
  }
  for (const need of task.needs) {
    if (need === task.id) {
      blame(examined, 'T1', { found: 'needs itself', instead: 'leave that need out' });
    } else if (view.places.has(need)) ownUnitFault(examined, need, view);
    else if (!context.landed(need)) danglingFault(examined, need, { context, view });
  }
}

/** Names one shortest cycle of each knot of units that need each other. */
export function cycleFaults(examined: ExaminedPlan, needs: Graph): void {
  const { plan, groups, faults } = examined;
  for (const cycle of cyclesOf(needs)) {
    const units = cycle.flatMap((index) => groups.all[index] ?? []);
    const first = units[0];
    if (first === undefined) continue;
    faults.push({
      rule: 'T1',
      task: tasksOf(first, plan)[0]?.id ?? null,
      found: `the needs form a cycle: ${chain(units.map((unit) => unitId(unit, plan)))}`,
      instead: 'drop one of these needs, or put what both sides share into a task that both need',
    });
  }
}

function danglingFault(examined: Examined, need: string, at: { context: AdmissionContext; view: PlanView }): void {
  const { context, view } = at;
  const why = context.taken(need) ? 'is in the run but has not landed' : 'is not in this plan';
  const others: string[] = [];
  for (const id of view.places.keys()) {
    if (id !== examined.task.id) others.push(id);
    if (others.length > maxListed) break;
  }
  const more = view.places.size - 1 - others.length;
  const names = more > 0 ? `${listed(others.slice(0, maxListed))} and others of this plan` : listed(others);
  blame(examined, 'T1', { found: `needs ${quoted(need)}, which ${why}`, instead: `needs may name: ${names}` });
}

/** Within a unit the code task comes after its test by itself; nothing else may be said (T2). */
function ownUnitFault(examined: Examined, need: string, view: PlanView): void {
  const { task, place } = examined;
  const group = view.groups.of[place];
  const other = view.places.get(need);
  if (other === undefined || view.groups.of[other] !== group) return;
  if (task.kind === 'code' && view.plan[other]?.kind === 'test') return;
  blame(examined, 'T2', {
    found: `needs ${quoted(need)}, which is of its own unit`,
    instead: 'leave that need out; in a unit the code task follows its test task by itself',
  });
}

/** "`a` needs `b` needs `a`"; of a long cycle the middle is only counted. */
function chain(ids: readonly string[]): string {
  const shown = ids.slice(0, maxListed).map(quoted);
  if (ids.length > maxListed) shown.push(`… ${ids.length - maxListed} more …`);
  return [...shown, quoted(ids[0] ?? '')].join(' needs ');
}
