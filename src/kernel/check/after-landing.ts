/**
 * What follows a landing: a task that has landed holds no claims and is over (T6, L5), so that no
 * wire leads from there to a step that writes or lands. The kernel refuses it at run time as well.
 */
import type { Step, Workflow } from '../ir.ts';
import { wireOf } from '../outcomes.ts';
import { quoted } from '../phrase.ts';
import { writes } from './line-flow.ts';
import type { Home, Place, Plan } from './plan.ts';
import { blameStep, calledFrom, placesIn, taskWorkflows } from './plan.ts';
import { outcomesIn, reachable } from './wires.ts';

/** Not of workflows from which calls come back to themselves: what follows those is not known. */
export function checkAfterLanding(plan: Plan, endless: ReadonlySet<string>): void {
  const names = new Set([...taskWorkflows(plan)].flatMap((name) => [...calledFrom(plan, name)]));
  const memo = new Map<string, After>();
  for (const name of names) {
    const home = plan.homes.get(name);
    if (home === undefined || [...calledFrom(plan, name)].some((one) => endless.has(one))) continue;
    blameFirst(plan, home, afterLanding(plan, home.workflow, memo).steps);
  }
}

interface After {
  /** Steps that may be visited when the task has landed, and the step from which they are. */
  readonly steps: ReadonlyMap<string, string>;
  /** Words with which the workflow may end then. */
  readonly words: ReadonlySet<string>;
}

/** Follows the wires from each `landed`, out of called workflows as well. */
function afterLanding(plan: Plan, workflow: Workflow, memo: Map<string, After>): After {
  const known = memo.get(workflow.name);
  if (known !== undefined) return known;
  const byName = new Map(workflow.steps.map((step) => [step.name, step]));
  const steps = new Map<string, string>();
  const words = new Set<string>();
  const queue: string[] = [];
  const follow = (step: Step, outcome: string): void => {
    const { to, as = 'ok' } = wireOf(step, outcome);
    if (to === 'end') words.add(as);
    if (!byName.has(to) || steps.has(to)) return;
    steps.set(to, step.name);
    queue.push(to);
  };
  for (const name of reachable(plan, workflow)) {
    const step = byName.get(name);
    for (const word of step === undefined ? [] : landedWords(plan, step, memo)) if (step !== undefined) follow(step, word);
  }
  for (const name of queue) {
    const step = byName.get(name);
    for (const { word } of step === undefined ? [] : outcomesIn(plan, step) ?? []) if (step !== undefined) follow(step, word);
  }
  const after = { steps, words };
  memo.set(workflow.name, after);
  return after;
}

/** The outcomes with which a step may leave its task landed. */
function landedWords(plan: Plan, step: Step, memo: Map<string, After>): Iterable<string> {
  if (step.kind === 'land') return ['landed'];
  const called = step.kind === 'call' ? plan.workflows.get(step.workflow) : undefined;
  return called === undefined ? [] : afterLanding(plan, called, memo).words;
}

/** Where work begins after a landing: what goes on from there is no other fault. Steps come in the order of the way. */
function blameFirst(plan: Plan, home: Home, steps: After['steps']): void {
  const after = new Set<string>();
  for (const [step, from] of steps) {
    const place = placesIn(home).find((one) => one.step.name === step);
    if (place === undefined) continue;
    const isWork = writes(plan, place.step) || lands(plan, place.step);
    if (isWork || after.has(from)) after.add(step);
    if (isWork && !after.has(from)) blame(plan, { place, from });
  }
}

function blame(plan: Plan, at: { readonly place: Place; readonly from: string }): void {
  const { place } = at;
  blameStep(plan, place, {
    code: 'work-after-landing', at: [],
    found: `can be reached from ${quoted(at.from)} when its task has landed`,
    instead: 'after a landing only steps that neither write nor land; what is still to do is another task\'s',
    rule: 'T6',
  });
}

function lands(plan: Plan, step: Step): boolean {
  if (step.kind !== 'call') return step.kind === 'land';
  return [...calledFrom(plan, step.workflow)].some((name) => plan.workflows.get(name)?.steps.some(({ kind }) => kind === 'land') === true);
}
