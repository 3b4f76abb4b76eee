import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { RepoError } from '../ports/repo.ts';
import { isOfTheWorld } from './perform.ts';

const thrown = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

test('what the system refuses is a fault of one order, and a bug is one of ours', () => {
  assert.ok(isOfTheWorld(new RepoError('moved')));
  assert.ok(isOfTheWorld(thrown(() => readFileSync('/nowhere/at/all'))));
  assert.ok(!isOfTheWorld(thrown(() => readFileSync('a\0b'))));
  assert.ok(!isOfTheWorld(new TypeError('a bug')));
});
