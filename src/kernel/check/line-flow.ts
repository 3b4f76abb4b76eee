/**
 * Where an unproved patch can get to: along the wires, from every step that writes (E5).
 *
 * A patch is *open* for a requirement (a gate, or one group of approvals) from the step that wrote
 * it until a step meets the requirement. What a called workflow does to it is worked out once and
 * remembered, so that nested calls cost their sum and not their product. Calls must not recurse.
 */
import type { CallStep, Step, Workflow } from '../ir.ts';
import { endWords, wireOf } from '../outcomes.ts';
import type { Plan } from './plan.ts';
import { calledFrom } from './plan.ts';
import { outcomesIn, reachable } from './wires.ts';

/** What a landing requires. `nothing` is met by nothing: then a patch stays open until it lands. */
export type Requirement =
  /** One of these gates green, or `null`: any gate; of a unit's tests, one may have gone red as well (T8). */
  | { readonly kind: 'gate'; readonly gates: readonly string[] | null; readonly orRed: boolean }
  | { readonly kind: 'approval'; readonly by: readonly string[] }
  /** By a person, in this workflow or in a called one (E2). */
  | { readonly kind: 'person' }
  | { readonly kind: 'nothing' };

export interface Flow {
  readonly plan: Plan;
  readonly workflow: Workflow;
  readonly requirement: Requirement;
  /** Whether a patch may be open when the workflow starts. */
  readonly openAtStart: boolean;
  readonly memo: FlowMemo;
}

/** What was worked out already: a plan of many landings costs their sum, and not their product. */
export interface FlowMemo {
  /** For called workflows. */
  readonly reaches: Map<string, Reach>;
  readonly exits: Map<Step, readonly Exit[]>;
}

export interface Reach {
  /** Steps at whose start a patch may be open, and the step that it came from. */
  readonly steps: ReadonlyMap<string, string>;
  /** Words with which the workflow may end while a patch is open. */
  readonly words: ReadonlySet<string>;
}

export function reachOf(flow: Flow): Reach {
  const { workflow } = flow;
  const byName = new Map(workflow.steps.map((step) => [step.name, step]));
  const steps = new Map<string, string>();
  const words = new Set<string>();
  /** Steps at whose start a patch may be open. */
  const queue: string[] = [];
  const leave = (step: Step, open: boolean): void => exitsOf(flow, step).forEach(({ word, to, as }) => {
    if (!leavesOpen(flow, { step, word, open })) return;
    if (to === 'end') words.add(as);
    else if (!steps.has(to)) {
      steps.set(to, step.name);
      queue.push(to);
    }
  });
  if (flow.openAtStart) {
    steps.set(workflow.start, '');
    queue.push(workflow.start);
  }
  for (const name of reachable(flow.plan, workflow)) {
    const step = byName.get(name);
    if (step !== undefined && (step.kind === 'call' || isWriter(step))) leave(step, false);
  }
  for (const name of queue) {
    const step = byName.get(name);
    if (step !== undefined) leave(step, true);
  }
  return { steps, words };
}

/** Whether a step writes, or something that it calls does. */
export function writes(plan: Plan, step: Step): boolean {
  if (step.kind !== 'call') return isWriter(step);
  return [...calledFrom(plan, step.workflow)].some((name) => plan.workflows.get(name)?.steps.some(isWriter) === true);
}

/** A panel and who approves must not write: that is told of them, and nothing that would follow from it. */
export function isWriter(step: Step): boolean {
  if (step.kind === 'agent') return step.writes !== undefined && step.panel !== true && step.approves === undefined;
  return step.kind === 'run' && step.writes !== undefined;
}

interface Leaving<S extends Step> {
  readonly step: S;
  readonly word: string;
  /** Whether the patch was open already when the step started. */
  readonly open: boolean;
}

function leavesOpen(flow: Flow, { step, word, open }: Leaving<Step>): boolean {
  if (step.kind === 'call') return leavesCall(flow, { step, word, open });
  if (isWriter(step)) return true;
  if ((step.kind === 'land' || step.kind === 'grow') && word === 'landed') return false;
  return open && !meets(flow.requirement, step, word);
}

function meets(requirement: Requirement, step: Step, word: string): boolean {
  switch (requirement.kind) {
    case 'nothing':
      return false;
    case 'gate':
      return step.kind === 'gate' && (requirement.gates?.some((name) => step.gates.includes(name)) ?? true)
        && (word === 'green' || (requirement.orRed && word === 'red'));
    case 'approval':
      return requirement.by.includes(step.name) && approvesBy(step, word);
    case 'person':
      return step.kind === 'ask' && approvesBy(step, word);
  }
}

/** A word of approval that is not wired is told of its question: any other may be the one that is meant. */
function approvesBy(step: Step, word: string): boolean {
  if (step.kind !== 'agent' && step.kind !== 'ask') return false;
  const { kind, approves, wires } = step;
  return approves === word || (kind === 'ask' && approves !== undefined && !wires.some(({ on }) => on === approves));
}

/** By a word of the called workflow; or by another, when it was cut short somewhere inside. */
function leavesCall(flow: Flow, { step, word, open }: Leaving<CallStep>): boolean {
  const called = flow.plan.workflows.get(step.workflow);
  if (called === undefined) return open;
  if (!endWords(called).includes(word)) return open || writes(flow.plan, step);
  return inCall(flow, called, open).words.has(word);
}

/** The approvals that a `land` names are steps of its own workflow, so no call can meet them. */
function inCall(flow: Flow, called: Workflow, openAtStart: boolean): Reach {
  const requirement = flow.requirement.kind === 'approval' ? { kind: 'nothing' } as const : flow.requirement;
  const key = JSON.stringify([called.name, requirement, openAtStart]);
  const known = flow.memo.reaches.get(key);
  if (known !== undefined) return known;
  const reach = reachOf({ ...flow, workflow: called, requirement, openAtStart });
  flow.memo.reaches.set(key, reach);
  return reach;
}

interface Exit {
  readonly word: string;
  readonly to: string;
  readonly as: string;
}

function exitsOf({ plan, memo }: Flow, step: Step): readonly Exit[] {
  const known = memo.exits.get(step);
  if (known !== undefined) return known;
  const exits = (outcomesIn(plan, step) ?? []).map(({ word }) => {
    const wire = wireOf(step, word);
    return { word, to: wire.to, as: wire.as ?? 'ok' };
  });
  memo.exits.set(step, exits);
  return exits;
}
