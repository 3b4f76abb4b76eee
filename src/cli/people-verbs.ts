/** The verbs with which people take part in a run: their words, and where their code is. */

import { asOption as as, sayOption as say, showsOption as shows } from './spoken-options.ts';
import type { Verb } from './verb.ts';

const run = { name: 'RUN', says: 'the id of a run, or enough of its beginning' };
const text = { name: 'TEXT', says: 'what the next attempt should know', optional: true, many: true };
const task = { name: 'TASK', says: 'the id of a task, as `show` prints it' };
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
  {
    name: 'say',
    summary: 'say something to a leaf that is at work, or in a dialogue',
    says: [
      'Its session is ended, what it has written so far is kept, and its order goes on at once in another session that has your words first. That is no attempt and no retry, and it has to fit the budget. If the leaf ends before it hears them, its work is kept and its result is not taken; if its time or its budget ends it, the next attempt is told.',
      'In a dialogue (`talk`) that waits for you it is your turn: the agent answers in the same session. What ends the dialogue is `answer`.',
      who,
    ],
    arguments: [run, { name: 'LEAF', says: 'a task, a step or an order at which a leaf is at work, as `watch` names it: write.1; or a dialogue that waits for you' }, { name: 'WORDS', says: 'what it should know', many: true }],
    options: [as], examples: ['say feature-2026 export "Leave the parser as it is"', 'say feature-2026 write.1 "Use the reader in src/read.ts"'], exits: [1],
    load: async () => (await import('./say.ts')).say,
  },
  {
    name: 'pause',
    summary: 'lease nothing more of a run, until it is resumed',
    says: ['What is leased goes on to its end, and its report counts: it is paid for.'],
    arguments: [run], options: [as], examples: ['pause feature-2026'], exits: [1],
    load: async () => (await import('./pause.ts')).pause,
  },
  {
    name: 'resume',
    summary: 'let a paused run go on',
    says: ['A run that has halted is not paused: `retry` is for that.'],
    arguments: [run], options: [as], examples: ['resume feature-2026'], exits: [1],
    load: async () => (await import('./resume.ts')).resume,
  },
  {
    name: 'cancel',
    summary: 'end a run, for ever',
    says: ['What landed stays on refs/espalier/RUN/tip, and what had not landed below refs/espalier/RUN/quarantine, for as long as no `gc` removes it.'],
    arguments: [run], options: [as], examples: ['cancel feature-2026'], exits: [1],
    load: async () => (await import('./cancel.ts')).cancel,
  },
  {
    name: 'retry',
    summary: 'let a halted run go on, or a task that was lost begin anew',
    says: ['The run goes on at the step where it halted, with one more attempt of everything. A task that halted or was dropped begins anew on the tip, knows what its earlier attempts learnt, and everything of it is proved again.'],
    arguments: [run, { ...task, optional: true }], options: [say, as], examples: ['retry feature-2026', 'retry feature-2026 export --say "The parser is in src/read.ts"'], exits: [1],
    load: async () => (await import('./retry.ts')).retry,
  },
  {
    name: 'edit',
    summary: 'give a task another spec',
    says: ['From --spec, from --file, or, on a terminal, from the editor that $VISUAL or $EDITOR names. The next attempt sees it; a prompt that is out already does not. Of a task that is in the landing queue, has landed or was dropped it is refused.'],
    arguments: [run, task],
    options: [{ name: 'spec', value: 'TEXT', says: 'the spec' }, { name: 'file', value: 'F', says: 'a file with the spec, in UTF-8' }, as],
    examples: ['edit feature-2026 export', 'edit feature-2026 export --file export.md'], exits: [1],
    load: async () => (await import('./edit.ts')).edit,
  },
  {
    name: 'drop',
    summary: 'give up a task, or a revert that was red on the tip',
    says: ['Its patch goes to quarantine, its claims are released, and what needs it cannot start: `show` and `why` say so.'],
    arguments: [run, task], options: [say, as], examples: ['drop feature-2026 export --say "Not in this release"'], exits: [1],
    load: async () => (await import('./drop.ts')).drop,
  },
  {
    name: 'grant',
    summary: 'one more of everything that is counted for a task, or for the run itself',
    says: ['Attempts of each step, conflicts and ejections: coarse, and recorded with the name of who granted it.'],
    arguments: [run, { ...task, optional: true }], options: [say, as], examples: ['grant feature-2026 export --say "One more"'], exits: [1],
    load: async () => (await import('./grant.ts')).grant,
  },
  {
    name: 'raise',
    summary: 'raise the budget of a run',
    says: ['By so much more than it has. Where the plan sets no limit there is none to raise. A run that has halted for its budget is then to be retried.'],
    arguments: [run],
    options: [{ name: 'usd', value: 'N', says: 'dollars, such as 5 or 2.50' }, { name: 'tokens', value: 'N', says: 'tokens' }, { name: 'minutes', value: 'N', says: 'minutes until it has to be over' }, as],
    examples: ['raise feature-2026 --usd 5', 'raise feature-2026 --tokens 200000 --minutes 60'], exits: [1],
    load: async () => (await import('./raise.ts')).raise,
  },
  {
    name: 'revert',
    summary: 'take a landed unit back',
    says: ['As a change of its own on the tip, gated like any other. Refused where later changes build on it, or where somebody works on its paths.'],
    arguments: [run, { name: 'UNIT', says: 'the id of a unit that has landed, as `show` prints it' }], options: [as], examples: ['revert feature-2026 export'], exits: [1],
    load: async () => (await import('./revert.ts')).revert,
  },
  {
    name: 'close',
    summary: 'say that something published was dealt with',
    says: ['What was published counts as a decision that waits for people, against the limit of the plan, until somebody closes it. Nothing happens to the branch.'],
    arguments: [run, { name: 'PUBLICATION', says: 'its id, as `inbox` prints it' }], options: [as], examples: ['close feature-2026 @/publish.1'], exits: [1],
    load: async () => (await import('./close.ts')).close,
  },
];
