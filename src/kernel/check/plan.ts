/** A plan under check: its workflows by name, how they use each other, and the faults found so far. */
import type { Ir, Step, TaskKind, Workflow } from '../ir.ts';
import { isName } from '../name.ts';
import { quoted } from '../phrase.ts';
import type { IrFaultCode } from './fault-codes.ts';

/** A way into a plan's JSON, or into a part of it. */
export type IrPath = readonly (string | number)[];

export interface IrFault {
  /** The kind of fault: stable, a key of the catalogue of errors. */
  readonly code: IrFaultCode;
  /** As exact as is known: `['workflows', 0, 'steps', 2, 'wires', 1, 'to']`. Of what is missing only the last is not there. */
  readonly path: IrPath;
  /** "plan", "limits", "gate unit", "workflow feature", "workflow feature, step plan". */
  readonly where: string;
  readonly found: string;
  /** What would be accepted instead. */
  readonly instead: string;
  /** The invariant that forbids it, where one does. */
  readonly rule?: string;
  /** A name that was not found, and those that there are. */
  readonly unknown?: { readonly name: string; readonly among: readonly string[] };
}

/** A fault of a step or of a workflow, before it is said of which. */
export interface LocalFault extends Omit<IrFault, 'where' | 'path'> {
  /** The path within that step or workflow. */
  readonly at: IrPath;
}

export interface Plan {
  readonly ir: Ir;
  /** By name; of two with one name the first. */
  readonly workflows: ReadonlyMap<string, Workflow>;
  readonly homes: ReadonlyMap<string, Home>;
  /** Every step of every workflow, in the order of the plan: nearly every check goes through them. */
  readonly places: readonly Place[];
  readonly faults: IrFault[];
  /** For `kindsOn`: empty until somebody asks. */
  readonly kinds: Map<string, Set<TaskKind | null>>;
  /** For `reachable`: several checks ask it of a workflow. */
  readonly reached: Map<Workflow, ReadonlySet<string>>;
}

/** A workflow, and where the plan lists it. */
export interface Home {
  readonly workflow: Workflow;
  readonly workflowAt: number;
}

/** A step, the workflow that it is in, and where that lists it. */
export interface Place<S extends Step = Step> extends Home {
  readonly step: S;
  readonly stepAt: number;
}

export function planOf(ir: Ir): Plan {
  const workflows = new Map<string, Workflow>();
  const homes = new Map<string, Home>();
  const places: Place[] = [];
  ir.workflows.forEach((workflow, workflowAt) => {
    const home = { workflow, workflowAt };
    for (const place of placesIn(home)) places.push(place);
    if (workflows.has(workflow.name)) return;
    workflows.set(workflow.name, workflow);
    homes.set(workflow.name, home);
  });
  return { ir, workflows, homes, places, faults: [], kinds: new Map(), reached: new Map() };
}

export function placesIn({ workflow, workflowAt }: Home): readonly Place[] {
  return workflow.steps.map((step, stepAt) => ({ workflow, workflowAt, step, stepAt }));
}

export function blameStep(plan: Plan, place: Place, { at, ...fault }: LocalFault): void {
  const where = `workflow ${plain(place.workflow.name)}, step ${plain(place.step.name)}`;
  plan.faults.push({ ...fault, where, path: ['workflows', place.workflowAt, 'steps', place.stepAt, ...at] });
}

export function blameWorkflow(plan: Plan, { workflow, workflowAt }: Home, { at, ...fault }: LocalFault): void {
  plan.faults.push({ ...fault, where: `workflow ${plain(workflow.name)}`, path: ['workflows', workflowAt, ...at] });
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
  if (plan.kinds.size === 0) gatherKinds(plan);
  return plan.kinds.get(name) ?? new Set();
}

/** Of all workflows at once: each is asked about, and there may be a thousand. */
function gatherKinds(plan: Plan): void {
  const lines = new Map<string, readonly [TaskKind | null, string]>([['', [null, plan.ir.root]]]);
  for (const { step } of plan.places) {
    if (step.kind !== 'grow') continue;
    for (const { kind, workflow } of step.workflows) lines.set(`${kind} ${workflow}`, [kind, workflow]);
  }
  for (const { name } of plan.ir.workflows) plan.kinds.set(name, new Set());
  for (const [kind, workflow] of lines.values()) {
    for (const name of calledFrom(plan, workflow)) plan.kinds.get(name)?.add(kind);
  }
}

/** The workflows that tasks run, by the kinds that any `grow` names. */
export function taskWorkflows(plan: Plan): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { step } of plan.places) {
    if (step.kind === 'grow') for (const { workflow } of step.workflows) names.add(workflow);
  }
  return names;
}
