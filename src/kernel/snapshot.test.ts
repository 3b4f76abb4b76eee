/** What survives a snapshot: who is first by rank, who is behind equals, how many there were; and what rows share. */

import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import type { TaskSpec } from './ir.ts';
import type { RowGroup } from './packed-rows.ts';
import { arrivals, isRankedSound, rankedAdd, rankedItems, rankedRemove } from './ranked.ts';
import type { Task } from './rows.ts';
import { type FrozenState, freezeState, thawState } from './snapshot.ts';
import { stateHash } from './state-hash.ts';
import { initialState, type State } from './state.ts';

function withTimers(): State {
  const state = initialState();
  const { timers } = state.chains;
  for (const [item, rank] of [['c', 3], ['a', 1], ['gone', 0], ['b', 1]] as const) rankedAdd(timers, { item, rank });
  rankedRemove(timers, 'gone');
  return state;
}

test('a thawed state has its timers in order, and equals that come later behind', () => {
  const { timers } = thawState(JSON.parse(JSON.stringify(freezeState(withTimers())))).chains;
  ok(isRankedSound(timers));
  equal(arrivals(timers), 4);
  rankedAdd(timers, { item: 'later', rank: 1 });
  rankedAdd(timers, { item: 'gone', rank: 0 });
  deepEqual(rankedItems(timers), ['gone', 'a', 'b', 'later', 'c']);
});

test('they are kept as the places of a binary heap, and taken from any', () => {
  const frozen = freezeState(withTimers());
  const { [`chain timers heap`]: [heap] = [], [`chain timers places`]: places } = frozen.tables;
  deepEqual(heap, {
    keys: ['1', '2', '3'], first: { item: 'a', rank: 1, arrival: 2 },
    columns: [['item', ['a', 'b', 'c']], ['rank', [1, 1, 3]], ['arrival', [2, 4, 1]]], keyed: [],
  });
  deepEqual(places, [{ keys: ['a', 'b', 'c'], first: null, columns: [['', [1, 2, 3]]], keyed: [] }]);
  if (heap === undefined) throw new Error('there is a heap');
  const turned: RowGroup = { ...heap, keys: heap.keys.toReversed(), columns: heap.columns.map(([name, values]) => [name, values.toReversed()]) };
  const other: FrozenState = { ...frozen, tables: { ...frozen.tables, ['chain timers heap']: [turned] } };
  deepEqual(rankedItems(thawState(other).chains.timers), ['a', 'b', 'c']);
});

const spec = (id: string): TaskSpec => ({ id, title: id, spec: id, kind: 'code', judgedBy: ['test/a.test.ts'], writes: [`src/${id}.ts`], needs: [] });

test('a plan and its tasks share what is asked for, once it is thawed too; what was edited or filed later is a task\'s own', () => {
  const state = initialState();
  // Of two shapes in turn: which is whose goes by their order.
  const specs = [spec('a'), { ...spec('b'), effort: 'high' as const }, spec('c')];
  const [a = spec('a'), b = spec('b')] = specs;
  const task = (of: TaskSpec): Task => ({ id: of.id, spec: of, unit: of.id, frame: null, parent: null, depth: 0, followUps: 0, revision: 0, starts: 0 });
  state.plans.set('one', { tasks: [a, b], admittedAt: 0, grow: 'build' });
  state.plans.set('two', { tasks: specs.slice(2), admittedAt: 2, grow: null });
  state.tasks.set('a', task(a));
  state.tasks.set('b', { ...task(b), spec: { ...b, spec: 'another' }, revision: 1 });
  state.tasks.set('d', { ...task(spec('d')), parent: 'a' });
  const text = JSON.stringify(freezeState(state));
  const thawed = thawState(JSON.parse(text));
  equal(stateHash(thawed), stateHash(state));
  equal(thawed.tasks.get('a')?.spec, thawed.plans.get('one')?.tasks[0]);
  deepEqual(thawed.plans.get('two')?.tasks, [spec('c')]);
  equal(thawed.tasks.get('b')?.spec.spec, 'another');
  deepEqual(thawed.tasks.get('d')?.spec, spec('d'));
  equal(JSON.stringify(freezeState(thawed)), text);
});
