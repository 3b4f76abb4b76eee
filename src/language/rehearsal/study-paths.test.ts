import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../hands/seeded-random.ts';
import { standIn } from '../../hands/stand-in.ts';
import { agent, ask, call, gate, grow, land, plan, run, taskWorkflow, workflow } from '../build-ir.ts';
import { boundByWires } from './bound-by-wires.ts';
import { Course } from './course.ts';
import { deadLoops } from './dead-loops.ts';
import { isAnswered } from './next-choice.ts';
import { randomChoice } from './random-choice.ts';
import { answersStudied, type Most, studyPaths, type Study } from './study-paths.ts';
import { inputsOf, walk } from './walk.ts';
import type { Ir } from '../../kernel/ir.ts';

const study = (ir: Ir, ways = 10_000): Study => studyPaths(ir, { standIn, most: 5_000, ways });

const exactly = (most: number): Most => ({ most, least: most });

function untaken(ir: Ir): readonly string[] {
  return study(ir).taken.of(ir).flatMap((one) => one.untaken.map(({ step, on }) => `${step} ${on}`));
}

const agents = [{ name: 'coder', use: 'scripted', allowance: { usdMicros: 500_000, tokens: 0 } }];

const fix = plan({
  agents,
  limits: { conflicts: 0, ejections: 0, retries: 0 },
  workflows: [workflow('fix',
    agent('write', { agents: ['coder'], writes: ['src/**'], writesKind: 'code', max: 3 }, 'ok -> verify fail -> write refused -> halt limit -> halt'),
    gate('verify', ['unit'], 'green -> end red -> write'))],
});

test('the costliest path of a small workflow is exact', () => {
  const { parts, endings, isSure } = study(fix);
  deepEqual(parts.map(({ kind, isWhole, orders, usdMicros, byAgent }) => ({ kind, isWhole, orders, usdMicros, byAgent: [...byAgent] })), [
    { kind: null, isWhole: true, orders: exactly(3), usdMicros: exactly(1_500_000), byAgent: [['coder', exactly(3)]] },
  ]);
  deepEqual([[...endings].toSorted(), isSure, untaken(fix)], [['complete', 'halted'], true, []]);
  equal(boundByWires(fix, 2).root.orders, 3);
});

test('a question that grants more is answered twice, and then it is silent', () => {
  const ir = plan({ agents, workflows: [workflow('stuck',
    agent('write', { agents: ['coder'], max: 1 }, 'ok -> end fail -> ask'),
    ask('ask', { question: 'More?' }, 'again -> write stop -> halt'))] });
  deepEqual(study(ir).parts.map(({ orders }) => orders), [exactly(3)]);
  deepEqual([...study(ir).endings].toSorted(), ['complete', 'halted', 'waits']);
});

test('a wire that no path takes is found', () => {
  const ir = plan({ agents, limits: { visits: 5, repeats: 5 }, workflows: [workflow('fix',
    agent('write', { agents: ['coder'], writes: ['src/**'], writesKind: 'code', max: 2 }, 'ok -> verify fail -> halt refused -> halt'),
    gate('verify', ['unit'], 'green -> end red -> write limit -> halt'))] });
  deepEqual(untaken(ir), ['verify limit']);
});

test('where the brain would have to be asked too often, it says so', () => {
  const { parts, isSure } = study(fix, 3);
  deepEqual([parts.map(({ isWhole, orders }) => [isWhole, orders.most]), isSure], [[[false, null]], false]);
});

/** Writers and gates in a row, whose worst case is known by hand. */
const small = { conflicts: 0, ejections: 0, retries: 0 };

function worst(ir: Ir): readonly unknown[] {
  const { parts } = study(ir);
  for (const { path, orders } of parts) ok(path.flatMap(({ agents: leased }) => leased).length >= orders.least, 'it was gone along');
  return parts.map(({ kind, orders }) => [kind, orders.least, orders.most]);
}

test('a loop within a loop costs as much as both caps allow', () => {
  const ir = plan({ agents, limits: { ...small, visits: 50, repeats: 50 }, workflows: [workflow('nested',
    agent('think', { agents: ['coder'], outcomes: ['more'], max: 3 }, 'ok -> end more -> try fail -> halt'),
    agent('try', { agents: ['coder'], outcomes: ['more'], max: 7 }, 'ok -> think more -> try fail -> halt'))] });
  // Each `try` is paid from one cap, however the rounds share it.
  deepEqual(worst(ir), [[null, 10, 10]]);
});

