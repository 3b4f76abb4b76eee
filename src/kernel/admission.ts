/**
 * Admission: a decomposition that an agent returned becomes part of the graph whole, or not at
 * all, and a refusal names every fault at once (T1). Checked when it is returned, before a person
 * is asked to approve it, and again at `grow`.
 *
 * T1 ids, needs and no cycle; T2 needs between units; T5 follow-ups; T8 units and their judges;
 * E2 paths. The order of faults is the plan as a whole, the tasks in their order, the units, the
 * cycles. A plan that is too large is not looked at any further. The work is O(tasks + needs + paths).
 */
import type { Limits, PathClasses, TaskKind, TaskSpec } from './ir.ts';
import type { Fault } from './fault.ts';
import { cycleFaults, needFaults } from './need-faults.ts';
import { pathFaults } from './path-faults.ts';
import { counted, quoted } from './phrase.ts';
import { shapeFaults } from './shape-faults.ts';
import { unitNeeds, unitsIn, viewOf } from './units.ts';
import type { Unit } from './units.ts';
import { judgeFaults, unitFaults } from './unit-faults.ts';

export interface AdmissionContext {
  /** Whether the run knows a task or unit of this name already, whatever became of it. */
  readonly taken: (id: string) => boolean;
  readonly landed: (taskId: string) => boolean;
  /** Whether a path is in the tree; absent: nobody has looked, and `judgedBy` is believed. */
  readonly exists?: (path: string) => boolean;
  readonly classes: PathClasses;
  readonly limits: Pick<Limits, 'tasks' | 'followUps' | 'followUpDepth'>;
  /** Tasks of the run before this plan. */
  readonly tasksSoFar: number;
  readonly kindsWithWorkflow: ReadonlySet<TaskKind>;
  /** Whether a gate of the landing judges test tasks and must go red under its control. */
  readonly testsAreControlled: boolean;
  /** The task whose follow-ups these are. */
  readonly parent?: Parent;
}

export interface Parent {
  readonly id: string;
  readonly kind: TaskKind;
  readonly writes: readonly string[];
  /** 0 for a task that is no follow-up itself. */
  readonly depth: number;
  readonly followUpsSoFar: number;
}

export interface Admitted {
  readonly ok: true;
  readonly tasks: readonly TaskSpec[];
  readonly units: readonly Unit[];
}

export interface NotAdmitted {
  readonly ok: false;
  readonly faults: readonly Fault[];
}

export function admit(plan: readonly TaskSpec[], context: AdmissionContext): Admitted | NotAdmitted {
  const faults: Fault[] = [...planFaults(plan, context)];
  if (plan.length > roomFor(context)) return { ok: false, faults };
  const view = viewOf(plan);
  for (const [place, task] of plan.entries()) {
    const examined = { task, place, faults };
    shapeFaults(examined, context, view.places.get(task.id) ?? place);
    pathFaults(examined, context);
    needFaults(examined, context, view);
    judgeFaults(examined, context, view.groups);
  }
  const needs = unitNeeds(view);
  unitFaults({ ...view, faults }, context);
  cycleFaults({ ...view, faults }, needs);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, tasks: plan, units: unitsIn(view, needs) };
}

function roomFor({ limits, tasksSoFar }: AdmissionContext): number {
  return Math.max(0, limits.tasks - tasksSoFar);
}

function planFaults(plan: readonly TaskSpec[], context: AdmissionContext): readonly Fault[] {
  const { limits, parent } = context;
  const faults: Fault[] = [];
  if (plan.length === 0) {
    faults.push({ rule: 'T1', task: null, found: 'the plan has no tasks', instead: 'return at least one task' });
  }
  const room = roomFor(context);
  if (plan.length > room) {
    const size = counted(plan.length, 'task');
    const found = `the plan has ${size}, and the run has room for ${room} more of ${limits.tasks}`;
    const instead = `return at most ${room}, each as large as one agent can finish`;
    faults.push({ rule: 'T1', task: null, found, instead });
  }
  return parent === undefined ? faults : [...faults, ...followUpFaults(plan.length, parent, limits)];
}

function followUpFaults(count: number, parent: Parent, limits: AdmissionContext['limits']): readonly Fault[] {
  const faults: Fault[] = [];
  const name = quoted(parent.id);
  if (parent.depth >= limits.followUpDepth) {
    const found = `${name} is ${parent.depth} follow-ups deep, and ${limits.followUpDepth} is the limit`;
    faults.push({ rule: 'T5', task: null, found, instead: `finish ${name} without follow-ups` });
  }
  const room = Math.max(0, limits.followUps - parent.followUpsSoFar);
  if (count > room) {
    const size = counted(count, 'follow-up');
    const found = `${name} asks for ${size}, and has room for ${room} more of ${limits.followUps}`;
    faults.push({ rule: 'T5', task: null, found, instead: `ask for at most ${room}, and do the rest in ${name}` });
  }
  return faults;
}
