import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { standIn } from '../../hands/stand-in.ts';
import type { Ir } from '../../kernel/ir.ts';
import { agent, ask, call, gate, grow, land, measure, plan, publish, review, run, talk, taskWorkflow, wait, workflow } from '../build-ir.ts';
import { checkRehearsal } from './check-rehearsal.ts';
import { playRehearsal, tasksOf } from './play-rehearsal.ts';
import { readRehearsals } from './read-rehearsals.ts';

/** What is wrong with the rehearsal, or with its course: nothing, where it goes as it says. */
function problems(ir: Ir, ...lines: readonly string[]): readonly string[] {
  const { rehearsals: [rehearsal], findings } = readRehearsals(['rehearsal "one"', ...lines].join('\n'), 'a');
  if (rehearsal === undefined || findings.length > 0) return findings.map(({ message }) => message);
  const faults = checkRehearsal(rehearsal, ir, tasksOf(rehearsal, ir)).map(({ message, hint }) => `${message}; ${hint ?? ''}`);
  if (faults.length > 0) return faults;
  return playRehearsal(rehearsal, { ir, standIn }).problems.map(({ message, lines: more }) => [message, ...more].join(' | '));
}

function goesWell(name: string, ir: Ir, ...lines: readonly string[]): void {
  test(name, () => deepEqual(problems(ir, ...lines), []));
}

const every = plan({
  limits: { repeats: 3 },
  agents: ['coder', 'judge', 'other'].map((name) => ({ name, use: 'scripted' })),
  workflows: [
    workflow('root',
      run('sort', { command: 'sort', outcomes: ['bug', 'idea'] }, 'bug -> write idea -> talk'),
      talk('talk', ['coder'], 'go -> write stop -> halt fail -> halt'),
      agent('write', { agents: ['coder'], writes: ['src/**'], writesKind: 'code', max: 3 }, 'ok -> speed fail -> write refused -> write dispute -> ask give-up -> ask'),
      measure('speed', { gate: 'fast', better: 'lower', target: 10 }, 'reached -> polish better -> write same -> write worse -> write fail -> ask'),
      call('polish', { workflow: 'polish' }, 'fine -> verify poor -> write'),
      gate('verify', ['unit'], 'green -> review red -> write limit -> ask'),
      review('review', ['judge', 'other'], 'approve -> land change -> write split -> ask fail -> ask'),
      ask('ask', { question: 'What now?', timeoutMs: 1_000 }, 'again -> write stop -> halt timeout -> halt'),
      land('land', [['review']], 'landed -> pause conflict -> write red -> write base-red -> ask'),
      wait('pause', { afterMs: 60_000 }, 'ok -> poll'),
      wait('poll', { command: 'poll', everyMs: 1_000, max: 3, outcomes: ['yes', 'no'] }, 'yes -> publish no -> halt limit -> halt'),
      publish('publish', 'b', 'published -> end rejected -> write fail -> halt')),
    workflow('polish', run('smooth', { command: 'polish' }, 'ok -> end as fine fail -> end as poor')),
  ],
  gates: [{ name: 'unit', command: 'unit', role: 'tests' }, { name: 'fast', command: 'fast', role: 'static' }],
  landing: ['unit'],
});

goesWell('well', every, 'expect complete', 'expect course sort write speed polish verify review land pause poll publish', 'never halt');
goesWell('words of a command, and a dialogue', every, 'sort idea', 'talk go', 'expect complete', 'visits talk 1');
goesWell('a dialogue whose agent fails', every, 'sort idea', 'talk fail', 'expect halted at talk');
goesWell('a measure on either side of its target', every, 'speed better, fail, reached', 'ask again', 'visits speed 3');
goesWell('a call ends with the word of its workflow', every, 'smooth fail, ok', 'polish poor, fine', 'visits polish.smooth 2');
goesWell('a panel that splits, refuses, fails', every, 'review split, change, fail', 'ask again, again', 'visits ask 2', 'expect complete');
goesWell('silence', every, 'write give-up', 'ask timeout', 'expect halted at ask');
goesWell('what cuts an order short', every, 'write timeout', 'expect halted at write');
goesWell('faults of the machinery, until it gives up', every, 'write fault', 'expect halted at write');
goesWell('a budget', every, 'write budget', 'expect halted at write');
goesWell('the same failure again and again is no progress', every, 'verify red "assert 3" 2 times, limit', 'ask stop', 'expect halted at ask');
goesWell('a cap', every, 'write fail 3 times, limit', 'expect halted at write', 'visits write 3');
goesWell('a red base, and a red tip', every, 'land base-red', 'ask stop', 'expect halted at ask');
goesWell('a conflict with what has landed', every, 'publish rejected', 'land landed, conflict, landed', 'publish published', 'visits write 3');
goesWell('a poll that goes on for too long', every, 'poll limit', 'expect halted at poll');
goesWell('nobody answers a publish', every, 'publish waits', 'expect waits at publish');

