import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { PrefixUnit } from '../kernel/describe-order.ts';
import type { Change } from '../kernel/facts.ts';
import { landedOnly, lockedBy } from './locked-by.ts';

const changes = (path: string): readonly Change[] => [{ path, from: null, to: '100644:aa' }];
const unit = (name: string, more: Partial<PrefixUnit> = {}): PrefixUnit => (
  { unit: name, changes: changes(name), tasks: [{ id: name, title: name, kind: 'deps' }], reverts: null, authors: [], evidence: [], commit: null, ...more });
const blank = { held: [], changes: [], units: [], task: null };
const spec = { id: 'a', title: 'a', spec: '', needs: [], writes: [], kind: 'deps' } as const;

test('a change has one name, on its line, in a prefix and once it has landed', () => {
  const [line] = lockedBy({ sheet: { ...blank, changes: changes('a'), task: spec }, landed: [] }).changed;
  const [prefix, other] = lockedBy({ sheet: { ...blank, units: [unit('a'), unit('b')] }, landed: [] }).changed;
  deepEqual(line, prefix);
  notEqual(prefix?.id, other?.id);
  equal(landedOnly({ landed: [{ changes: changes('a') }] }).landed[0]?.id, line?.id);
});

test('of a prefix what has landed meanwhile is no change of its own any longer', () => {
  const { changed, landed } = lockedBy({ sheet: { ...blank, units: [unit('a', { commit: 'c1' }), unit('b')] }, landed: [{ changes: changes('a') }] });
  deepEqual([changed, landed].map((list) => list.map(({ paths }) => paths)), [[['b']], [['a']]]);
});

test('held tests are in what a gate judges; of the kinds it is `deps` that says that something is to be baked', () => {
  const { changed } = lockedBy({ sheet: { ...blank, held: changes('t'), changes: changes('a') }, landed: [] });
  deepEqual(changed.map(({ paths, isOfDependencies }) => [paths, isOfDependencies]), [[['t'], false], [['a'], false]]);
  equal(lockedBy({ sheet: { ...blank, units: [unit('a')] }, landed: [] }).changed[0]?.isOfDependencies, true);
});
