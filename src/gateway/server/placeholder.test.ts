import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Placeholder } from './placeholder.ts';

const names = ['x-api-key', 'authorization'];

test('it is shown as a key or as a bearer of one', () => {
  const own = new Placeholder();
  assert.ok(own.isShownBy({ 'x-api-key': own.text }, names));
  assert.ok(own.isShownBy({ authorization: `Bearer ${own.text}`, 'x-api-key': own.text }, names));
});

test('another order\'s, another key beside it, none, and its own after the end are not it', () => {
  const [own, other] = [new Placeholder(), new Placeholder()];
  for (const headers of [{}, { 'x-api-key': other.text }, { 'x-api-key': own.text, authorization: 'Bearer sk-foreign' }, { 'x-goog-api-key': own.text }, { 'x-api-key': own.text.slice(0, -1) }, { authorization: `Basic ${own.text}` }]) {
    assert.equal(own.isShownBy(headers, names), false, JSON.stringify(headers));
  }
  own.kill();
  assert.equal(own.isShownBy({ 'x-api-key': own.text }, names), false);
});