const grown = plan({
  workflows: [
    workflow('root',
      agent('plan', { agents: ['architect'], returns: 'tasks' }, 'ok -> build refused -> plan fail -> halt'),
      grow('build', { tasks: 'plan', parallel: 2, workflows: [{ kind: 'test', workflow: 'tests' }, { kind: 'code', workflow: 'code' }] }, 'landed -> end stalled -> halt base-red -> halt')),
    taskWorkflow('tests',
      agent('write', { agents: ['tester'], writes: 'task.writes' }, 'ok -> prove fail -> write refused -> write'),
      gate('prove', ['unit'], 'red -> land green -> write'),
      land('land', [], 'landed -> end conflict -> write red -> write dispute -> write')),
    taskWorkflow('code',
      agent('write', { agents: ['coder'], writes: 'task.writes' }, 'ok -> verify fail -> write refused -> write dispute -> end'),
      gate('verify', ['unit'], 'green -> land red -> write'),
      land('land', [], 'landed -> end conflict -> write red -> write')),
  ],
  gates: [{ name: 'unit', command: 'unit', role: 'tests' }],
});

goesWell('tasks of its own making', grown, 'expect complete', 'task first: expect course write verify land');
goesWell('tasks that are said, each with its own outcomes', grown,
  'plan refused, ok tasks {', 'test a-test  unit a  writes test/a.test.ts', 'code a  unit a  writes src/a.ts', '}',
  'task a: verify red', 'task a: land red, landed', 'task a: visits write 3', 'task a-test: expect course write prove land', 'expect complete');
goesWell('faults of the machinery, and then it goes well', every, 'write ok after 2 faults', 'expect complete', 'visits write 1');
goesWell('a poll that is pending for a while', every, 'poll yes after 2 pending', 'expect complete');
goesWell('a panel in whose members\' words it ends', every, 'review split as change approve, change as change change, fail as fail approve', 'ask again 2 times', 'expect complete', 'visits review 4');

const filing = plan({ limits: { followUps: 3, followUpDepth: 1 }, gates: grown.gates, workflows: [
  workflow('root',
    agent('plan', { agents: ['architect'], returns: 'tasks' }, 'ok -> build refused -> plan fail -> halt'),
    grow('build', { tasks: 'plan', parallel: 2, workflows: [{ kind: 'docs', workflow: 'docs' }] }, 'landed -> end stalled -> halt base-red -> halt')),
  taskWorkflow('docs',
    agent('write', { agents: ['writer'], writes: 'task.writes' }, 'ok -> verify fail -> halt refused -> write conflict -> write'),
    gate('verify', ['unit'], 'green -> land red -> write'),
    land('land', [], 'landed -> end conflict -> write red -> write')),
] });
const whole = ['tasks {', 'docs whole  writes docs/**', '}'];
const part = ['docs part  writes docs/part.md', '}'];

goesWell('follow-ups that are filed and not waited for', filing, ...whole, 'task whole: write ok follow-ups {', ...part,
  'task part: visits write 1', 'task whole: visits write 1', 'expect complete');
goesWell('follow-ups that are waited for', filing, ...whole, 'task whole: write ok waits follow-ups {', ...part,
  'task part: expect course write verify land', 'task whole: visits write 1', 'expect complete');
goesWell('what has landed meanwhile is in conflict with the patch that waited', filing, ...whole, 'task whole: write conflict waits follow-ups {',
  'docs part  writes docs/a.md', '}', 'task whole: visits write 2', 'expect complete');
goesWell('a follow-up that does not land', filing, ...whole, 'task whole: write fail waits follow-ups {', ...part, 'task part: write fail', 'expect halted at build');

test('members and repetitions are checked', () => {
  deepEqual(problems(every, 'review split as approve chance', 'write ok after 2 cats', 'verify red as green'), ['after 2 of what']);
  deepEqual(problems(every, 'review split as approve chance, fail as fail fail fail', 'verify red as green'), [
    'a member of review never says chance; did you mean change?', 'review has 2 members of a panel; ', 'verify has 0 members of a panel; ',
  ]);
});

goesWell('code that disputes its tests sends them back', grown, 'task first: write dispute', 'task first-test: land dispute', 'task first-test: visits write 2', 'expect complete');
goesWell('a task that halts', grown, 'task first: write timeout', 'build stalled', 'expect halted at build');
goesWell('a base that is red', grown, 'build base-red', 'expect halted at build');

test('what is not so is said', () => {
  deepEqual(problems(every, 'verify red', 'expect halted at land', 'expect course sort', 'visits write 9', 'never write', 'poll yes, no'), [
    'poll no was given, and that visit never came',
    'expected halted at land; it is complete',
    'the course is another one (- as expected, + as it was) |   sort | + write | + speed | + polish | + verify | + write | + speed | + polish | + verify | + review | + land | + pause | + poll | + publish',
    'expected 9 visits of write; there were 2',
    'write was visited',
  ]);
});

test('what cannot be caused is said, and what can', () => {
  deepEqual(problems(every, 'write limit'), [
    'write: limit cannot be caused here; what can: ok, fail, refused, dispute, give-up, timeout, budget, fault. A limit comes by itself: at the cap of the step, or where the same failure is given again and again',
  ]);
});

test('names that the workflow does not have', () => {
  deepEqual(problems(every, 'given goal "x"', 'verfy red', 'verify rde', 'task a: write ok', 'expect waits at publsh'), [
    'root has no input goal; ', 'there is no step verfy; did you mean verify?', 'verify never ends with rde; did you mean red?',
    'there is no task a; ', 'there is no step publsh; did you mean publish?',
  ]);
  deepEqual(problems(grown, 'verify red'), ["there is no step verify; a task's step is said with its task: task NAME: verify …"]);
});
