import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  chainAdd, chainAfter, chainFirst, chainHas, chainItems, chainLength, chainRank, chainRemove, cloneChains, emptyChains, forkChains,
} from './chain.ts';

type Act = { readonly add: number; readonly rank: number } | { readonly remove: number };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ add: fc.nat(9), rank: fc.nat(3) }), fc.record({ remove: fc.nat(9) }),
);

test('given any adds and removals, a chain is the list sorted by rank, equals in order of arrival', () => {
  fc.assert(fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
    const chains = emptyChains();
    let list: { readonly item: string; readonly rank: number }[] = [];
    for (const one of acts) {
      if ('add' in one) {
        const item = `i${one.add}`;
        if (list.some((other) => other.item === item)) continue;
        chainAdd(chains, 'timers', { item, rank: one.rank });
        const at = list.findLastIndex((other) => other.rank <= one.rank) + 1;
        list = [...list.slice(0, at), { item, rank: one.rank }, ...list.slice(at)];
      } else {
        chainRemove(chains, 'timers', `i${one.remove}`);
        list = list.filter(({ item }) => item !== `i${one.remove}`);
      }
      deepEqual([...chainItems(chains, 'timers')], list.map(({ item }) => item));
      equal(chainFirst(chains, 'timers'), list[0]?.item ?? null);
      equal(chainLength(chains, 'timers'), list.length);
      for (const { item, rank } of list) equal(chainRank(chains, 'timers', item), rank);
    }
  }), { numRuns: 500 });
});

test('an item stands in a chain once, and in several chains at a time', () => {
  const chains = emptyChains();
  chainAdd(chains, 'root', { item: 'a' });
  chainAdd(chains, 'parked', { item: 'a' });
  throws(() => chainAdd(chains, 'root', { item: 'a' }), /once/);
  chainRemove(chains, 'root', 'a');
  deepEqual([chainHas(chains, 'root', 'a'), chainHas(chains, 'parked', 'a')], [false, true]);
});

test('sleepers at two places are in two lists', () => {
  const chains = emptyChains();
  chainAdd(chains, 'asleep x', { item: 'a' });
  chainAdd(chains, 'asleep y', { item: 'b' });
  chainAdd(chains, 'asleep x', { item: 'c' });
  deepEqual([...chainItems(chains, 'asleep x')], ['a', 'c']);
  equal(chainAfter(chains, 'asleep x', 'a'), 'c');
  chainRemove(chains, 'asleep x', 'a');
  deepEqual([...chainItems(chains, 'asleep x')], ['c']);
  deepEqual([...chainItems(chains, 'asleep y')], ['b']);
});

test('what is not there is not removed, and a limit is a limit', () => {
  const chains = emptyChains();
  chainRemove(chains, 'queue', 'ghost');
  for (const item of ['a', 'b', 'c']) chainAdd(chains, 'queue', { item });
  deepEqual([...chainItems(chains, 'queue', 2)], ['a', 'b']);
});

test('forks and clones keep their changes to themselves', () => {
  const chains = emptyChains();
  chainAdd(chains, 'queue', { item: 'a' });
  const fork = forkChains(chains);
  const clone = cloneChains(chains);
  chainAdd(fork, 'queue', { item: 'b' });
  chainRemove(clone, 'queue', 'a');
  deepEqual([...chainItems(chains, 'queue')], ['a']);
  deepEqual([...chainItems(fork, 'queue')], ['a', 'b']);
  deepEqual([...chainItems(clone, 'queue')], []);
});
