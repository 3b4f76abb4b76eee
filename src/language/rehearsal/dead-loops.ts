/** Loops that nothing but a cap ends: steps from which no wire leads to `end` or to `halt`, however often they are visited. */

import { commonWords, outcomesOf } from '../../kernel/outcomes.ts';
import type { Ir, Step, Workflow } from '../../kernel/ir.ts';

export interface DeadLoop {
  readonly workflow: string;
  readonly steps: readonly string[];
}

/** `isPossible`: whether a step was ever seen to end with a word, where every way is known. */
export function deadLoops(ir: Ir, isPossible: (workflow: string, step: string, word: string) => boolean): readonly DeadLoop[] {
  return ir.workflows.flatMap((workflow) => {
    const steps = lost(workflow, (step, word) => isPossible(workflow.name, step, word));
    return steps.length === 0 ? [] : [{ workflow: workflow.name, steps }];
  });
}

/** Steps from which no end is reached, in the order of the plan. */
function lost({ steps }: Workflow, isPossible: (step: string, word: string) => boolean): readonly string[] {
  const good = new Set<string>(['end', 'halt']);
  const before = new Map<string, string[]>();
  for (const step of steps) {
    for (const to of nextOf(step, isPossible)) before.set(to, [...before.get(to) ?? [], step.name]);
  }
  for (const name of good) for (const earlier of before.get(name) ?? []) good.add(earlier);
  return steps.map(({ name }) => name).filter((name) => !good.has(name));
}

/** Where what the step itself ends with leads; what caps and cuts end is left out. */
function nextOf(step: Step, isPossible: (step: string, word: string) => boolean): readonly string[] {
  const wired = step.wires.filter(({ on }) => !commonWords.includes(on) && isPossible(step.name, on)).map(({ to }) => to);
  const halts = outcomesOf(step).some(({ word, default: to }) =>
    to === 'halt' && !commonWords.includes(word) && !step.wires.some(({ on }) => on === word) && isPossible(step.name, word));
  return halts ? [...wired, 'halt'] : wired;
}
