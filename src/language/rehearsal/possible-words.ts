/**
 * The outcomes that can be caused at a visit here and now, in the workflow's own words, the first
 * of them how it goes well. What only follows from other steps (`stalled`, a call's word, a cap)
 * is none of them: nobody chooses it.
 */

import { canEndWith, outcomesOf } from '../../kernel/outcomes.ts';
import type { Place } from '../../kernel/decide/look.ts';
import type { Step } from '../../kernel/ir.ts';
import type { State } from '../../kernel/state.ts';
import { repeatable } from './repeatable.ts';

/** What ends any order, whatever it was to do. */
const cuts: readonly string[] = ['timeout', 'budget', 'fault'];

export function possibleWords(state: State, place: Place): readonly string[] {
  const { step } = place;
  const good = goodWord(step);
  const words = [good, ...ownWords(state, place), ...(repeatable(state, place) === null ? [] : ['limit'])];
  return [...new Set(words.filter((word) => word !== ''))];
}

/** How a step goes well, as far as one can tell: the first of its words. */
export function goodWord(step: Step): string {
  switch (step.kind) {
    case 'ask': case 'talk':
      return outcomesOf(step)[0]?.word ?? '';
    case 'agent':
      return step.approves ?? 'ok';
    case 'publish':
      return 'published';
    default:
      return outcomesOf(step)[0]?.word ?? '';
  }
}

function ownWords(state: State, { step }: Place): readonly string[] {
  const all = outcomesOf(step).map(({ word }) => word);
  switch (step.kind) {
    case 'grow':
      return state.landing.tipOutcome === 'unknown' ? ['landed', 'base-red'] : [];
    case 'call':
      return [];
    case 'land':
      return ['landed', 'red', ...(state.landing.tipOutcome === 'unknown' ? ['base-red'] : [])];
    case 'ask':
      return [...all.filter((word) => word !== 'limit' && word !== 'timeout'), ...(step.timeoutMs === undefined ? [] : ['timeout'])];
    case 'wait':
      return step.command === undefined ? ['ok'] : [...all.filter((word) => word !== 'limit'), 'limit'];
    default:
      // Only a patch that waited for follow-ups can meet a conflict while it is written.
      return all.filter((word) => word !== 'limit' && word !== 'conflict' && isCausable(step, word));
  }
}

/** A member of a panel that is lost has failed, no more; and where there is but one word, nobody can differ. */
function isCausable(step: Step, word: string): boolean {
  if (cuts.includes(word) && step.kind === 'agent' && step.panel === true) return false;
  if (cuts.includes(word)) return word !== 'budget' || step.kind === 'agent' || step.kind === 'talk';
  if (word !== 'split' || step.kind !== 'agent') return true;
  return step.agents.length > 1 && panelWords(step).length > 1;
}

/** Words on which the members of a panel can differ, without one of them failing. */
export function panelWords(step: Extract<Step, { kind: 'agent' }>): readonly string[] {
  const words = step.approves === undefined ? ['ok'] : [step.approves, step.otherwise ?? 'otherwise'];
  return [...words, ...(step.outcomes ?? []).filter((word) => canEndWith(step, word))];
}

/** What a person answers. */
export function isQuestion({ kind }: Step): boolean {
  return kind === 'ask' || kind === 'talk' || kind === 'publish';
}
