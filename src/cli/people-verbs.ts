/** The verbs with which people take part in a run: their words, and where their code is. */

import { asOption as as, showsOption as shows } from './spoken-options.ts';
import type { Verb } from './verb.ts';

const run = { name: 'RUN', says: 'the id of a run, or enough of its beginning' };
const text = { name: 'TEXT', says: 'what the next attempt should know', optional: true, many: true };
const bound = 'An answer is bound to what was shown: --shows names its digest, and where that has changed meanwhile nothing is answered. Without the option it is shown first, on a terminal, and you type the word; without a terminal that is an error.';
const who = 'Who answers is the user of this system. That is no proof of a person: whoever has your account can answer. Agents cannot, while they are in a sandbox: they have no way to this program, to the state directory or to a network that leads to either.';

export const peopleVerbs: readonly Verb[] = [
  {
    name: 'inbox',
    summary: 'everything that waits for a person, what has waited longest first',
    says: [
      'Of each thing: what is asked, by which step, what led there, since when, what it shows (tasks, or the files that a patch or a commit changes, first those that are run elsewhere by whoever takes them in), what each word leads to, and what happens if nobody answers. Of a run that has halted: why, and the ways on.',
    ],
    arguments: [{ ...run, optional: true }], options: [], examples: ['inbox', 'inbox feature-2026 --json'], exits: [1],
    load: async () => (await import('./inbox.ts')).inbox,
  },
  {
    name: 'answer',
    summary: 'answer a question of a run',
    says: ['With one of its words; a text goes along to whoever works on. Every answer is also a grant of one more attempt of everything that it leads to.', bound, who],
    arguments: [run, { name: 'QUESTION', says: 'its number, as `inbox` prints it: q1' }, { name: 'WORD', says: 'one of the words that it takes' }, text],
    options: [shows, as], examples: ['answer feature-2026 q1 changes "Keep the old name" --shows 3f2a9c1d88aa'], exits: [1],
    load: async () => (await import('./answer.ts')).answer,
  },
  {
    name: 'approve',
    summary: 'answer the one open question that takes «approved» or «approve»',
    says: ['Where several do, they are named, and nothing is answered.', bound, who],
    arguments: [run, text], options: [shows, as], examples: ['approve feature-2026 --shows 3f2a9c1d88aa'], exits: [1],
    load: async () => (await import('./approve.ts')).approve,
  },
  {
    name: 'reject',
    summary: 'answer the one open question that takes «rejected» or «reject»',
    says: ['Where several do, they are named, and nothing is answered.', bound, who],
    arguments: [run, text], options: [shows, as], examples: ['reject feature-2026 "Not before the release" --shows 3f2a9c1d88aa'], exits: [1],
    load: async () => (await import('./approve.ts')).reject,
  },
];
