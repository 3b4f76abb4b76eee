/**
 * How a visit goes well where nobody says it: as its kind does, unless that leads back and another
 * word of a gate or a person leads on. A person who has answered often enough is silent, so that
 * every walk has an end: each answer grants more (R6).
 */

import { must } from '../../kernel/assert.ts';
import { tallyOf } from '../../kernel/evolve/frame.ts';
import type { Occasion } from './next-move.ts';

const mostAnswers = 5;

/** The word; empty: whatever stands in decides. */
export function forward(occasion: Occasion): string {
  const { step, frame, line, options } = occasion;
  if (step.kind !== 'gate' && step.kind !== 'ask' && step.kind !== 'talk') return '';
  if (step.kind !== 'gate' && tallyOf(line, frame.workflow, step.name).visits > mostAnswers) return 'waits';
  const own = options[0] ?? '';
  if (leadsOn(occasion, own)) return '';
  return options.find((word) => !cuts.includes(word) && leadsOn(occasion, word)) ?? '';
}

const cuts: readonly string[] = ['timeout', 'budget', 'fault', 'limit', 'fail'];

/** To the end, or to a step that stands later in the workflow. */
function leadsOn({ state, frame, step }: Occasion, word: string): boolean {
  const to = step.wires.find(({ on }) => on === word)?.to ?? 'halt';
  if (to === 'end' || to === 'halt') return to === 'end';
  const names = must(state.plan?.workflows.get(frame.workflow), frame.workflow).steps.map(({ name }) => name);
  return names.indexOf(to) > names.indexOf(step.name);
}
