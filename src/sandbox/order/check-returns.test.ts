import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OrderRefused } from '../../ports/sandbox.ts';
import { checkReturns } from './check-returns.ts';

const file = (path: string, mostBytes = 1): { readonly path: string; readonly mostBytes: number } => ({ path, mostBytes });

test('files are wanted back by plain whole paths, few, and 16 MiB in all', () => {
  checkReturns([]);
  checkReturns(Array.from({ length: 16 }, (_, at) => file(`/work/${at}`, 1 << 20)));
  checkReturns([file('/run/espalier-not'), file('/processes'), file(`/${'a'.repeat(1_023)}`)]);
});

test('all others are refused before anything is made', () => {
  for (const path of ['', 'relative', '/', '/a/', '/a/../b', '/a//b', '/a/./b', '//a', '/a\0b', `/${'a'.repeat(1_024)}`]) {
    assert.throws(() => checkReturns([file(path)]), /that it wants back is no whole path of at most 1024 bytes/, path);
  }
  for (const path of ['/proc', '/proc/self/mem', '/sys/x', '/run/espalier', '/run/espalier/node']) {
    assert.throws(() => checkReturns([file(path)]), /the box has its own/, path);
  }
  for (const most of [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) assert.throws(() => checkReturns([file('/a', most)]), /no whole number above 0/);
  assert.throws(() => checkReturns([file('/a'), file('/a')]), /two of the files that it wants back are one/);
  assert.throws(() => checkReturns(Array.from({ length: 17 }, (_, at) => file(`/${at}`))), /wants 17 files back, and can have 16/);
  assert.throws(() => checkReturns([file('/a', 1 << 24), file('/b')]), OrderRefused);
});
