/** ESP8: rehearsals. */
import type { Entries } from './entry.ts';
import { shown } from './entry.ts';

export const rehearsalEntries: Entries = {
  'rehearsal-line': {
    title: 'A line that nobody understands',
    says: 'Each line of a rehearsal says one thing: docs/rehearsals.md has the list of them.',
    ...shown('rehearsal', 'expect complete please?', 'expect complete'),
  },
  'rehearsal-number': {
    title: 'A number that cannot be read',
    says: 'How often something happens is a whole number.',
    ...shown('rehearsal', 'visits build once', 'visits build 1'),
  },
  'rehearsal-expect': {
    title: 'An expectation that there is not',
    says: 'A run is expected to be `complete`, `halted` or `waits`, or to take a `course`.',
    ...shown('rehearsal', 'expect completed', 'expect complete'),
  },
  'rehearsal-block': {
    title: 'Tasks without their end',
    says: 'The tasks that a step returns stand between `{` and `}`, one a line.',
    ...shown('rehearsal', '  code export  writes src/export.ts\n', '  code export  writes src/export.ts\n}\n'),
  },
  'rehearsal-task': {
    title: 'A task that cannot be read',
    says: 'A task is its kind, its name, and where wanted a title in quotes, `unit`, `writes`, `needs` and so on.',
    ...shown('rehearsal', 'cod export', 'code export'),
  },
  'rehearsal-outside': {
    title: 'Something before the first rehearsal',
    says: 'Only `workflow` may stand before the first `rehearsal`: everything else belongs to one.',
    ...shown('rehearsal', 'expect complete\nrehearsal "a red', 'rehearsal "a red'),
  },
  'rehearsal-empty': {
    title: 'A file without a rehearsal',
    says: 'The file has no line `rehearsal "…"`, so there is nothing to play.',
    ...shown('first-rehearsal', '# not written yet\n', 'rehearsal "the simplest course"\nworkflow feature.esp\nexpect complete\n'),
  },
  'rehearsal-without-workflow': {
    title: 'A rehearsal of no workflow',
    says: '`workflow FILE` says whose rehearsal it is; in front of the first one it holds for all of the file.',
    ...shown('first-rehearsal', 'expect complete', 'workflow feature.esp\nexpect complete'),
  },
  'rehearsal-unknown-step': {
    title: 'A step that the workflow does not have',
    says: 'A rehearsal names steps of its workflow. There is none of that name.',
    ...shown('rehearsal', 'visits biuld 1', 'visits build 1'),
  },
  'rehearsal-unclear-step': {
    title: 'A step that several workflows have',
    says: 'Several workflows of the plan have a step of that name. Say whose: `leaf.verify`.',
    ...shown('called-rehearsal', 'visits look 1', 'visits part.look 1'),
    also: [
      'nested.esp: workflow main { step look { call part  ok -> end } }',
      'nested.esp: workflow part { step look { run "make"  ok -> end  fail -> halt } }',
    ],
  },
  'rehearsal-unknown-outcome': {
    title: 'An outcome that the step cannot have',
    says: 'A rehearsal gives outcomes in the workflow\'s own words. The step can never end with this one.',
    ...shown('rehearsal', 'verify rad, green', 'verify red, green'),
  },
  'rehearsal-unknown-task': {
    title: 'A task that there is not',
    says: 'None of the tasks that the rehearsal says has that name.',
    ...shown('rehearsal', 'task exprot:', 'task export:'),
  },
  'rehearsal-unknown-input': {
    title: 'An input that the workflow does not have',
    says: '`given` gives an input of the workflow. There is none of that name.',
    ...shown('rehearsal', 'given gaol', 'given goal'),
  },
};
