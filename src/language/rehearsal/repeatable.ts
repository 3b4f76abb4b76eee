/** R7: a failure that was met so often on a line that meeting it once more ends the step with `limit`. */

import { isRepeat } from '../../kernel/decide/attempts.ts';
import type { Draft } from '../../kernel/decide/draft.ts';
import type { Place } from '../../kernel/decide/look.ts';
import { must } from '../../kernel/assert.ts';
import type { Step } from '../../kernel/ir.ts';
import { canEndWith } from '../../kernel/outcomes.ts';
import type { State } from '../../kernel/state.ts';

const mark = 'failure ';

/** The failure's text; `null`: none can be repeated into a `limit` now. */
export function repeatable(state: State, { step, line }: Place): string | null {
  if (!canEndWith(step, 'fail') && !canEndWith(step, 'red')) return null;
  if (!isCounted(step)) return null;
  const draft = draftOf(state);
  const own = step.kind === 'measure' ? `${mark}${step.gate} yielded no number` : mark;
  const found = line.seen.find(([key]) => key.startsWith(own) && isRepeat(draft, line, [key]));
  return found === undefined ? null : found[0].slice(mark.length);
}

/** The steps whose failures are told apart by their text: a panel's, a call's and a person's are not. */
function isCounted(step: Step): boolean {
  return step.kind === 'run' || step.kind === 'gate' || step.kind === 'measure' || (step.kind === 'agent' && step.panel !== true);
}

/** To ask the brain's own questions of a state: nothing is emitted into it. */
export function draftOf(state: State): Draft {
  return { state, plan: must(state.plan, 'the plan'), at: state.run.clock, events: [], todo: [], by: null, person: null };
}
