import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeptStream } from './kept-output.ts';

const text = (stream: KeptStream): string => Buffer.from(stream.bytes()).toString();

test('what fits is kept as it came', () => {
  const stream = new KeptStream();
  for (const part of ['a', 'bc', '']) stream.push(Buffer.from(part));
  assert.equal(text(stream), 'abc');
});

test('of what does not fit the beginning and the end are kept, and the gap is told', () => {
  const stream = new KeptStream();
  for (let line = 0; line < 150_000; line += 1) stream.push(Buffer.from(`line ${line}\n`));
  const kept = text(stream);
  assert.ok(kept.startsWith('line 0\nline 1\n') && kept.endsWith('line 149999\n'));
  const left = Number(/… (\d+) bytes are left out …/.exec(kept)?.[1]);
  const whole = Array.from({ length: 150_000 }, (_, line) => `line ${line}\n`).join('').length;
  assert.equal(kept.length - `\n… ${left} bytes are left out …\n`.length, whole - left);
});

test('a chunk larger than all is cut as well, and is not held on to', () => {
  const stream = new KeptStream();
  const chunk = Buffer.alloc(8 << 20, 'x');
  stream.push(chunk);
  chunk.fill('y');
  assert.ok(stream.bytes().length < 2 << 20 && !text(stream).includes('y'.repeat(3)));
});

test('what comes in single bytes takes no more room than what comes at once', () => {
  const kept = new KeptStream();
  const before = process.memoryUsage();
  for (let at = 0; at < 1_000_000; at += 1) kept.push(Uint8Array.of(at));
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  assert.equal(kept.bytes().length, 1_000_000);
  assert.ok(arrayBuffers - before.arrayBuffers + heapUsed - before.heapUsed < 100 << 20, `${arrayBuffers} and ${heapUsed} bytes`);
});
