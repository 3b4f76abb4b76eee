import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { utf8Text } from './utf8-text.ts';

const badAt = (...parts: readonly (string | readonly number[])[]): number | undefined => {
  const read = utf8Text(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Uint8Array.from(part)))));
  return read.ok ? undefined : read.badAt;
};

test('what is UTF-8 is its text, with its mark of the byte order', () => {
  deepEqual(utf8Text(Buffer.from('\ufeffé🌱\ufffd')), { ok: true, text: '\ufeffé🌱\ufffd' });
});

test('the first byte that is none is told in the text', () => {
  equal(badAt([0xff]), 0);
  equal(badAt('é🌱\ufffd\n', [0xe9], ' x'), 5);
  equal(badAt('\ufeffab', [0xc0, 0xaf]), 3);
  equal(badAt('ab', [0xef, 0xbf]), 2);
  equal(badAt('ab', [0xef, 0xbf], 'c'), 2);
  equal(badAt('ab', [0xed, 0xa0, 0x80]), 2);
  equal(badAt('ab', [0xe2, 0x82]), 2);
});

test('a NUL is told where it stands, whichever is first', () => {
  equal(badAt('é\0'), 1);
  equal(badAt('é\0', [0xff]), 1);
  equal(badAt('é', [0xff], '\0'), 1);
});

test('whatever stands before and behind it, it is found', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.constantFrom([0x80], [0xff], [0xe2, 0x82], [0xf0, 0x9f]), fc.string({ unit: 'binary-ascii' }), (before, bad, behind) => {
    fc.pre(!before.includes('\0'));
    equal(badAt(before, bad, behind), before.length);
  }));
});
