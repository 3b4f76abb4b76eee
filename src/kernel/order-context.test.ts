import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { standIn, type Script } from '../hands/stand-in.ts';
import { agent, call, gate, grow, land, plan, taskWorkflow, workflow } from '../language/build-ir.ts';
import { brain } from './brain.ts';
import type { Command } from './command.ts';
import { describeOrder, type OrderSheet } from './describe-order.ts';
import type { TaskSpec } from './ir.ts';
import { isRefusal } from './refusal.ts';
import type { State } from './state.ts';

const ir = plan({
  gates: [{ name: 'static', command: 'lint', role: 'static' }, { name: 'unit', command: 'test', role: 'tests' }],
  workflows: [
    { ...workflow('main',
      agent('study', { agents: ['architect'], returns: 'data' }, 'ok -> go  fail -> halt  refused -> halt'),
      call('go', { workflow: 'growing' }, 'ok -> end')), inputs: [{ name: 'goal', type: 'text' }] },
    workflow('growing',
      agent('plan', { agents: ['architect'], returns: 'tasks' }, 'ok -> build  refused -> halt  fail -> halt'),
      grow('build', {
        tasks: 'plan', parallel: 2, workflows: [{ kind: 'test', workflow: 'tests' }, { kind: 'code', workflow: 'leaf' }],
      }, 'landed -> end  stalled -> halt')),
    taskWorkflow('leaf',
      agent('write', { agents: ['coder'], writes: 'task.writes' }, 'ok -> verify  fail -> write  refused -> write'),
      gate('verify', ['static', 'unit'], 'green -> land  red -> write'),
      land('land', [], 'landed -> end  conflict -> write  red -> write')),
    taskWorkflow('tests',
      agent('write', { agents: ['coder'], writes: 'task.writes' }, 'ok -> static  fail -> write  refused -> write'),
      gate('static', ['static'], 'green -> verify  red -> write'),
      gate('verify', ['unit'], 'red -> land  green -> write'),
      land('land', [], 'landed -> end  conflict -> write  red -> write  dispute -> write')),
  ],
});

const task = (id: string, more: Partial<TaskSpec>): TaskSpec => ({
  id, title: `Task ${id}`, spec: id, kind: 'code', writes: [`src/${id}.ts`], needs: [], ...more,
});
const tasks = [
  task('a-test', { kind: 'test', unit: 'ua', writes: ['test/a.test.ts'], contract: 'a(): number' }),
  task('a', { unit: 'ua' }),
  task('b', { judgedBy: ['test/b.test.ts'], needs: ['a'] }),
];

/** Plays a run to its end, and keeps the sheets of its writing steps. */
function play(): ReadonlyMap<string, OrderSheet> {
  const sheets = new Map<string, OrderSheet>();
  let state: State = brain.initialState();
  const give = (command: Command): void => {
    const answer = brain.decide(state, command);
    if (!isRefusal(answer)) state = answer.reduce(brain.evolve, state);
  };
  give({ type: 'start', id: 's', at: 0, run: 'r', kernel: 'k', ir, base: 'c0', inputs: [['goal', 'grow']], files: [['prompts/plan.md', 'd1']] });
  for (let turn = 1; turn < 40 && state.run.status === 'running'; turn += 1) {
    give({ type: 'lease', id: `l${turn}`, at: turn, hand: 'h', sequence: turn });
    const held = state.hands.get('h');
    if (held === undefined) continue;
    const sheet = describeOrder(state, held.order);
    sheets.set(sheet.order.id, sheet);
    const result = standIn(state, held.order, scriptOf(sheet));
    give({ type: 'report', id: `r${turn}`, at: turn, hand: 'h', order: held.order, epoch: held.epoch, result });
  }
  return sheets;
}

function scriptOf({ step, order }: OrderSheet): Script {
  if (step?.name === 'plan') return { tasks };
  return order.id.startsWith('a-test/verify') ? { word: 'red' } : {};
}

const sheets = play();
const sheetOf = (order: string): OrderSheet | undefined => sheets.get(order);

test('an order carries what the run was started with', () => {
  deepEqual(sheetOf('@/study.1')?.inputs, [{ name: 'goal', value: { text: 'grow' } }]);
  deepEqual([sheetOf('b/write.1')?.given, sheetOf('b/write.1')?.inputs], [[['goal', 'grow']], []]);
  deepEqual(sheetOf('b/write.1')?.files, [['prompts/plan.md', 'd1']]);
});

test('what was returned reaches called workflows and the tasks that they grow', () => {
  const told = sheetOf('b/write.1')?.returned.map(({ workflow: name, step }) => `${name}/${step}`);
  deepEqual(told, ['growing/plan', 'main/study']);
});

test('both halves of a unit work to its contract', () => {
  deepEqual([sheetOf('a-test/write.1')?.contract, sheetOf('a/write.1')?.contract], ['a(): number', 'a(): number']);
});

test('a task is told what it needs, as it landed', () => {
  const commit = sheetOf('b/write.1')?.base;
  deepEqual(sheetOf('b/write.1')?.needs.map(({ paths, ...rest }) => ({ ...rest, paths: paths.length })), [
    { task: 'a', title: 'Task a', contract: 'a(): number', commit, paths: 2 },
    { task: 'a-test', title: 'Task a-test', contract: 'a(): number', commit, paths: 2 },
  ]);
});

test('what judges a prefix is no leaf, and needs none of it', () => {
  const probe = [...sheets.values()].find(({ order }) => order.kind === 'probe');
  deepEqual([probe?.inputs, probe?.needs, probe?.contract], [[], [], null]);
});

test('code stands on a commit and the held tests, which a hand can make files of', () => {
  const { base, commitBelow, held } = sheetOf('a/write.1') ?? {};
  deepEqual([base?.split('+')[0], held?.map(({ path }) => path)], [commitBelow, ['test/a.test.ts']]);
  deepEqual([sheetOf('a-test/write.1')?.commitBelow, sheetOf('a-test/write.1')?.held], ['c0', []]);
});

test('a prefix tells of each unit what its commit says: its tasks, its authors, and what was green before', () => {
  const probe = [...sheets.values()].find(({ order }) => order.kind === 'probe');
  const [unit] = probe?.units ?? [];
  deepEqual(unit?.tasks.map(({ id, kind }) => `${id} ${kind}`), ['a-test test', 'a code']);
  deepEqual([unit?.reverts, unit?.commit, unit?.authors], [null, null, ['coder']]);
  deepEqual(unit?.evidence.map(({ gate: name, outcome }) => `${name} ${outcome}`), ['static green', 'unit red', 'static green', 'unit green']);
});
