import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { diffLines } from './diff-lines.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 });

test('a difference holds both texts, in order, with their line numbers', () => {
  fc.assert(fc.property(lines, lines, (expected, found) => {
    const diff = diffLines(expected, found);
    deepEqual(diff.filter(({ sign }) => sign !== '+').map(({ text }) => text), expected);
    deepEqual(diff.filter(({ sign }) => sign !== '-').map(({ text }) => text), found);
    for (const { sign, line, text } of diff) equal((sign === '+' ? found : expected)[line - 1], text);
  }));
});

test('equal texts differ in nothing, and one changed line is one of each', () => {
  deepEqual(diffLines(['a', 'b'], ['a', 'b']).map(({ sign }) => sign), [' ', ' ']);
  deepEqual(diffLines(['a', 'b', 'c'], ['a', 'x', 'c']).map(({ sign, text }) => sign + text), [' a', '-b', '+x', ' c']);
});
