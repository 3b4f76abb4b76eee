/** Items by rank: sorted whatever comes and goes, at the cost of a logarithm, each fork for itself. */

import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import {
  copyRanked, emptyRanked, isRankedSound, rankedAdd, rankedFirst, rankedHas, rankedItems, rankedRemove, rankedSize, rankOf,
} from './ranked.ts';

type Act = { readonly add: number; readonly rank: number } | { readonly remove: number };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ add: fc.nat(20), rank: fc.nat(4) }), fc.record({ remove: fc.nat(20) }),
);

test('given any adds and removals, it is the list sorted by rank, equals in order of arrival', () => {
  fc.assert(fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
    const ranked = emptyRanked();
    let list: { readonly item: string; readonly rank: number }[] = [];
    for (const one of acts) {
      if ('add' in one) {
        const item = `i${one.add}`;
        if (list.some((other) => other.item === item)) continue;
        rankedAdd(ranked, { item, rank: one.rank });
        const at = list.findLastIndex((other) => other.rank <= one.rank) + 1;
        list = [...list.slice(0, at), { item, rank: one.rank }, ...list.slice(at)];
      } else {
        rankedRemove(ranked, `i${one.remove}`);
        list = list.filter(({ item }) => item !== `i${one.remove}`);
      }
      deepEqual(rankedItems(ranked), list.map(({ item }) => item));
      equal(rankedFirst(ranked)?.item ?? null, list[0]?.item ?? null);
      equal(rankedSize(ranked), list.length);
      ok(isRankedSound(ranked));
      for (const { item, rank } of list) equal(rankOf(ranked, item), rank);
    }
  }), { numRuns: 500 });
});

test('an item is ranked once, and a fork keeps its changes to itself', () => {
  const ranked = emptyRanked();
  for (const item of ['c', 'b', 'a']) rankedAdd(ranked, { item, rank: 1 });
  throws(() => rankedAdd(ranked, { item: 'a', rank: 2 }), /once/);
  const fork = copyRanked(ranked, (table) => table.fork());
  rankedRemove(fork, 'c');
  rankedAdd(fork, { item: 'first', rank: 0 });
  deepEqual(rankedItems(fork), ['first', 'b', 'a']);
  deepEqual(rankedItems(ranked), ['c', 'b', 'a']);
  equal(rankedHas(ranked, 'first'), false);
});

test('an earlier one among many costs a few writes, and not one for each of them', () => {
  const ranked = emptyRanked();
  for (let index = 0; index < 10_000; index += 1) rankedAdd(ranked, { item: `later ${index}`, rank: 10 });
  ranked.entries.takeDirty();
  ranked.entries.takeDirty();
  const { heap } = ranked;
  rankedAdd(ranked, { item: 'soon', rank: 1 });
  equal(ranked.heap?.left, heap);
  rankedRemove(ranked, 'soon');
  equal(ranked.heap, heap);
  deepEqual([...ranked.entries.takeDirty()], ['soon']);
});

test('what is taken out behind others does not stay for ever', () => {
  const ranked = emptyRanked();
  rankedAdd(ranked, { item: 'first', rank: 0 });
  for (let index = 0; index < 1_000; index += 1) {
    rankedAdd(ranked, { item: `later ${index}`, rank: 10 });
    rankedRemove(ranked, `later ${index}`);
    ok(ranked.nodes < 20 && isRankedSound(ranked));
  }
  equal(rankedFirst(ranked)?.item, 'first');
});
