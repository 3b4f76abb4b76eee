import { equal, notEqual } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonical } from './canonical.ts';
import { digestOf } from './digest.ts';

test('the order of keys does not matter, and that of lists does', () => {
  equal(canonical({ b: 1, a: [1, 2] }), canonical({ a: [1, 2], b: 1 }));
  notEqual(canonical([1, 2]), canonical([2, 1]));
});

test('an absent key and an undefined value are the same; null is another', () => {
  equal(canonical({ a: undefined }), canonical({}));
  notEqual(canonical({ a: null }), canonical({}));
});

test('what canonical writes is JSON of the same data, and different data yields different text', () => {
  fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
    const plain: unknown = JSON.parse(JSON.stringify(a));
    equal(canonical(JSON.parse(canonical(plain))), canonical(plain));
    const other: unknown = JSON.parse(JSON.stringify(b));
    equal(canonical(plain) === canonical(other), digestOf(plain) === digestOf(other));
  }));
});
