/** Workflows whose worst case a person can count: `--paths` says the same, and the brain goes along it. */

import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { standIn } from '../../hands/stand-in.ts';
import type { Ir } from '../../kernel/ir.ts';
import { agent, ask, call, gate, grow, land, plan, taskWorkflow, workflow } from '../build-ir.ts';
import { Course } from './course.ts';
import { example } from './example-tasks.ts';
import { studyPaths } from './study-paths.ts';
import { inputsOf, walk } from './walk.ts';

const agents = [{ name: 'coder', use: 'scripted' }];
const none = { conflicts: 0, ejections: 0, retries: 0, followUps: 0 };

function worst(ir: Ir): readonly unknown[] {
  return studyPaths(ir, { standIn, most: 5_000, ways: 10_000 }).parts.map(({ kind, orders, path }) =>
    [kind, orders.least, orders.most, path.flatMap(({ agents: leased, task }) => ((task === null) === (kind === null) ? leased : [])).length >= orders.least]);
}

test('a person looks at what a called workflow made: each «again» is one attempt more', () => {
  const ir = plan({ agents, limits: { ...none, visits: 9, repeats: 9 }, workflows: [
    workflow('outer', call('part', { workflow: 'stage' }, 'ok -> end')),
    workflow('stage',
      agent('write', { agents: ['coder'], max: 2 }, 'ok -> look fail -> write limit -> halt'),
      ask('look', { question: 'Right?' }, 'fine -> end again -> write'))] });
  // Two attempts, and one for each of two answers: ok again ok again fail ok, say; then nobody answers.
  deepEqual(worst(ir), [[null, 4, 4, true]]);
});

test('what two steps could each spend at the end, one path spends of one of them', () => {
  const ir = plan({ agents, limits: { ...none, visits: 9, repeats: 9 }, workflows: [workflow('either',
    ask('which', { question: 'Which?' }, 'left -> left right -> right enough -> end'),
    agent('left', { agents: ['coder'], max: 2 }, 'ok -> which fail -> left limit -> halt'),
    agent('right', { agents: ['coder'], max: 2 }, 'ok -> which fail -> right limit -> halt'))] });
  // The first answer raises both caps to three, the second to four: one step spends three before it, the other four after it.
  deepEqual(worst(ir), [[null, 7, 7, true]]);
});

const grown = plan({ agents: [{ name: 'architect', use: 'scripted' }, ...agents], limits: { ...none, visits: 9, repeats: 9 }, workflows: [
  workflow('root',
    agent('plan', { agents: ['architect'], returns: 'tasks', max: 1 }, 'ok -> build refused -> halt fail -> halt'),
    grow('build', { tasks: 'plan', parallel: 1, workflows: [{ kind: 'docs', workflow: 'docs' }] }, 'landed -> end stalled -> halt base-red -> halt')),
  taskWorkflow('docs',
    agent('write', { agents: ['coder'], writes: 'task.writes', max: 3 }, 'ok -> verify fail -> write refused -> halt limit -> halt'),
    gate('verify', ['unit'], 'green -> land red -> write'),
    land('land', [], 'landed -> end conflict -> halt red -> halt'))] });

test('many tasks cost as often what one costs', () => {
  // A task has three attempts, and files no follow-ups; the plan is one order.
  deepEqual(worst(grown), [[null, 1, 1, true], ['docs', 3, 3, true]]);
  const tasks = ['one', 'two', 'three'].map((id) => example(id, 'docs', { writes: [`docs/${id}.md`] }));
  const course = new Course();
  const ending = walk(grown, {
    standIn, failures: 'new', tasks, inputs: inputsOf(grown),
    choose: ({ step, visit }) => ({ word: step.name === 'write' && visit.attempt < 3 ? 'fail' : '' }),
    onEvents: (events, state) => events.forEach((event) => course.add(event, state)),
  });
  deepEqual(ending, { kind: 'complete' });
  equal(course.visits.reduce((sum, visit) => sum + visit.agents.length, 0), 1 + 3 * tasks.length);
});

const continuing = agent('write', { agents: ['coder'], writes: ['src/**'], writesKind: 'code', max: 3, continues: 2 },
  'ok -> verify fail -> write refused -> halt limit -> halt');

test('a session that stops is continued: every attempt costs an order more for each time', () => {
  const ir = plan({ agents: [{ name: 'coder', use: 'scripted', allowance: { usdMicros: 500_000, tokens: 0 } }], limits: { ...none, visits: 9, repeats: 9 },
    workflows: [workflow('patient', continuing, gate('verify', ['unit'], 'green -> land red -> write'), land('land', [], 'landed -> end conflict -> halt red -> halt'))] });
  // Three attempts, of three orders each.
  deepEqual(worst(ir), [[null, 9, 9, true]]);
  deepEqual(studyPaths(ir, { standIn, most: 5_000, ways: 10_000 }).parts.map(({ usdMicros }) => usdMicros), [{ most: 4_500_000, least: 4_500_000 }]);
});

test('each member of a panel is continued by itself', () => {
  const ir = plan({ agents: ['one', 'two'].map((name) => ({ name, use: 'scripted' })), limits: { ...none, visits: 9, repeats: 9 }, workflows: [workflow('heard',
    agent('hear', { agents: ['one', 'two'], panel: true, max: 2, continues: 1 }, 'ok -> end split -> hear fail -> hear'))] });
  deepEqual(worst(ir), [[null, 8, 8, true]]);
});

test('what a session has written before it is continued stays, although it fails', () => {
  const fails = (continues: number): Ir => plan({ agents, limits: { ...none, visits: 9, repeats: 9 }, workflows: [workflow('kept',
    agent('write', { agents: ['coder'], writes: ['src/**'], writesKind: 'code', max: 1, continues }, 'ok -> halt fail -> verify refused -> halt limit -> halt'),
    gate('verify', ['unit'], 'green -> land red -> halt'), land('land', [], 'landed -> end conflict -> halt red -> halt'))] });
  const isLanded = (ir: Ir): boolean => studyPaths(ir, { standIn, most: 5_000, ways: 10_000 }).taken.has({ workflow: 'kept', step: 'land', on: 'landed' });
  deepEqual([fails(0), fails(1)].map(isLanded), [false, true]);
});

test('the infrastructure fails a called step as often as it may, and the next call of it halts', () => {
  const ir = plan({ agents, limits: { ...none, visits: 9, repeats: 9, retries: 1 }, workflows: [
    workflow('outer', call('part', { workflow: 'stage', max: 3 }, 'ok -> end bad -> part')),
    workflow('stage', agent('try', { agents: ['coder'], max: 2 }, 'ok -> end fail -> try limit -> end as bad fault -> try'))] });
  // One attempt, and two visits of two orders each that the infrastructure fails; a second `limit` halts.
  deepEqual(worst(ir), [[null, 5, 5, true]]);
});
