import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { standIn } from '../../hands/stand-in.ts';
import { agent, ask, gate, grow, land, plan, run, taskWorkflow, workflow } from '../build-ir.ts';
import { boundByCaps } from './bound-by-caps.ts';
import { deadLoops } from './dead-loops.ts';
import { studyPaths, type Study } from './study-paths.ts';
import type { Ir } from '../../kernel/ir.ts';

const study = (ir: Ir, most = 2_000): Study => studyPaths(ir, { standIn, most });

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
  deepEqual(parts.map(({ kind, isWhole, orders, usdMicros, byAgent }) => ({ kind, isWhole, orders, usdMicros, byAgent: [...byAgent ?? []] })), [
    { kind: null, isWhole: true, orders: 3, usdMicros: 1_500_000, byAgent: [['coder', 3]] },
  ]);
  deepEqual([[...endings].toSorted(), isSure, untaken(fix)], [['complete', 'halted'], true, []]);
  equal(boundByCaps(fix, 2).root.orders, 4);
});

test('a question that grants more is answered twice, and then it is silent', () => {
  const ir = plan({ agents, workflows: [workflow('stuck',
    agent('write', { agents: ['coder'], max: 1 }, 'ok -> end fail -> ask'),
    ask('ask', { question: 'More?' }, 'again -> write stop -> halt'))] });
  deepEqual(study(ir).parts.map(({ orders }) => orders), [3]);
  deepEqual([...study(ir).endings].toSorted(), ['complete', 'halted', 'waits']);
});

test('a wire that no path takes is found', () => {
  const ir = plan({ agents, limits: { visits: 5, repeats: 5 }, workflows: [workflow('fix',
    agent('write', { agents: ['coder'], writes: ['src/**'], writesKind: 'code', max: 2 }, 'ok -> verify fail -> halt refused -> halt'),
    gate('verify', ['unit'], 'green -> end red -> write limit -> halt'))] });
  deepEqual(untaken(ir), ['verify limit']);
});

test('where there are too many places, it says so', () => {
  const told = ({ parts, isSure }: Study): unknown => [parts.map(({ isWhole, isWholeOnce, orders }) => [isWhole, isWholeOnce, orders]), isSure];
  deepEqual(told(study(fix, 1)), [[[false, false, null]], false]);
  // Further with one answer and one conflict, of which this has none; the same failure again and again is cut off.
  deepEqual(told(study(fix, 3)), [[[false, true, 3]], false]);
});

test('places are told apart by what is left of caps, not by who wrote or how often', () => {
  const ir = plan({
    agents: ['one', 'two'].map((name) => ({ name, use: 'scripted' })), limits: { conflicts: 0, ejections: 0, retries: 0, visits: 4 },
    workflows: [workflow('turns',
      agent('sort', { agents: ['one'], outcomes: ['left', 'right'] }, 'ok -> end left -> left right -> right fail -> halt'),
      agent('left', { agents: ['one'], writes: ['src/**'], writesKind: 'code', max: 1 }, 'ok -> meet fail -> halt refused -> halt'),
      agent('right', { agents: ['two'], writes: ['src/**'], writesKind: 'code', max: 1 }, 'ok -> meet fail -> halt refused -> halt'),
      run('meet', { command: 'meet' }, 'ok -> end fail -> halt'))],
  });
  // The start, `sort`, the two writers, and `meet` after either, for each has used up another cap.
  deepEqual(study(ir).parts.map(({ places, isWhole }) => [places, isWhole]), [[6, true]]);
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
  deepEqual(study(ir).parts.map(({ kind, orders }) => [kind, orders]), [[null, 1], ['docs', 2]]);
});

test('a loop without a way out but its cap is found', () => {
  const ir = plan({ workflows: [workflow('loop',
    run('sort', { command: 'sort', outcomes: ['ok', 'again'] }, 'ok -> end again -> turn'),
    run('turn', { command: 'turn' }, 'ok -> back fail -> turn limit -> halt'),
    run('back', { command: 'back' }, 'ok -> turn fail -> turn'))] });
  deepEqual(deadLoops(ir, () => true), [{ workflow: 'loop', steps: ['turn', 'back'] }]);
  deepEqual(deadLoops(fix, () => true), []);
});

test('what the caps alone allow is never less than what a path costs', () => {
  const bound = boundByCaps(fix, 2).root;
  ok(bound.orders >= (study(fix).parts[0]?.orders ?? Infinity));
  equal(bound.usdMicros, bound.orders * 500_000);
});
