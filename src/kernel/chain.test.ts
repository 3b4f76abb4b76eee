import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  chainAdd, chainAfter, chainFirst, chainHas, chainItems, chainLength, chainRemove, cloneChains, emptyChains, forkChains,
} from './chain.ts';

type Act = { readonly add: number } | { readonly remove: number };

const act: fc.Arbitrary<Act> = fc.oneof(fc.record({ add: fc.nat(9) }), fc.record({ remove: fc.nat(9) }));

test('given any adds and removals, a chain is the list in order of arrival', () => {
  fc.assert(fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
    const chains = emptyChains();
    let list: string[] = [];
    for (const one of acts) {
      if ('add' in one) {
        const item = `i${one.add}`;
        if (list.includes(item)) continue;
        chainAdd(chains, 'queue', item);
        list = [...list, item];
      } else {
        chainRemove(chains, 'queue', `i${one.remove}`);
        list = list.filter((item) => item !== `i${one.remove}`);
      }
      deepEqual([...chainItems(chains, 'queue')], list);
      equal(chainFirst(chains, 'queue'), list[0] ?? null);
      equal(chainLength(chains, 'queue'), list.length);
    }
  }), { numRuns: 500 });
});

test('an item stands in a chain once, and in several chains at a time', () => {
  const chains = emptyChains();
  chainAdd(chains, 'root', 'a');
  chainAdd(chains, 'fresh', 'a');
  throws(() => chainAdd(chains, 'root', 'a'), /once/);
  chainRemove(chains, 'root', 'a');
  deepEqual([chainHas(chains, 'root', 'a'), chainHas(chains, 'fresh', 'a')], [false, true]);
});

test('sleepers at two places are in two lists', () => {
  const chains = emptyChains();
  chainAdd(chains, 'asleep x', 'a');
  chainAdd(chains, 'asleep y', 'b');
  chainAdd(chains, 'asleep x', 'c');
  deepEqual([...chainItems(chains, 'asleep x')], ['a', 'c']);
  equal(chainAfter(chains, 'asleep x', 'a'), 'c');
  chainRemove(chains, 'asleep x', 'a');
  deepEqual([...chainItems(chains, 'asleep x')], ['c']);
  deepEqual([...chainItems(chains, 'asleep y')], ['b']);
});

test('what is not there is not removed, and a limit is a limit', () => {
  const chains = emptyChains();
  chainRemove(chains, 'queue', 'ghost');
  for (const item of ['a', 'b', 'c']) chainAdd(chains, 'queue', item);
  deepEqual([...chainItems(chains, 'queue', 2)], ['a', 'b']);
});

test('forks and clones keep their changes to themselves', () => {
  const chains = emptyChains();
  chainAdd(chains, 'queue', 'a');
  const fork = forkChains(chains);
  const clone = cloneChains(chains);
  chainAdd(fork, 'queue', 'b');
  chainRemove(clone, 'queue', 'a');
  deepEqual([...chainItems(chains, 'queue')], ['a']);
  deepEqual([...chainItems(fork, 'queue')], ['a', 'b']);
  deepEqual([...chainItems(clone, 'queue')], []);
});
