import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LeftReader, type Listing } from './left-reader.ts';

const caps = { entries: 20, bytes: 200, fileBytes: 100 };

interface Frame {
  readonly letter: string;
  readonly path: Uint8Array;
  readonly mode: number;
  readonly content: Uint8Array;
}

const first = Buffer.from('espalier-left-1\n');

function encoded({ letter, path, mode, content }: Frame, size = content.length): Buffer {
  const head = Buffer.alloc(13);
  head.write(letter, 'latin1');
  head.writeUInt16BE(mode, 1);
  head.writeUInt16BE(path.length, 3);
  head.writeBigUInt64BE(BigInt(size), 5);
  return Buffer.concat([head, path, content]);
}

const end = (count: number, letter = 'E'): Buffer => encoded({ letter, path: Buffer.alloc(0), mode: 0, content: Buffer.alloc(0) }, count);
const of = (letter: string, path: string, content = ''): Frame => ({ letter, path: Buffer.from(path), mode: 0o644, content: Buffer.from(content) });
const stream = (...frames: readonly Frame[]): Buffer => Buffer.concat([first, ...frames.map((frame) => encoded(frame)), end(frames.length)]);

/** Cut into parts of these lengths, again and again. */
function read(bytes: Uint8Array, lengths: readonly number[] = [bytes.length]): Listing | string {
  const reader = new LeftReader(caps);
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const length = Math.max(1, lengths[turn % lengths.length] ?? 1);
    reader.push(bytes.subarray(at, at + length));
    at += length;
  }
  return reader.end();
}

const path = fc.uint8Array({ minLength: 1, maxLength: 12 }).filter((bytes) => !bytes.includes(0));
const frame: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({ letter: fc.constantFrom('f', 'l'), path, mode: fc.nat(0o7777), content: fc.uint8Array({ maxLength: 9 }) }),
  fc.record({ letter: fc.constantFrom('m', 'd', 'p', 's', 'c', 'g', 'u', 'o'), path, mode: fc.nat(0o7777), content: fc.constant(new Uint8Array()) }),
);
const frames = fc.uniqueArray(frame, { maxLength: 20, selector: (one) => Buffer.from(one.path).toString('latin1') });
const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

test('what was told is read, however it is cut', () => {
  fc.assert(fc.property(frames, lengths, (told, cuts) => {
    const listing = read(stream(...told), cuts);
    assert.ok(typeof listing !== 'string', String(listing));
    assert.equal(listing.ended, 'whole');
    assert.deepEqual(listing.entries.map((entry) => [Buffer.from(entry.path), entry.mode, Buffer.from(entry.content)]), told.map((one) => [Buffer.from(one.path), one.mode, Buffer.from(one.content)]));
  }));
});

test('what is changed, left out or put in is never more than what was asked for, and never throws', () => {
  const mutation = fc.record({ at: fc.nat(), byte: fc.nat(255), kind: fc.constantFrom('flip', 'cut', 'insert', 'drop', 'repeat') });
  fc.assert(fc.property(frames, fc.array(mutation, { minLength: 1, maxLength: 4 }), lengths, (told, mutations, cuts) => {
    const listing = read(mutations.reduce(mutated, stream(...told)), cuts);
    if (typeof listing === 'string') return;
    assert.ok(listing.entries.length <= caps.entries);
    assert.ok(listing.entries.every((entry) => entry.content.length <= caps.fileBytes && entry.path.length > 0 && entry.mode <= 0o7777));
    assert.ok(listing.entries.reduce((sum, entry) => sum + entry.content.length, 0) <= caps.bytes);
  }), { numRuns: 1_000 });
});

function mutated(bytes: Buffer, { at, byte, kind }: { readonly at: number; readonly byte: number; readonly kind: string }): Buffer {
  const place = at % bytes.length;
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
  switch (kind) {
    case 'flip': return Buffer.concat([before, Buffer.from([byte]), after.subarray(1)]);
    case 'cut': return Buffer.concat([before, Buffer.from([byte])]);
    case 'insert': return Buffer.concat([before, Buffer.from([byte]), after]);
    case 'drop': return Buffer.concat([before, after.subarray(1), Buffer.from([byte])]);
    default: return Buffer.concat([before, after, after.subarray(0, byte), Buffer.from([byte])]);
  }
}

test('any bytes at all are no listing', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), lengths, (bytes, cuts) => assert.equal(typeof read(bytes, cuts), 'string')));
});

test('each rule that is broken is named', () => {
  const wrong: readonly (readonly [Buffer, RegExp])[] = [
    [Buffer.from('espalier-left-2\n'), /no listing/], [first, /cut short/], [stream(of('f', 'a', 'x')).subarray(0, -1), /cut short/],
    [Buffer.concat([stream(of('f', 'a')), Buffer.from('x')]), /follows the end/], [stream(of('?', 'a')), /kind/],
    [stream(of('d', 'a'), of('f', 'a')), /twice/], [stream(of('f', 'a\0b')), /NUL/], [stream(of('f', '')), /length/], [stream(of('f', 'a'.repeat(2_049))), /length/],
    [stream(...Array.from({ length: 21 }, (_, at) => of('f', `f${at}`))), /more entries/], [stream(of('f', 'a', 'x'.repeat(101))), /more content/],
    [stream(of('f', 'a', 'x'.repeat(100)), of('f', 'b', 'x'.repeat(100)), of('f', 'c', 'x')), /more content/],
    [Buffer.concat([first, encoded(of('f', 'a'), 2 ** 52)]), /more content/], [Buffer.concat([first, encoded(of('d', 'a'), 1)]), /size/],
    [Buffer.concat([first, encoded({ ...of('f', 'a'), mode: 0o100644 })]), /mode/], [Buffer.concat([first, end(1)]), /count/],
    [Buffer.concat([first, encoded(of('E', 'a'), 0)]), /end is none/],
  ];
  for (const [bytes, why] of wrong) assert.match(String(read(bytes, [7])), why);
});

test('a listing that was ended early says why', () => {
  for (const [letter, ended] of [['N', 'too-many'], ['W', 'too-much'], ['B', 'base-unreadable']] as const) {
    assert.deepEqual(read(Buffer.concat([first, end(0, letter)])), { ended, entries: [] });
  }
});