test('a panel costs an order of each member, and a ladder one of whoever is next', () => {
  const priced = [['cheap', 1], ['dear', 10]].map(([name, usd]) => ({ name: `${name}`, use: 'scripted', allowance: { usdMicros: Number(usd), tokens: 0 } }));
  const panel = plan({ agents: priced, limits: { ...small, visits: 4 }, workflows: [workflow('panel',
    agent('review', { agents: ['cheap', 'dear'], panel: true, max: 2 }, 'ok -> end split -> review fail -> review'))] });
  deepEqual(study(panel).parts.map(({ orders, usdMicros }) => [orders, usdMicros]), [[exactly(4), exactly(22)]]);
  const ladder = plan({ agents: priced, limits: { ...small, visits: 4 }, workflows: [workflow('ladder',
    agent('write', { agents: ['cheap', 'cheap', 'dear'], by: 'attempt', max: 4 }, 'ok -> end fail -> write'))] });
  deepEqual(study(ladder).parts.map(({ orders, usdMicros, byAgent }) => [orders, usdMicros, [...byAgent]]), [
    [exactly(4), exactly(22), [['cheap', exactly(2)], ['dear', exactly(2)]]],
  ]);
});

test('what a conflict sends back is done by whoever made the last attempt, and gone along it costs as much', () => {
  const ir = plan({ agents: ['one', 'two'].map((name) => ({ name, use: 'scripted' })), limits: { conflicts: 2, ejections: 0, retries: 0, visits: 4 },
    workflows: [workflow('twice',
      agent('first', { agents: ['one'], writes: ['src/**'], writesKind: 'code', max: 1 }, 'ok -> check fail -> halt refused -> halt'),
      gate('check', ['unit'], 'green -> save red -> halt'),
      land('save', [], 'landed -> write conflict -> halt red -> halt'),
      agent('write', { agents: ['one', 'two'], by: 'attempt', writes: ['src/**'], writesKind: 'code', max: 2 }, 'ok -> verify fail -> write refused -> halt'),
      gate('verify', ['unit'], 'green -> land red -> write'),
      land('land', [], 'landed -> end conflict -> write red -> halt'))] });
  const [part] = study(ir).parts;
  deepEqual([part?.orders.least, part?.path.flatMap(({ agents: leased }) => leased).length], [part?.orders.most, part?.orders.most]);
});

test('a called workflow has its caps once, however often it is called', () => {
  const ir = plan({ agents, limits: { ...small, visits: 9 }, workflows: [
    workflow('caller', call('first', { workflow: 'stage' }, 'ok -> second bad -> second'), call('second', { workflow: 'stage' }, 'ok -> end bad -> end')),
    workflow('stage', agent('write', { agents: ['coder'], max: 3 }, 'ok -> end fail -> write limit -> end as bad'))] });
  deepEqual(worst(ir), [[null, 3, 3]]);
});

test('branches that are explored have caps of their own', () => {
  const ir = plan({ agents, limits: { ...small, visits: 9 }, workflows: [
    workflow('root', call('try', { workflow: 'part', explore: { branches: 2, pick: 'first' }, max: 1 }, 'ok -> end fail -> halt')),
    workflow('part', agent('write', { agents: ['coder'], writes: ['src/**'], writesKind: 'code', max: 2 }, 'ok -> end fail -> write refused -> halt'))] });
  deepEqual(worst(ir), [[null, 4, 4]]);
});

test('what dissents from its cap leads on, and is counted', () => {
  const ir = plan({ agents, limits: { ...small, visits: 9 }, workflows: [workflow('fallback',
    agent('one', { agents: ['coder'], max: 2 }, 'ok -> end fail -> one limit -> other'),
    agent('other', { agents: ['coder'], max: 3 }, 'ok -> end fail -> other limit -> halt'))] });
  deepEqual(worst(ir), [[null, 5, 5]]);
});

