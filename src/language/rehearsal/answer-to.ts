/** What the person says to a question, so that its visit ends as it is to; silence is `null`. */

import { must } from '../../kernel/assert.ts';
import type { Command } from '../../kernel/command.ts';
import { placeOf } from '../../kernel/decide/look.ts';
import type { Question } from '../../kernel/rows.ts';
import type { State } from '../../kernel/state.ts';
import type { Intent } from './place.ts';

const someone = 'a person';

export function answerTo(state: State, question: Question, intent: Intent): Command | null {
  const { id, words, shows, visit } = question;
  const at = state.run.clock;
  const word = wordFor(question, intent);
  if (word === null) return null;
  if (words.includes(word)) {
    const person = whoMay(state, question.kind === 'publish' ? 'publish' : 'answer');
    const text = intent.text ?? `${visit} was answered ${word}`;
    return { type: 'answer', id: `answer ${id} ${shows}`, at, person, question: id, shows, word, text };
  }
  // Only the agent's own turn can end a dialogue otherwise: so the person says something first.
  const { turns } = placeOf({ state, plan: must(state.plan, 'the plan') }, visit).visit;
  const person = whoMay(state, 'answer');
  return { type: 'say', id: `say ${id} ${turns}`, at, person, question: id, text: intent.text ?? 'go on' };
}

function wordFor({ kind, words }: Question, { word }: Intent): string | null {
  if (word === 'waits' || (kind === 'ask' && word === 'timeout')) return null;
  if (kind === 'publish') return word === 'rejected' ? 'rejected' : 'approved';
  if (word === '' || (kind === 'ask' && !words.includes(word))) return words[0] ?? null;
  return word;
}

function whoMay(state: State, act: 'answer' | 'publish'): string {
  const people = state.plan?.ir.people ?? [];
  return people.find(({ may }) => may.includes(act))?.name ?? someone;
}
