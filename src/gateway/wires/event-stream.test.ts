import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EventStream } from './event-stream.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function heard(...pieces: readonly Uint8Array[]): readonly string[] {
  const events: string[] = [];
  const stream = new EventStream((data) => void events.push(data));
  for (const piece of pieces) stream.push(piece);
  return events;
}

test('an event is what its data lines say, once it is whole', () => {
  assert.deepEqual(heard(bytes('event: a\ndata: one\n\n: nothing\ndata:two\ndata\ndata:  three\n\nid: 4\n\ndata: cut\n')), ['one', 'two\n\n three']);
});

test('lines may end in any of the three ways, also between two pieces', () => {
  for (const end of ['\n', '\r\n', '\r']) {
    const text = ['data: one', '', 'data: two', 'data: three', '', ''].join(end);
    assert.deepEqual(heard(bytes(text)), ['one', 'two\nthree'], JSON.stringify(end));
    assert.deepEqual(heard(...[...bytes(text)].map((byte) => Uint8Array.of(byte))), ['one', 'two\nthree'], JSON.stringify(end));
  }
});

test('what is heard does not depend on how it is cut', () => {
  const text = '\uFEFFdata: ä€😀\r\n\r\ndata: {"a":\ndata: 1}\n\n\n\nevent: x\rdata: y\r\r';
  const whole = heard(bytes(text));
  assert.deepEqual(whole, ['ä€😀', '{"a":\n1}', 'y']);
  fc.assert(fc.property(fc.array(fc.nat(bytes(text).length), { maxLength: 8 }), (cuts) => {
    const all = bytes(text);
    const places = [0, ...cuts.toSorted((a, b) => a - b), all.length];
    assert.deepEqual(heard(...places.slice(1).map((to, at) => all.subarray(places[at], to))), whole);
  }), { seed: 61, numRuns: 200 });
});

test('bytes that are no UTF-8 do not end it', () => {
  assert.deepEqual(heard(Uint8Array.of(...bytes('data: '), 0xff, 0xc3, 0x0a, 0x0a), bytes('data: b\n\n')), ['\uFFFD\uFFFD', 'b']);
});

test('what is pushed may be used again by who pushed it', () => {
  const piece = bytes('data: on');
  const events: string[] = [];
  const stream = new EventStream((data) => void events.push(data));
  stream.push(piece);
  piece.fill(0x78);
  stream.push(bytes('e\n\n'));
  assert.deepEqual(events, ['one']);
});

test('an event above the cap is lost whole, and the next one is heard', () => {
  const million = new Uint8Array(1_048_576).fill(0x61);
  const pieces = [bytes('data: '), ...Array.from({ length: 17 }, () => million), bytes('\ndata: its end\n'), bytes('data: still it\n\ndata: next\n\n')];
  assert.deepEqual(heard(...pieces), ['next']);
  const many = Array.from({ length: 20 }, () => [bytes('data: '), million, bytes('\n')]).flat();
  assert.deepEqual(heard(...many, bytes('\ndata: next\n\n')), ['next']);
});

test('a line in very many pieces is one line', () => {
  const pieces = Array.from({ length: 5_000 }, () => bytes('a'));
  assert.deepEqual(heard(bytes('data: '), ...pieces, bytes('\n\n')), ['a'.repeat(5_000)]);
});
