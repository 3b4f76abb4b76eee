/** A plan under check: its workflows by name, how they use each other, and the faults found so far. */
import type { Ir, Step, TaskKind, Workflow } from '../ir.ts';
import { isName } from '../name.ts';
import { quoted } from '../phrase.ts';

export interface IrFault {
  /** "plan", "limits", "gate unit", "workflow feature", "workflow feature, step plan". */
  readonly where: string;
  readonly found: string;
  /** What would be accepted instead. */
  readonly instead: string;
  /** The invariant that forbids it, where one does. */
  readonly rule?: string;
}

export interface Plan {
  readonly ir: Ir;
  /** By name; of two with one name the first. */
  readonly workflows: ReadonlyMap<string, Workflow>;
  readonly faults: IrFault[];
}

/** A step and the workflow that it is in. */
export interface Place {
  readonly workflow: Workflow;
  readonly step: Step;
}

export function planOf(ir: Ir): Plan {
  const workflows = new Map<string, Workflow>();
  for (const workflow of ir.workflows) if (!workflows.has(workflow.name)) workflows.set(workflow.name, workflow);
  return { ir, workflows, faults: [] };
}

/** Every step of every workflow, in the order of the plan. */
export function placesOf(plan: Plan): readonly Place[] {
  return plan.ir.workflows.flatMap((workflow) => workflow.steps.map((step) => ({ workflow, step })));
}

export function blameStep(plan: Plan, place: Place, fault: Omit<IrFault, 'where'>): void {
  const where = `workflow ${plain(place.workflow.name)}, step ${plain(place.step.name)}`;
  plan.faults.push({ where, ...fault });
}

export function blameWorkflow(plan: Plan, workflow: Workflow, fault: Omit<IrFault, 'where'>): void {
  plan.faults.push({ where: `workflow ${plain(workflow.name)}`, ...fault });
}

/** A name as it is, or quoted when it is none. */
export function plain(name: string): string {
  return isName(name) ? name : quoted(name);
}

/** The workflows whose steps work on the line of a frame of `name`: itself and what it calls, at any depth. */
export function calledFrom(plan: Plan, name: string): ReadonlySet<string> {
  const names = new Set<string>();
  const queue = [name];
  for (const one of queue) {
    const workflow = plan.workflows.get(one);
    if (workflow === undefined || names.has(one)) continue;
    names.add(one);
    for (const step of workflow.steps) if (step.kind === 'call') queue.push(step.workflow);
  }
  return names;
}

/** The kinds of task on whose line a workflow works; `null`: the run's own line. */
export function kindsOn(plan: Plan, name: string): ReadonlySet<TaskKind | null> {
  const kinds = new Set<TaskKind | null>(calledFrom(plan, plan.ir.root).has(name) ? [null] : []);
  for (const { step } of placesOf(plan)) {
    if (step.kind !== 'grow') continue;
    for (const { kind, workflow } of step.workflows) if (calledFrom(plan, workflow).has(name)) kinds.add(kind);
  }
  return kinds;
}

/** The workflows that tasks run, by the kinds that any `grow` names. */
export function taskWorkflows(plan: Plan): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { step } of placesOf(plan)) {
    if (step.kind === 'grow') for (const { workflow } of step.workflows) names.add(workflow);
  }
  return names;
}
