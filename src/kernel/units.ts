/**
 * Units: one task, or a test task and the code task that it judges (T8).
 *
 * `needs` names tasks and means their units (T2). A pair's id is the name in its `unit` field; of
 * a task alone the id is the task's own, whatever its `unit` field says.
 */
import type { TaskSpec } from './ir.ts';

export interface Unit {
  readonly id: string;
  /** Ids of its tasks; of a pair the test task first. */
  readonly tasks: readonly string[];
  /** Units of the same plan that must have landed first. What landed before is not named. */
  readonly needs: readonly string[];
}

/** Tasks that name the same unit, by their places in the plan; a task without a name is alone. */
export interface UnitGroup {
  readonly name: string | null;
  readonly members: readonly number[];
  /** One test and one code task. */
  readonly paired: boolean;
}

export interface UnitGroups {
  readonly all: readonly UnitGroup[];
  /** For each place in the plan, the index of its group. */
  readonly of: readonly number[];
}

/** A plan with where its tasks are and how they are grouped. */
export interface PlanView {
  readonly plan: readonly TaskSpec[];
  /** Where each id is first in the plan. */
  readonly places: ReadonlyMap<string, number>;
  readonly groups: UnitGroups;
}

/** The units of an admitted plan, in the order of their first tasks. */
export function unitsOf(plan: readonly TaskSpec[]): readonly Unit[] {
  const view = viewOf(plan);
  return unitsIn(view, unitNeeds(view));
}

export function viewOf(plan: readonly TaskSpec[]): PlanView {
  const places = new Map<string, number>();
  for (const [place, { id }] of plan.entries()) if (!places.has(id)) places.set(id, place);
  return { plan, places, groups: unitGroups(plan) };
}

/** For each group the other groups that its tasks need, each once; what the plan has not is left out. */
export function unitNeeds(view: PlanView): readonly (readonly number[])[] {
  return view.groups.all.map((group, index) => {
    const needs: number[] = [];
    for (const member of group.members) {
      for (const need of view.plan[member]?.needs ?? []) {
        const place = view.places.get(need);
        const other = place === undefined ? undefined : view.groups.of[place];
        if (other !== undefined && other !== index) needs.push(other);
      }
    }
    return needs.length > 1 ? [...new Set(needs)] : needs;
  });
}

/** The units, of groups and of what they need. */
export function unitsIn(view: PlanView, needs: readonly (readonly number[])[]): readonly Unit[] {
  const { plan, groups } = view;
  const ids = groups.all.map((group) => unitId(group, plan));
  return groups.all.map((group, index) => ({
    id: ids[index] ?? '',
    tasks: tasksOf(group, plan).map(({ id }) => id),
    needs: (needs[index] ?? []).map((other) => ids[other] ?? ''),
  }));
}

function unitGroups(plan: readonly TaskSpec[]): UnitGroups {
  const members: number[][] = [];
  const named = new Map<string, number>();
  const of = plan.map((task, place) => {
    const known = task.unit === undefined ? undefined : named.get(task.unit);
    if (known !== undefined) {
      members[known]?.push(place);
      return known;
    }
    if (task.unit !== undefined) named.set(task.unit, members.length);
    return members.push([place]) - 1;
  });
  return { all: members.map((places) => groupOf(places, plan)), of };
}

/** The id of a unit: the pair's name, or that of its one task. */
export function unitId(group: UnitGroup, plan: readonly TaskSpec[]): string {
  const first = plan[group.members[0] ?? 0]?.id ?? '';
  return group.paired ? group.name ?? first : first;
}

/** A group's tasks; of a pair the test task first. */
export function tasksOf(group: UnitGroup, plan: readonly TaskSpec[]): readonly TaskSpec[] {
  const tasks = group.members.flatMap((place) => plan[place] ?? []);
  return group.paired && tasks[0]?.kind === 'code' ? tasks.reverse() : tasks;
}

function groupOf(members: readonly number[], plan: readonly TaskSpec[]): UnitGroup {
  const [first, second] = members.length === 2 ? members.map((place) => plan[place]?.kind) : [];
  const paired = (first === 'test' && second === 'code') || (first === 'code' && second === 'test');
  return { name: plan[members[0] ?? 0]?.unit ?? null, members, paired };
}
