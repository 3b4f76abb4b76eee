import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Placeholder } from './placeholder.ts';

test('it is itself, and nothing else is, nor itself after its end', () => {
  const [own, other] = [new Placeholder(), new Placeholder()];
  assert.ok(own.isIt(own.text));
  for (const key of [other.text, '', own.text.slice(0, -1), `${own.text}x`]) assert.equal(own.isIt(key), false, key);
  own.kill();
  assert.equal(own.isIt(own.text), false);
});
