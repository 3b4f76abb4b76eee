/** How a rehearsal names steps: `verify`, or `leaf.verify` where several workflows have one. */

import { indexPlan, type Plan } from '../../kernel/plan.ts';
import type { Ir, Step } from '../../kernel/ir.ts';
import { endWords, outcomesOf } from '../../kernel/outcomes.ts';

export interface SplitName {
  readonly workflow: string | null;
  readonly step: string;
}

export function splitName(name: string): SplitName {
  const dot = name.indexOf('.');
  return dot < 0 ? { workflow: null, step: name } : { workflow: name.slice(0, dot), step: name.slice(dot + 1) };
}

export interface Known {
  readonly plan: Plan;
  /** The workflows that the root's frame and its calls run, and those that tasks and their calls do. */
  readonly root: ReadonlySet<string>;
  readonly tasks: ReadonlySet<string>;
}

export function knownOf(ir: Ir): Known {
  const plan = indexPlan(ir);
  const grown = ir.workflows.flatMap(({ steps }) => steps.flatMap((step) =>
    (step.kind === 'grow' ? step.workflows.map(({ workflow }) => workflow) : [])));
  return { plan, root: withCalls(plan, [ir.root]), tasks: withCalls(plan, grown) };
}

function withCalls(plan: Plan, from: readonly string[]): ReadonlySet<string> {
  const found = new Set(from);
  for (const name of found) {
    for (const step of plan.workflows.get(name)?.steps ?? []) if (step.kind === 'call') found.add(step.workflow);
  }
  return found;
}

/** The steps that a name may mean. */
export function stepsNamed({ plan }: Known, name: string, within: ReadonlySet<string>): readonly Step[] {
  const { workflow, step } = splitName(name);
  return [...within].filter((item) => workflow === null || workflow === item).flatMap((item) => {
    const found = plan.steps.get(item)?.get(step);
    return found === undefined ? [] : [found];
  });
}

/** Every word that a step can end with; of a question also silence. */
export function wordsOf({ plan }: Known, step: Step): readonly string[] {
  const called = step.kind === 'call' ? plan.workflows.get(step.workflow) : undefined;
  const words = outcomesOf(step, called === undefined ? [] : endWords(called)).map(({ word }) => word);
  return step.kind === 'ask' || step.kind === 'talk' || step.kind === 'publish' ? [...words, 'waits'] : words;
}

const reached = new WeakMap<Plan, Map<string, readonly StepWithin[]>>();

export interface StepWithin {
  readonly workflow: string;
  readonly step: Step;
}

/** The steps of a workflow and of all that it calls; worked out once. */
export function stepsReached(plan: Plan, workflow: string): readonly StepWithin[] {
  const known = reached.get(plan) ?? new Map<string, readonly StepWithin[]>();
  reached.set(plan, known);
  const found = known.get(workflow) ?? [...withCalls(plan, [workflow])].flatMap((name) =>
    (plan.workflows.get(name)?.steps ?? []).map((step) => ({ workflow: name, step })));
  known.set(workflow, found);
  return found;
}
