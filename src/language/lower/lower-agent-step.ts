/** `agent a`, `agent [a, b] by attempt`, `panel [a, b]`, and `learn a`, which is an agent's step that writes. */
import type { AgentStep } from '../../kernel/ir.ts';
import type { BlockReader } from './block-reader.ts';
import { wordsOf } from './block-reader.ts';
import { lowerGiven, lowerLeafParts } from './lower-leaf-parts.ts';
import type { StepReader } from './lower-step.ts';
import { given } from './lowering.ts';

export function lowerAgentStep({ read, clause, common }: StepReader): AgentStep {
  // What a panel does not have was told by its kind, and is not told again.
  const isPanel = clause.key.text === 'panel';
  const step: AgentStep = {
    kind: 'agent',
    ...common,
    ...(isPanel ? lowerGiven(read) : lowerLeafParts(read)),
    agents: read.namesOf(clause.values, 'agents', clause.span),
    ...(isPanel ? { panel: true } : given('by', read.word('by', ['attempt', 'effort']))),
    prompt: read.file('prompt') ?? '',
    ...given('sandbox', read.name('in', 'sandbox')),
    ...(isPanel ? {} : given('returns', read.word('returns', ['tasks', 'data']))),
    ...given('outcomes', read.names('outcomes')),
    ...approvalOf(read),
    ...given('continues', read.number('continue', 'count', 'continues')),
    ...given('session', read.word('session', ['afresh', 'resume'])),
  };
  if (clause.key.text === 'learn') {
    read.needed(step.writes, {
      message: `step \`${common.name}\` learns, and writes nothing`,
      hint: '`writes docs ["docs/**"]`, for example: the patch is what it proposes',
    });
  }
  return step;
}

/** `approves approve else change`. */
function approvalOf(read: BlockReader): Pick<AgentStep, 'approves' | 'otherwise'> {
  const clause = read.clause('approves');
  if (clause === undefined) return {};
  const [approves, or, otherwise, ...more] = clause.values;
  const [word, , other] = wordsOf(clause.values);
  const isPair = or?.kind === 'word' && or.text === 'else' && otherwise?.kind === 'word';
  if (approves?.kind !== 'word' || word === undefined || more.length > 0 || (or !== undefined && !isPair)) {
    read.misshapen(clause.span, '`approves approve else change`');
    return {};
  }
  read.place('approves', word.span);
  if (other !== undefined) read.place('otherwise', other.span);
  return { approves: word.text, ...given('otherwise', other?.text) };
}
