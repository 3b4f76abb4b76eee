/** What comes by rank survives a snapshot: who is first, who is behind equals, and how many there were. */

import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { arrivals, isRankedSound, rankedAdd, rankedItems, rankedRemove } from './ranked.ts';
import { type FrozenState, freezeState, thawState } from './snapshot.ts';
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
  const { [`chain timers heap`]: heap = [], [`chain timers places`]: places = [] } = frozen.tables;
  deepEqual(heap.map(([place, entry]) => [place, entry]), [
    ['1', { item: 'a', rank: 1, arrival: 2 }], ['2', { item: 'b', rank: 1, arrival: 4 }], ['3', { item: 'c', rank: 3, arrival: 1 }],
  ]);
  deepEqual(places, [['a', 1], ['b', 2], ['c', 3]]);
  const other: FrozenState = { ...frozen, tables: { ...frozen.tables, ['chain timers heap']: heap.toReversed() } };
  deepEqual(rankedItems(thawState(other).chains.timers), ['a', 'b', 'c']);
});
