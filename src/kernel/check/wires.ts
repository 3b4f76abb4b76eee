/**
 * Wires: every outcome that a step can have leads somewhere, and nothing else is wired (R6).
 *
 * Cycles need no check of their own: each step has a cap, its `max` or `limits.visits`.
 */
import type { Step, Wire, Workflow } from '../ir.ts';
import { isName, nameRule } from '../name.ts';
import { commonWords, endWords, outcomesOf } from '../outcomes.ts';
import type { Outcome } from '../outcomes.ts';
import { listed, quoted } from '../phrase.ts';
import type { Home, IrPath, Place, Plan } from './plan.ts';
import { blameStep, blameWorkflow, placesIn } from './plan.ts';

export function checkWires(plan: Plan): void {
  for (const place of plan.places) {
    checkTargets(plan, place);
    checkOutcomes(plan, place);
  }
  for (const [workflowAt, workflow] of plan.ir.workflows.entries()) checkReach(plan, { workflow, workflowAt });
}

/** What a step can end with; `null` when it calls a workflow that does not exist. */
export function outcomesIn(plan: Plan, step: Step): readonly Outcome[] | null {
  if (step.kind !== 'call') return outcomesOf(step);
  const called = plan.workflows.get(step.workflow);
  return called === undefined ? null : outcomesOf(step, endWords(called));
}

/** The steps that one visit of `step` may lead to, by wires and by defaults. */
export function nextSteps(plan: Plan, step: Step): readonly string[] {
  const loops = (outcomesIn(plan, step) ?? [])
    .some(({ word, default: to }) => to === 'self' && !step.wires.some((wire) => wire.on === word));
  return [...step.wires.map(({ to }) => to), ...(loops ? [step.name] : [])];
}

/** The steps that can be visited at all, from the start on. */
export function reachable(plan: Plan, workflow: Workflow): ReadonlySet<string> {
  const known = plan.reached.get(workflow) ?? reachedIn(plan, workflow);
  plan.reached.set(workflow, known);
  return known;
}

function reachedIn(plan: Plan, workflow: Workflow): ReadonlySet<string> {
  const steps = new Map(workflow.steps.map((step) => [step.name, step]));
  const seen = new Set<string>();
  const queue = [workflow.start];
  for (const name of queue) {
    const step = steps.get(name);
    if (step === undefined || seen.has(name)) continue;
    seen.add(name);
    queue.push(...nextSteps(plan, step));
  }
  return seen;
}

function checkTargets(plan: Plan, place: Place): void {
  const { workflow, step } = place;
  const seen = new Set<string>();
  const names = workflow.steps.map(({ name }) => name);
  step.wires.forEach((wire, at) => {
    if (seen.has(wire.on)) {
      blameStep(plan, place, {
        code: 'outcome-wired-twice', at: ['wires', at, 'on'],
        found: `wires ${quoted(wire.on)} twice`,
        instead: 'one wire for each outcome',
      });
    }
    seen.add(wire.on);
    if (wire.to !== 'end' && wire.to !== 'halt' && !names.includes(wire.to)) {
      blameStep(plan, place, {
        code: 'unknown-step', at: ['wires', at, 'to'],
        found: `${quoted(wire.on)} leads to ${quoted(wire.to)}, which does not exist`,
        instead: `\`end\`, \`halt\`, or a step: ${listed(names)}`,
        unknown: { name: wire.to, among: [...names, 'end', 'halt'] },
      });
    }
    checkEndWord(plan, place, { wire, at: ['wires', at, 'as'] });
  });
}

function checkEndWord(plan: Plan, place: Place, { wire, at }: { readonly wire: Wire; readonly at: IrPath }): void {
  if (wire.as === undefined) return;
  if (wire.to !== 'end') {
    blameStep(plan, place, {
      code: 'word-without-end', at,
      found: `${quoted(wire.on)} carries the word ${quoted(wire.as)} and does not lead to \`end\``,
      instead: 'a word only on a wire to `end`',
    });
  } else if (!isName(wire.as) || wire.as === 'halt' || commonWords.includes(wire.as)) {
    blameStep(plan, place, {
      code: 'bad-end-word', at,
      found: `${quoted(wire.on)} ends the workflow as ${quoted(wire.as)}`,
      instead: `${nameRule}, and none of ${listed(['halt', ...commonWords])}`,
    });
  }
}

function checkOutcomes(plan: Plan, place: Place): void {
  const { step } = place;
  const outcomes = outcomesIn(plan, step);
  if (outcomes === null) return;
  const words = outcomes.map(({ word }) => word);
  step.wires.forEach(({ on }, wireAt) => {
    const at = ['wires', wireAt, 'on'];
    if (words.includes(on)) {
      if (!isName(on)) blameStep(plan, place, { code: 'bad-outcome', at, found: `wires the outcome ${quoted(on)}`, instead: nameRule });
      return;
    }
    blameStep(plan, place, {
      code: 'outcome-unknown', at,
      found: `wires ${quoted(on)}, which it never ends with`,
      instead: `its outcomes: ${listed(words)}`,
      unknown: { name: on, among: words },
    });
  });
  const wired = new Set(step.wires.map(({ on }) => on));
  const open = outcomes.filter(({ word, default: to }) => to === undefined && !wired.has(word));
  if (open.length > 0) {
    blameStep(plan, place, {
      code: 'outcome-not-wired', at: ['wires'],
      found: `does not say where ${listed(open.map(({ word }) => word))} leads`,
      instead: 'a wire for each, to a step, to `end` or to `halt`',
    });
  }
}

function checkReach(plan: Plan, home: Home): void {
  const { workflow } = home;
  const reached = reachable(plan, workflow);
  for (const place of placesIn(home)) {
    if (reached.has(place.step.name)) continue;
    blameStep(plan, place, {
      code: 'step-unreachable', at: [],
      found: 'no wire leads here',
      instead: 'a wire to it, or no such step',
    });
  }
  const ends = workflow.steps.some((step) => reached.has(step.name) && step.wires.some(({ to }) => to === 'end'));
  if (!ends) blameWorkflow(plan, home, {
    code: 'no-way-to-end', at: ['steps'],
    found: 'no way leads to `end`',
    instead: 'wire an outcome of a reachable step to `end`',
  });
}
