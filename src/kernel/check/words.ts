/** Words that a plan gives to outcomes: well formed, once each, and none that the brain says itself. */
import type { AgentStep, RunStep, WaitStep } from '../ir.ts';
import { isName, nameRule } from '../name.ts';
import { commonWords } from '../outcomes.ts';
import { listed, quoted } from '../phrase.ts';
import type { IrPath } from './plan.ts';
import { faultIf, repeatedAt } from './step-fault.ts';
import type { StepFault } from './step-fault.ts';

/** What the brain says of an agent, and so no agent may end with. */
const agentWords: readonly string[] = ['fail', 'refused', 'dispute', 'give-up', 'conflict', 'split'];

/** What it says of a command. */
const otherWords: readonly string[] = ['refused', 'conflict', 'pending'];

/** A word, and where its step says it. */
export interface PlacedWord {
  readonly word: string;
  readonly at: IrPath;
}

/** A step's own list of outcomes. */
export function outcomeFaults(step: RunStep | AgentStep | WaitStep): readonly StepFault[] {
  if (step.outcomes === undefined) return [];
  // A poll that answers `pending` polls again.
  const words = step.outcomes.map((word, at): PlacedWord => ({ word, at: ['outcomes', at] }))
    .filter(({ word }) => step.kind !== 'wait' || word !== 'pending');
  return [
    ...faultIf(words.length === 0, {
      code: 'empty-outcomes', at: ['outcomes'],
      found: 'can end with no word', instead: 'at least one outcome, or leave `outcomes` out',
    }),
    ...wordFaults(step, words),
  ];
}

export function wordFaults(
  step: RunStep | AgentStep | WaitStep, words: readonly PlacedWord[],
): readonly StepFault[] {
  const reserved = [...commonWords, 'halt', ...(step.kind === 'agent' ? agentWords : otherWords)];
  const twice = words[repeatedAt(words.map(({ word }) => word))];
  const faults: StepFault[] = [];
  if (twice !== undefined) {
    faults.push({ code: 'duplicate-outcome', at: twice.at, found: 'has one outcome twice', instead: 'each outcome once' });
  }
  const told = new Set<string>();
  for (const { word, at } of words) {
    if (told.has(word)) continue;
    told.add(word);
    if (!isName(word)) faults.push({ code: 'bad-outcome', at, found: `has the outcome ${quoted(word)}`, instead: nameRule });
    else if (reserved.includes(word)) {
      faults.push({
        code: 'reserved-outcome', at,
        found: `has the outcome ${quoted(word)}, which has a meaning of its own`, instead: `none of ${listed(reserved)}`,
      });
    }
  }
  return faults;
}
