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

/** The units of an admitted plan, in the order of their first tasks. */
export function unitsOf(plan: readonly TaskSpec[]): readonly Unit[] {
  const groups = unitGroups(plan);
  const groupOfTask = new Map<string, number>();
  for (const [place, task] of plan.entries()) groupOfTask.set(task.id, groups.of[place] ?? 0);
  return groups.all.map((group, index) => {
    const tasks = tasksOf(group, plan);
    const needs = new Set<string>();
    for (const need of tasks.flatMap((task) => task.needs)) {
      const other = groupOfTask.get(need);
      const unit = other === undefined || other === index ? undefined : groups.all[other];
      if (unit !== undefined) needs.add(unitId(unit, plan));
    }
    return { id: unitId(group, plan), tasks: tasks.map(({ id }) => id), needs: [...needs] };
  });
}

export function unitGroups(plan: readonly TaskSpec[]): UnitGroups {
  const members: number[][] = [];
  const named = new Map<string, number>();
  const of = plan.map((task, place) => {
    const known = task.unit === undefined ? undefined : named.get(task.unit);
    const group = known ?? members.length;
    if (known === undefined) members.push([]);
    if (task.unit !== undefined) named.set(task.unit, group);
    members[group]?.push(place);
    return group;
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
  const kinds = members.map((place) => plan[place]?.kind);
  const paired = kinds.length === 2 && kinds.includes('test') && kinds.includes('code');
  return { name: plan[members[0] ?? 0]?.unit ?? null, members, paired };
}
