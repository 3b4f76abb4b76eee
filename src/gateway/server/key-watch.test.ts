import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeyWatch } from './key-watch.ts';

const isIn = (key: string, ...parts: readonly string[]): boolean => {
  const watch = new KeyWatch(key);
  return parts.map((part) => watch.isIn(Buffer.from(part))).includes(true);
};

test('a key is found however it is cut', () => {
  const text = 'before sk-real-key after';
  for (let one = 0; one <= text.length; one += 1) {
    for (let two = one; two <= text.length; two += 1) assert.ok(isIn('sk-real-key', text.slice(0, one), text.slice(one, two), text.slice(two)), `${one} ${two}`);
  }
  assert.ok(isIn('sk-real-key', ...text));
});

test('what only looks like it is not it', () => {
  assert.equal(isIn('sk-real-key', 'sk-real-', 'sk-real-ke', 'x sk-re', 'al_key'), false);
  assert.equal(isIn('aa', 'a', 'b', 'a'), false);
});
