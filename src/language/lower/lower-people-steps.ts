/** `ask "…"` and `talk a`: a person alone, and a person with an agent. */
import type { AskStep, TalkStep } from '../../kernel/ir.ts';
import type { StepReader } from './lower-step.ts';
import { given } from './lowering.ts';

export function lowerAsk({ read, common }: StepReader): AskStep {
  const approves = read.clause('approves');
  if ((approves?.values.length ?? 0) > 1) {
    read.misshapen(approves?.span ?? read.block.span, '`approves` and one word; a person may say any other that is wired');
  }
  return {
    kind: 'ask',
    ...common,
    question: read.text('ask', 'question') ?? '',
    ...given('show', read.name('show')),
    ...given('approves', read.name('approves')),
  };
}

export function lowerTalk({ read, clause, common }: StepReader): TalkStep {
  return {
    kind: 'talk',
    ...common,
    agents: read.namesOf(clause.values, 'agents', clause.span),
    prompt: read.file('prompt') ?? '',
    ...given('waiver', read.name('waiver')),
  };
}
