/** The verbs that work on a repository: their words, and where their code is. */

import type { Option, Verb } from './verb.ts';

const run = { name: 'RUN', says: 'the id of a run, or enough of its beginning' };
const hands: Option = { name: 'hands', value: 'N', says: 'orders at a time; otherwise one a processor, and two at least' };
const stay: Option = { name: 'stay', says: 'go on waiting where only a person can go on' };

export const workVerbs: readonly Verb[] = [
  {
    name: 'run',
    summary: 'begin a workflow on a repository, and work on it',
    says: [
      'Freezes the workflow, its prompts and the commit that it starts from, and performs its orders: each in a sandbox, on files of its own. The checkout, the index and the branches of the repository are never touched; what is not committed there is not part of the run. What lands is on refs/espalier/RUN/tip.',
      'Ends when the run has ended, or when only a person can go on with it; then the exit status is 3. Ctrl-C stops the hands: what they had begun is done again by `work`.',
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
      hands, stay,
      { name: 'detach', says: 'begin it, and leave the work to a process of its own' },
    ],
    examples: ['run .espalier/feature.esp goal="Export notes as Markdown"', 'run build.esp --base main --detach'], exits: [1, 3, 130],
    load: async () => (await import('./run.ts')).run,
  },
  {
    name: 'work',
    summary: 'work on a run that has begun',
    says: ['Takes up a run where it stands: one whose process has ended, was stopped or was killed, or that waited for a person who has answered. What an earlier process left on this machine is found, ended and named first. Several may work on one run.'],
    arguments: [run], options: [hands, stay],
    examples: ['work feature-20261121-3k7qx'], exits: [1, 3, 130],
    load: async () => (await import('./work.ts')).work,
  },
];