test('no walk that a seed decides takes more orders than the costliest path', () => {
  const ir = plan({ agents, limits: { visits: 5, repeats: 5, conflicts: 1, ejections: 0, retries: 0 }, workflows: [workflow('walked',
    agent('write', { agents: ['coder'], writes: ['src/**'], writesKind: 'code', max: 3 }, 'ok -> verify fail -> write refused -> write limit -> ask'),
    gate('verify', ['unit'], 'green -> land red -> write'),
    land('land', [], 'landed -> end conflict -> write red -> write'),
    ask('ask', { question: 'More?' }, 'again -> write stop -> halt'))] });
  const [part] = study(ir).parts;
  equal(part?.orders.least, part?.orders.most);
  for (let seed = 0; seed < 200; seed += 1) ok(ordersOfWalk(ir, seed) <= (part?.orders.most ?? 0), `seed ${seed}`);
});

/** A person who has answered twice is silent, as on every path that is studied. */
function ordersOfWalk(ir: Ir, seed: number): number {
  const course = new Course();
  const choose = randomChoice(seededRandom(seed));
  walk(ir, {
    standIn, failures: 'new', tasks: [], inputs: inputsOf(ir),
    choose: (occasion) => (isAnswered(occasion, answersStudied) ? { word: 'waits' } : choose(occasion)),
    onEvents: (events, state) => events.forEach((event) => course.add(event, state)),
  });
  return course.visits.reduce((sum, { agents: leased }) => sum + leased.length, 0);
}

test('places are told apart by what is left of caps, not by who wrote or how often', () => {
  const ir = plan({
    agents: ['one', 'two'].map((name) => ({ name, use: 'scripted' })), limits: { conflicts: 0, ejections: 0, retries: 0, visits: 4 },
    workflows: [workflow('turns',
      agent('sort', { agents: ['one'], outcomes: ['left', 'right'] }, 'ok -> end left -> left right -> right fail -> halt'),
      agent('left', { agents: ['one'], writes: ['src/**'], writesKind: 'code', max: 1 }, 'ok -> meet fail -> halt refused -> halt'),
      agent('right', { agents: ['two'], writes: ['src/**'], writesKind: 'code', max: 1 }, 'ok -> meet fail -> halt refused -> halt'),
      run('meet', { command: 'meet' }, 'ok -> end fail -> halt'))],
  });
  // `sort`, the two writers, and `meet` after either: it is another step that would repeat an attempt (T7).
  deepEqual(study(ir).parts.map(({ places, isWhole }) => [places, isWhole]), [[5, true]]);
});

test('a task is studied by itself, and can meet a conflict', () => {
  const ir = plan({
    limits: { conflicts: 1, ejections: 0, visits: 2, repeats: 2 },
    workflows: [
      workflow('root',
        agent('plan', { agents: ['architect'], returns: 'tasks', max: 1 }, 'ok -> build refused -> halt fail -> halt'),
        grow('build', { tasks: 'plan', parallel: 1, workflows: [{ kind: 'docs', workflow: 'docs' }] }, 'landed -> end stalled -> halt base-red -> halt')),
      taskWorkflow('docs',
        agent('write', { agents: ['writer'], writes: 'task.writes', max: 1 }, 'ok -> verify fail -> halt refused -> halt limit -> halt'),
        gate('verify', ['unit'], 'green -> land red -> halt'),
        land('land', [], 'landed -> end conflict -> write red -> halt')),
    ],
  });
  // Conflicts send back without counting as attempts, so the cap is never met.
  deepEqual(untaken(ir), ['write limit']);
  deepEqual(worst(ir), [[null, 1, 1], ['docs', 2, 2]]);
});

test('a loop without a way out but its cap is found', () => {
  const ir = plan({ workflows: [workflow('loop',
    run('sort', { command: 'sort', outcomes: ['ok', 'again'] }, 'ok -> end again -> turn'),
    run('turn', { command: 'turn' }, 'ok -> back fail -> turn limit -> halt'),
    run('back', { command: 'back' }, 'ok -> turn fail -> turn'))] });
  deepEqual(deadLoops(ir, () => true), [{ workflow: 'loop', steps: ['turn', 'back'] }]);
  deepEqual(deadLoops(fix, () => true), []);
});

test('what wires and caps allow is never less than what a path costs', () => {
  const bound = boundByWires(fix, 2).root;
  ok(bound.orders >= (study(fix).parts[0]?.orders.most ?? Infinity));
  equal(bound.usdMicros, bound.orders * 500_000);
});
