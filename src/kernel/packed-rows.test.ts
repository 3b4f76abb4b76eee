/** Rows by columns come back as they were, whatever their shapes; each field is named once. */

import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { type KeyedRow, packRows, type RowGroup, unpackRows } from './packed-rows.ts';

function back(rows: readonly KeyedRow[]): readonly KeyedRow[] {
  const groups = JSON.parse(JSON.stringify(packRows(rows))) as readonly RowGroup[];
  const found: KeyedRow[] = [];
  unpackRows(groups, (key, row) => found.push([key, row]));
  return found;
}

test('what all rows have in common is kept once, and so is a key that a field repeats', () => {
  const rows = ['a', 'b', 'c'].map((id, at): KeyedRow => [id, { id, at, list: [], none: null }]);
  deepEqual(packRows(rows), [
    { keys: ['a', 'b', 'c'], first: { id: 'a', at: 0, list: [], none: null }, columns: [['at', [0, 1, 2]]], keyed: ['id'] },
  ]);
  deepEqual(back(rows), rows);
});

test('rows of other fields, and what is no object, are groups of their own', () => {
  const rows: KeyedRow[] = [['a', { x: 1 }], ['b', { x: 1, y: 2 }], ['c', 'text'], ['d', { x: 3 }], ['e', null], ['f', [1]], ['g', { y: 2, x: 1 }]];
  equal(packRows(rows).length, 4);
  deepEqual(back(rows), rows);
  deepEqual(Object.keys(new Map(back(rows)).get('g') ?? {}), ['y', 'x']);
});

test('a field that is undefined is one that is not there', () => {
  deepEqual(back([['a', { x: undefined, y: 1 }], ['b', { x: 2, y: 1 }]]), [['a', { y: 1 }], ['b', { x: 2, y: 1 }]]);
});

test('no row is seen to change through another', () => {
  const [one, two] = back([['a', { x: 1, y: 2 }], ['b', { x: 1, y: 3 }]]);
  deepEqual([one, two], [['a', { x: 1, y: 2 }], ['b', { x: 1, y: 3 }]]);
  equal(one?.[1] === two?.[1], false);
});

const value = fc.oneof(fc.constantFrom(null, true, 0, 1, 'a', 'b'), fc.array(fc.constantFrom(0, 'a', null), { maxLength: 2 }), fc.record({ z: fc.constantFrom(0, 1) }, { noNullPrototype: true }));
const row = fc.oneof(value, fc.dictionary(fc.constantFrom('id', 'x', 'y', 'constructor'), value, { noNullPrototype: true }));

test('any rows come back as they were, in their order', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), row), { selector: ([key]) => key }), (rows) => {
    deepEqual(back(rows), rows);
  }), { numRuns: 500 });
});
