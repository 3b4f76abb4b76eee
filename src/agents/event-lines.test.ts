// What programs print comes in any pieces, with anything between.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventLines } from './event-lines.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('events come whole, in whatever pieces they were printed', () => {
  const text = '{"a":1}\nnot an event\n{"b":"ä\\n"}\r\n[1]\n{"cut\n{"c":3}';
  for (let size = 1; size <= text.length; size += 1) {
    const lines = new EventLines();
    const all = bytes(text);
    const found: unknown[] = [];
    for (let at = 0; at < all.length; at += size) found.push(...lines.push(all.subarray(at, at + size)));
    assert.deepEqual([...found, ...lines.end()], [{ a: 1 }, { b: 'ä\n' }, { c: 3 }]);
  }
});

test('a line that is too long is left out, and those after it are heard', () => {
  const lines = new EventLines();
  const piece = bytes(`{"x":"${'y'.repeat(1 << 20)}`);
  for (let at = 0; at < 12; at += 1) assert.deepEqual(lines.push(piece), []);
  assert.deepEqual(lines.push(bytes('"}\n{"a":1}\n')), [{ a: 1 }]);
});

test('what a buffer held is kept though it is used again', () => {
  const lines = new EventLines();
  const shared = bytes('{"a":');
  lines.push(shared);
  shared.fill(0);
  assert.deepEqual(lines.push(bytes('1}\n')), [{ a: 1 }]);
});
