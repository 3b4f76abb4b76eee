import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTap } from './read-tap.ts';
import type { TestResults } from './test-results.ts';

function read(text: string): TestResults {
  const found = readTap(new TextEncoder().encode(text));
  assert.ok(found.ok);
  return found.results;
}

test('subtests are named by the comment before them, with or without the line that ends them', () => {
  const text = '# Subtest: outer\n    # Subtest: inner\n        ok 1 - a\n        not ok 2 - b\n';
  assert.deepEqual(read(text).tests, { passed: ['outer › inner › a'], failed: ['outer › inner › b'] });
  assert.deepEqual(read(`${text}    not ok 1 - inner\nnot ok 1 - outer\n`).tests, { passed: ['outer › inner › a'], failed: ['outer › inner › b'] });
});

test('what is skipped or to be done yet neither passed nor failed', () => {
  const found = read('1..3\nok 1 - a # SKIP no\nnot ok 2 - b # TODO later\nok 3 - c \\# skip it\n');
  assert.deepEqual(found.tests, { passed: ['c # skip it'], failed: [] });
  assert.equal(found.skipped, 2);
});

test('a bail-out is a failure', () => {
  assert.deepEqual(read('ok 1 - a\nBail out! no database\n').tests, { passed: ['a'], failed: ['Bail out! no database'] });
});

test('a suite that failed by itself is told beside its tests', () => {
  const found = read("# Subtest: s\n    ok 1 - a\nnot ok 1 - s\n  ---\n  failureType: 'hookFailed'\n  error: 'after failed'\n  ...\n");
  assert.deepEqual(found.tests, { passed: ['s › a'], failed: ['s'] });
  assert.equal(found.failures[0]?.message, 'after failed');
});

test('a block that does not end hides no test', () => {
  assert.deepEqual(read('not ok 1 - a\n  ---\n  error: x\nok 2 - b\n').tests, { passed: ['b'], failed: ['a'] });
});

test('text that is no TAP, and TAP that is too deep or too long, are refused', () => {
  assert.equal(readTap(new TextEncoder().encode('ok 1\n'.repeat(200_001))).ok, false);
  assert.equal(readTap(new TextEncoder().encode('hello\n')).ok, false);
  assert.equal(readTap(new TextEncoder().encode(`${' '.repeat(400)}ok 1\n`)).ok, false);
});
