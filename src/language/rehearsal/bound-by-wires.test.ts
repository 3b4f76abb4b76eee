import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { agent, ask, call, gate, land, plan, workflow } from '../build-ir.ts';
import { boundByWires } from './bound-by-wires.ts';

const agents = [{ name: 'coder', use: 'scripted', allowance: { usdMicros: 20, tokens: 0 } }, { name: 'senior', use: 'scripted', allowance: { usdMicros: 30, tokens: 0 } }];
const limits = { conflicts: 0, ejections: 0, retries: 0, visits: 9 };
const coder = { agents: ['coder'] };

test('of two branches one is taken, and a row of steps is taken once', () => {
  const ir = plan({ agents, limits, workflows: [workflow('fork',
    agent('sort', { ...coder, outcomes: ['left'] }, 'ok -> right left -> left fail -> halt'),
    agent('left', coder, 'ok -> end fail -> halt'), agent('right', { agents: ['senior'] }, 'ok -> end fail -> halt'))] });
  const { root } = boundByWires(ir, 2);
  deepEqual([root.orders, root.usdMicros, [...root.byAgent]], [2, 50, [['coder', 2], ['senior', 1]]]);
});

test('a loop is gone round as often as its caps allow, and a panel costs each of its members', () => {
  const ir = plan({ agents, limits, workflows: [workflow('loop',
    agent('write', { ...coder, max: 4, continues: 1 }, 'ok -> review fail -> halt'),
    agent('review', { agents: ['coder', 'senior'], panel: true, max: 3 }, 'ok -> end split -> write fail -> write'))] });
  // Three reviews by two, and a fourth attempt, which none follows.
  deepEqual(boundByWires(ir, 2).root.orders, 4 * 2 + 3 * 2);
});

test('only what is asked on the way raises caps', () => {
  const asking = (to: string): number => boundByWires(plan({ agents, limits, workflows: [workflow('asks',
    agent('write', { ...coder, max: 2 }, `ok -> end fail -> write limit -> ${to}`),
    ask('ask', { question: 'More?' }, 'again -> write stop -> halt'))] }), 2).root.orders;
  deepEqual([asking('ask'), asking('halt')], [4, 2]);
});

test('what a workflow calls is entered as often as it is called, whatever its own cap', () => {
  const ir = plan({ agents, limits, workflows: [
    workflow('outer', call('first', { workflow: 'part' }, 'ok -> second'), call('second', { workflow: 'part' }, 'ok -> end')),
    workflow('part', agent('write', { ...coder, max: 9 }, 'ok -> end fail -> halt'))] });
  equal(boundByWires(ir, 2).root.orders, 2);
});

test('a conflict sends back without costing an attempt, and gives one more to each step after it', () => {
  const ir = plan({ agents, limits: { ...limits, conflicts: 1 }, workflows: [workflow('lands',
    agent('write', { ...coder, writes: ['src/**'], writesKind: 'code', max: 1 }, 'ok -> verify fail -> halt refused -> halt'),
    gate('verify', ['unit'], 'green -> land red -> write'), land('land', [], 'landed -> end conflict -> write red -> write'))] });
  // The first, the one that is sent back, and what the cap has more.
  equal(boundByWires(ir, 2).root.orders, 3);
});
