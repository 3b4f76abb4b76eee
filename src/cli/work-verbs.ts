/** The verbs that work on a repository: their words, and where their code is. */

import type { Option, Verb } from './verb.ts';

const run = { name: 'RUN', says: 'the id of a run, or enough of its beginning' };
const hands: Option = { name: 'hands', value: 'N', says: 'orders at a time; otherwise one a processor, and two at least' };
const stay: Option = { name: 'stay', says: 'go on waiting where only a person can go on' };
const bake: Option = { name: 'bake', says: 'dependencies that a candidate locks may be fetched for its gates, as `espalier bake` does, from the registries that it knows; otherwise nothing is fetched' };

export const workVerbs: readonly Verb[] = [
  {
    name: 'run',
    summary: 'begin a workflow on a repository, and work on it',
    says: [
      'Freezes the workflow, its prompts and the commit that it starts from, and performs its orders: each in a sandbox, on files of its own. The checkout, the index and the branches of the repository are never touched; what is not committed there is not part of the run. What lands is on refs/espalier/RUN/tip.',
      'Ends when the run has ended, or when only a person can go on with it; then the exit status is 3. Ctrl-C, or SIGTERM, stops the hands: what they had begun is given back, and done again by `work`, however often.',
    ],
    arguments: [
      { name: 'FILE', says: 'a workflow (.esp), or a plan as JSON or YAML' },
      { name: 'NAME=VALUE', says: 'the inputs of its workflow', optional: true, many: true },
    ],
    options: [
      { name: 'repo', value: 'DIR', says: 'the repository; otherwise the one of this folder' },
      { name: 'base', value: 'REV', says: 'the commit that it starts from; otherwise HEAD' },
      { name: 'baked', value: 'KEYS', says: 'layers that are bound for every order, by the beginnings of their keys, with commas between; those that `bake` made from the same lockfiles are found without' },
      { name: 'scripts', value: 'DIR', says: 'what agents that `use scripted` play: STEP.sh, STEP.ATTEMPT.sh, or either below the folder of a task' },
      { name: 'pull-requests', says: 'what is published to a remote gets a draft of a pull request, by gh' },
      bake, hands, stay,
      { name: 'detach', says: 'begin it, and leave the work to a process of its own' },
    ],
    examples: ['run .espalier/feature.esp goal="Export notes as Markdown"', 'run build.esp --base main --detach'], exits: [1, 3, 130],
    load: async () => (await import('./run.ts')).run,
  },
  {
    name: 'work',
    summary: 'work on a run that has begun',
    says: ['Takes up a run where it stands: one whose process has ended, was stopped or was killed, or that waited for a person who has answered. What an earlier process left on this machine is found, ended and named first. Several may work on one run.'],
    arguments: [run], options: [bake, hands, stay],
    examples: ['work feature-20261121-3k7qx'], exits: [1, 3, 130],
    load: async () => (await import('./work.ts')).work,
  },
  {
    name: 'watch',
    summary: 'what happens in a run, as it happens',
    says: [
      'From its first event on, and then whatever comes, whoever works on it. Ends when the run is complete (exit status 0), or has halted or was cancelled (1). Ctrl-C ends the watching, and nothing else. With --json one event a line.',
    ],
    arguments: [run], options: [], examples: ['watch feature-2026', 'watch feature-2026 --json'], exits: [1, 130],
    load: async () => (await import('./watch.ts')).watch,
  },
  {
    name: 'why',
    summary: 'why a run or a task stands as it does: the events that led there, or what it waits for',
    says: [
      'Of what has halted, landed or ended: the chain of events from the last decisive one backwards, what caused one below it. Each has its position; `replay RUN --to N` opens the run as it was there. Of what goes on: what it waits for, and what that waits for, down to a lease, a hand, a timer, money or a person.',
    ],
    arguments: [run, { name: 'TASK', says: 'a task of it', optional: true }], options: [], examples: ['why feature-2026', 'why feature-2026 export'], exits: [1],
    load: async () => (await import('./why.ts')).why,
  },
  {
    name: 'logs',
    summary: 'what gates, leaves and shell steps of a run printed, and what leaves were asked',
    says: [
      'Without WORD, which logs there are. With one, those of a task, a unit, a step visit or an order, the oldest first. Of what anything prints 256 KiB from the beginning and 768 KiB from the end are kept; of what a leaf was asked, every byte.',
    ],
    arguments: [run, { name: 'WORD', says: 'a task, a unit, a step, a visit of one such as verify.2, an order, a gate, base; or prompt, transcript or log', optional: true }],
    options: [{ name: 'last', says: 'only the newest' }, { name: 'head', value: 'N', says: 'the first N lines of each' }, { name: 'tail', value: 'N', says: 'the last N lines of each' }],
    examples: ['logs feature-2026', 'logs feature-2026 export --last --tail 50'], exits: [1],
    load: async () => (await import('./logs.ts')).logs,
  },
  {
    name: 'diff',
    summary: 'what a run has changed: the stack, or what one task has written',
    says: [
      'Without TASK the whole stack, from the base to the tip; before anything has landed, what the run itself has written so far. With TASK its unit as it landed, or its newest patch. To a file or a program it is a patch that `git apply` takes, byte for byte; on a terminal everything that could steer it is made visible. No setting, filter or program of the repository has a part in it.',
    ],
    arguments: [run, { name: 'TASK', says: 'a task of it', optional: true }],
    options: [{ name: 'stack', says: 'the stack, also where nothing is on it' }, { name: 'files', says: 'the files and their lines instead, those first that are run elsewhere by whoever takes them in' }],
    examples: ['diff feature-2026', 'diff feature-2026 export --files', 'diff feature-2026 > feature.patch'], exits: [1],
    load: async () => (await import('./diff.ts')).diff,
  },
  {
    name: 'gc',
    summary: 'remove what runs that are over have left behind',
    says: [
      'Of a run that is complete or was cancelled: the refs below refs/espalier/RUN/ that kept its patches and prefixes from being lost, and what hands that nobody waited for told. The tip stays, and so does its journal. What did not land is in refs/espalier/RUN/quarantine/, where it is put now if it was not before; with --quarantine that goes as well, and git may then forget it.',
      'A run that may go on is left as it is: one that has halted can be retried. So is one that a process works on.',
    ],
    arguments: [{ ...run, optional: true, says: `${run.says}; otherwise every run` }],
    options: [{ name: 'quarantine', says: 'what did not land as well' }, { name: 'dry-run', says: 'remove nothing, and say what would be removed' }],
    examples: ['gc', 'gc feature-2026 --quarantine', 'gc --dry-run --json'], exits: [1],
    load: async () => (await import('./gc.ts')).gc,
  },
];
