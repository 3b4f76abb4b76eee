/** `approve RUN` and `reject RUN`: the one open question that takes such a word, without its number. */

import { answerCard, openQuestions } from './answer.ts';
import { withRun } from './open-journal.ts';
import { nameOf } from './print/told.ts';
import type { Card } from './read-waiting.ts';
import { UsageError } from './usage-error.ts';
import type { Act } from './verb.ts';

const approving: readonly string[] = ['approved', 'approve'];
const rejecting: readonly string[] = ['rejected', 'reject'];

export const approve: Act = byWord('approve', approving);
export const reject: Act = byWord('reject', rejecting);

function byWord(verb: string, words: readonly string[]): Act {
  return (call, terminal) => {
    const [begun = '', ...text] = call.arguments;
    return withRun(begun, terminal.surroundings, async (run, espalier) => {
      const open = await openQuestions(run, espalier, terminal);
      const fit = open.flatMap((card) => card.words.filter(({ word }) => words.includes(word)).map(({ word }) => ({ card, word })));
      const [only] = fit;
      if (only === undefined) throw new UsageError(none(run, verb, { words, open }));
      if (fit.length > 1) throw new UsageError(`${run} asks ${fit.length} questions that take ${words.join(' or ')}:\n${fit.map(({ card, word }) => `  espalier answer ${run} ${told(card)} ${word}`).join('\n')}`);
      return answerCard({ ...only, text: text.join(' ') }, espalier, { call, terminal });
    });
  };
}

function none(run: string, verb: string, { words, open }: { readonly words: readonly string[]; readonly open: readonly Card[] }): string {
  const what = `${run} asks nothing that takes ${words.join(' or ')}`;
  if (open.length === 0) return `${what}: no question of it is open.`;
  return `${what}, so that there is nothing to ${verb}. Open are:\n${open.map((card) => `  espalier answer ${run} ${told(card)} ${card.words.map(({ word }) => word).join('|')}`).join('\n')}`;
}

const told = ({ id, visit }: Card): string => `${id ?? ''}${visit === null ? '' : ` (${nameOf(visit)})`}`;
