/** The verbs: their words, and where their code is. Nothing is loaded before it is asked for. */

import { languageVerbs } from './language-verbs.ts';
import { peopleVerbs } from './people-verbs.ts';
import { sandboxVerbs } from './sandbox-verbs.ts';
import { workVerbs } from './work-verbs.ts';
import type { Option, Verb } from './verb.ts';

const run = { name: 'RUN', says: 'the id of a run, or enough of its beginning' };

const seed: Option = {
  name: 'seed', value: 'N',
  says: 'make it the same every time: what is left to chance, and the clock, which then starts on 2026-01-01',
};

export const verbs: readonly Verb[] = [
  {
    name: 'list',
    summary: 'every run, the newest first',
    says: [
      'What each run does, whether it needs you, its tip, how many of its units have landed, what it cost (settled bills), the age of its last event, and that event.',
      '`ready` is a run that waits for a hand, `waiting` one that waits only for a person.',
    ],
    arguments: [], options: [], examples: ['list', 'list --json'], exits: [1],
    load: async () => (await import('./list.ts')).list,
  },
  {
    name: 'show',
    summary: 'one run: what it waits for, its steps and tasks, what landed, its questions and its money',
    says: ['With --events, what happened instead: each event with its position, its time and its words.'],
    arguments: [run],
    options: [
      { name: 'events', says: 'the events instead' },
      { name: 'from', value: 'N', says: 'with --events: from this position on' },
    ],
    examples: ['show feature-20261121-3k7qx', 'show feature-2026 --events --from 120'], exits: [1],
    load: async () => (await import('./show.ts')).show,
  },
  {
    name: 'replay',
    summary: 'the state of a run at any position, made from its events alone',
    says: [
      'Rebuilds the state from the journal and prints it with its hash. With --json the whole state is written.',
      'Then all events are replayed and compared with the state that the host has, which may have come from a snapshot. If they differ, the exit status is 6.',
    ],
    arguments: [run],
    options: [{ name: 'to', value: 'N', says: 'the last event to replay; otherwise the last there is' }],
    examples: ['replay feature-20261121-3k7qx --to 120', 'replay feature-2026 --json'], exits: [1, 6],
    load: async () => (await import('./replay.ts')).replay,
  },
  {
    name: 'verify',
    summary: 'prove that nothing in a journal was changed, lost, doubled or moved',
    says: [
      'Checks every event against the hash chain, the chain against its anchor, and every blob that an event names against its hash; replays every event. Trusts no snapshot.',
      'Prints each finding with its position. If there is one, the exit status is 1.',
    ],
    arguments: [{ ...run, optional: true }],
    options: [{ name: 'all', says: 'every run of the journal, and every one that an anchor remembers' }],
    examples: ['verify feature-20261121-3k7qx', 'verify --all --json'], exits: [1],
    load: async () => (await import('./verify.ts')).verify,
  },
  {
    name: 'rehearse',
    summary: 'run a workflow with stand-ins: no agent, no gate, no repository',
    says: [
      'Takes a workflow through the real brain, while stand-ins perform the orders and answer for the person, and prints the course that it took. Without an option everything goes well.',
      'With --script the outcomes are those of a rehearsal file; with --keep the run goes through the host and the journal as well, and stays there to be opened.',
    ],
    arguments: [{ name: 'FILE', says: 'a workflow (.esp), or a plan as JSON or YAML' }],
    options: [
      { name: 'seed', value: 'N', says: 'let chance decide how each step ends, the same way each time; with --keep: the clock and the ids' },
      { name: 'script', value: 'F', says: 'the rehearsals of this file, whatever workflow they name' },
      { name: 'paths', says: 'every path: wires that none takes, loops that only a cap ends, and the most that it can cost' },
      { name: 'keep', says: 'leave a run in the journal' },
    ],
    examples: ['rehearse recipes/develop/develop.esp', 'rehearse recipes/develop/develop.esp --seed 7', 'rehearse recipes/feature/feature.esp --paths', 'rehearse recipes/develop/develop.esp --keep --seed 1'],
    exits: [1, 3, 130],
    load: async () => (await import('./rehearse.ts')).rehearse,
  },
  {
    name: 'test',
    summary: 'play the rehearsals that are kept beside workflows',
    says: [
      'A rehearsal gives the outcomes of steps and says what course is expected; docs/rehearsals.md tells how one is written. Each is played through the real brain; where the course is another one, the difference is shown and the exit status is 1. At the end stands which wires of each workflow were taken, and which never were.',
    ],
    arguments: [{ name: 'FILE', says: 'rehearsals, or folders for every *.rehearsal below them; otherwise this folder', optional: true, many: true }],
    options: [], examples: ['test', 'test recipes/develop/develop.rehearsal'], exits: [1],
    load: async () => (await import('./test.ts')).test,
  },
  ...languageVerbs,
  ...workVerbs,
  ...peopleVerbs,
  ...sandboxVerbs,
  {
    name: 'scenario',
    summary: 'run a transcript of the brain, and compare it with its text',
    says: [
      'A scenario is a text: commands to the brain, `----`, the events and refusals that follow, and the state in a few lines. It is run and printed as the brain yields it now; where that differs from the text, the differences are shown and the exit status is 1.',
    ],
    arguments: [{ name: 'FILE', says: 'a scenario' }],
    options: [{ name: 'rewrite', says: 'write what the brain yields into the file' }],
    examples: ['scenario landing.scenario', 'scenario landing.scenario --rewrite'], exits: [1],
    load: async () => (await import('./scenario.ts')).scenario,
  },
  {
    name: 'start',
    summary: 'what npm start does: rehearse the recipe that ships, with a course that shows something',
    says: ['A plan is refused and made anew, a gate is red, a reviewer wants a change, prefixes land together, a person publishes.'],
    arguments: [], options: [seed], examples: ['start'], exits: [1, 3, 130], isHidden: true,
    load: async () => (await import('./start.ts')).start,
  },
];
