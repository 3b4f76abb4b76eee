/** Words that a plan gives to outcomes: well formed, once each, and none that the brain says itself. */
import type { AgentStep, RunStep, WaitStep } from '../ir.ts';
import { isName, nameRule } from '../name.ts';
import { commonWords } from '../outcomes.ts';
import { listed, quoted } from '../phrase.ts';
import type { StepFault } from './step-fault.ts';

/** What the brain says of an agent, and so no agent may end with. */
const agentWords: readonly string[] = ['fail', 'refused', 'dispute', 'give-up', 'conflict', 'split'];

/** What it says of a command. */
const otherWords: readonly string[] = ['refused', 'conflict', 'pending'];

export function wordFaults(
  step: RunStep | AgentStep | WaitStep, words: readonly string[] | undefined,
): readonly StepFault[] {
  if (words === undefined) return [];
  const reserved = [...commonWords, 'halt', ...(step.kind === 'agent' ? agentWords : otherWords)];
  const faults: StepFault[] = [];
  if (words.length === 0) {
    faults.push({
      found: 'can end with no word',
      instead: 'at least one outcome, or leave `outcomes` out',
    });
  }
  if (new Set(words).size < words.length) faults.push({ found: 'has one outcome twice', instead: 'each outcome once' });
  for (const word of new Set(words)) {
    if (!isName(word)) faults.push({ found: `has the outcome ${quoted(word)}`, instead: nameRule });
    else if (reserved.includes(word)) {
      faults.push({
        found: `has the outcome ${quoted(word)}, which has a meaning of its own`,
        instead: `none of ${listed(reserved)}`,
      });
    }
  }
  return faults;
}
