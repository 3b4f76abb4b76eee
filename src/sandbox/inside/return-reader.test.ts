import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { framesBytes, ReturnReader, type ReturnedResult } from './return-reader.ts';

const word = 'attendant-11111111-2222-3333-4444-555555555555';
const piece = 2_880;
const files = [{ path: '/tmp/one', mostBytes: 10_000 }, { path: '/tmp/two', mostBytes: 10 }];

interface Read {
  readonly passed: Buffer;
  readonly results: readonly ReturnedResult[];
}

/** Cut into parts of these lengths, again and again. */
function read(bytes: Buffer, lengths: readonly number[] = [bytes.length]): Read {
  const passed: Buffer[] = [];
  const reader = new ReturnReader(word, files, (some) => passed.push(Buffer.from(some)));
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const length = Math.max(1, lengths[turn % lengths.length] ?? 1);
    reader.push(bytes.subarray(at, at + length));
    at += length;
  }
  const results = reader.end();
  assert.ok(passed.every((some) => some.length > 0), 'nobody is told of nothing');
  return { passed: Buffer.concat(passed), results };
}

const line = (text: string): Buffer => Buffer.from(`\x1e${word} ${text}\n`);

function framesOf(at: number, content: Buffer): readonly Buffer[] {
  const pieces = Array.from({ length: Math.ceil(content.length / piece) }, (_, turn) => content.subarray(turn * piece, (turn + 1) * piece));
  return [...pieces.map((one, turn) => line(`${at} ${turn} ${one.toString('base64')}`)), line(`${at} end ${content.length} taken`)];
}

const missing = line('1 end 0 none');
const whyOf = (text: Buffer | string, at = 0): string => {
  const result = read(Buffer.from(text)).results[at];
  return result === undefined || !('why' in result) ? assert.fail() : result.why;
};

const contents = fc.uint8Array({ maxLength: 10_000 }).map((bytes) => Buffer.from(bytes));
/** Rich in what looks like the beginning of a frame. */
const output = fc.array(fc.oneof(
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)), fc.constantFrom('\x1e', '\n', `\x1e${word}`, `\x1e${word} `, `\x1e${word} 7 0 AAAA\n`, word, `\x1e${word} 0 end\n`, 'A'.repeat(5_000)).map((text) => Buffer.from(text)),
), { maxLength: 12 }).map((parts) => Buffer.concat(parts));
const cuts = fc.array(fc.integer({ min: 1, max: 6_000 }), { minLength: 1, maxLength: 8 });

test('whatever a command writes passes as it came, and the files are put together, however the stream is cut', () => {
  fc.assert(fc.property(contents, fc.array(fc.string({ maxLength: 50 }).map((text) => text.replaceAll('\x1e', '')), { minLength: 6, maxLength: 6 }), cuts, (content, between, lengths) => {
    const frames = [...framesOf(0, content), missing];
    const texts = frames.map((_, at) => between[at] ?? '');
    const stream = Buffer.concat(frames.flatMap((frame, at) => [Buffer.from(texts[at] ?? ''), frame]));
    const { passed, results } = read(stream, lengths);
    assert.equal(passed.toString(), texts.join(''));
    assert.deepEqual(results, [{ path: '/tmp/one', content }, { path: '/tmp/two', why: 'there is none' }]);
    const frameBytes = stream.length - passed.length;
    assert.ok(frameBytes <= framesBytes(files));
  }));
});

test('garbage is read the same however it is cut, and is neither lost nor made', () => {
  fc.assert(fc.property(output, cuts, (garbage, lengths) => {
    const whole = read(garbage);
    assert.deepEqual(read(garbage, lengths), whole);
    assert.deepEqual(read(garbage, [1]), whole);
    assert.deepEqual(whole.passed, garbage, 'there is no frame of these files in it');
    assert.ok(whole.results.every((result) => 'why' in result && result.why === 'could not be read'));
  }));
});

test('what cannot become a frame passes at once', () => {
  const passed: string[] = [];
  const reader = new ReturnReader(word, files, (bytes) => passed.push(Buffer.from(bytes).toString('latin1')));
  for (const text of ['ready? ', 'yes\n', 'a\x1eb', '\x1e', '\x1eatten', 'x', `\x1e${word} 0`, ' 0 ']) reader.push(Buffer.from(text));
  assert.deepEqual(passed, ['ready? ', 'yes\n', 'a\x1eb', '\x1e', '\x1eattenx']);
  reader.push(Buffer.alloc(5_000, 'A'));
  assert.equal(passed.at(-1)?.length, `\x1e${word} 0 0 `.length + 5_000, 'longer than a frame');
});

test('a frame that is missing, doubled, early, cut or beyond its end spoils its file, and no other', () => {
  const content = Buffer.alloc(7_000, 'x');
  const [first = missing, second = missing, third = missing, end = missing] = framesOf(0, content);
  const two = framesOf(1, Buffer.from('two'));
  const spoiled: readonly (readonly Buffer[])[] = [
    [first, third, end], [first, second, second, third, end], [second, first, third, end], [first, second, third], [first, second, third, end, third],
    [first, second, third, end, end], [first, second.subarray(0, 900), Buffer.from('log\n'), second.subarray(900), third, end], [end], [],
  ];
  for (const frames of spoiled) {
    const { results } = read(Buffer.concat([...frames, ...two]));
    assert.deepEqual(results, [{ path: '/tmp/one', why: 'could not be read' }, { path: '/tmp/two', content: Buffer.from('two') }]);
  }
  assert.deepEqual(read(Buffer.concat([first, second, third, end])).results[0], { path: '/tmp/one', content });
  assert.equal(whyOf(Buffer.concat([first, line(`0 end ${piece} taken`), second])), 'could not be read', 'after a whole piece as well');
});

test('no more is taken than a file may have, in no other pieces than whole ones, and only words that are known', () => {
  assert.equal(whyOf(Buffer.concat(framesOf(1, Buffer.alloc(11))), 1), 'could not be read');
  assert.equal(whyOf(Buffer.concat([line('0 0 AAAA'), line('0 1 AAAA'), line('0 end 6 taken')])), 'could not be read');
  assert.equal(whyOf(Buffer.concat([line('0 0 AB=='), line('0 end 1 taken')])), 'could not be read', 'no way that bytes are written');
  assert.equal(whyOf(line('0 end 0 constructor')), 'could not be read');
  for (const [how, why] of [['none', 'there is none'], ['kind', 'no regular file'], ['large', 'too large'], ['fault', 'could not be read']] as const) assert.equal(whyOf(line(`0 end 0 ${how}`)), why);
});
