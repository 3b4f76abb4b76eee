/** What holds of every output: noise changes nothing, nothing throws, and nothing that is shown is too long or unseen. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mostBytes, mostLines, linesOfBytes } from '../../src/hands/distil/clean-text.ts';
import { distil } from '../../src/hands/distil/distil.ts';
import { distilLimits } from '../../src/hands/distil/failure-text.ts';
import { Found, OutputLines } from '../../src/hands/distil/found.ts';
import { normalised } from '../../src/hands/distil/normalised.ts';
import { outputReaders, testIdsOf, type CommandOutput } from '../../src/hands/distil/read-output.ts';
import { keptOutputs } from './kept-outputs.ts';

const kept = keptOutputs().filter(({ exit }) => exit !== 0);
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const nothing = new Uint8Array();

/** Lines at which readers begin, end or look ahead. */
const markers = [
  ' FAIL  a.js > b', 'FAIL ./a.test.js', '  ● a › b', '--- FAIL: T (0s)', 'panic: x', 'FAIL    p/q 0.1s', '=== RUN   T',
  '    a_test.go:1: x', 'TAP version 13', 'not ok 1 - a', '  ---', '  ...', '✖ failing tests:', 'test at a.js:1:1',
  '✖ a (1ms)', '▶ a', '== FAILURES ==', '___ a ___', 'E   x', 'a.py:1: E', 'running 1 test', 'test a ... FAILED',
  '---- a stdout ----', "thread 'a' panicked at b.rs:1:1:", '[ERROR] a.B.c -- Time elapsed: 1 s <<< FAILURE!',
  'error: x', ' --> a.rs:1:1', 'Traceback (most recent call last):', '  File "a.py", line 1', '/work/a.js',
  '  1:1  error  x  y', '', ' ', '{"Action":"output","Package":"p","Output":"\\u001b[31m\\n"}',
] as const;

function holds(output: CommandOutput, exit: number | null): void {
  for (const hidden of [false, true]) {
    const { signature, text } = distil(output, { gate: 'unit', exit, hidden });
    assert.match(signature, /^[0-9a-f]{64}$/);
    assert.ok(text.length <= distilLimits.characters, `${text.length} characters`);
    assert.ok(text.split('\n').length <= distilLimits.lines);
    assert.ok(text.isWellFormed());
    assert.doesNotMatch(text, /(?!\n)\p{Cc}|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  }
  const { passed, failed } = testIdsOf(output);
  assert.deepEqual(passed.filter((id) => failed.includes(id)), []);
}

/** Each time, address and name that a run made up, as another run would have. */
const noise: readonly (readonly [RegExp, (digits: string) => string])[] = [
  [/\b0x[0-9a-f]{6,}/g, (digits) => `0x${digits}7f3a`],
  [/\(\d+(?:\.\d+)?ms\)/g, (digits) => `(${digits}.${digits}ms)`],
  [/\((\d+) ms\)/g, (digits) => `(${digits} ms)`],
  [/(?<= in )\d+\.\d+s/g, (digits) => `${digits}.25s`],
  [/(?<=elapsed: )\d+\.\d+ s/g, (digits) => `${digits}.125 s`],
  [/\t\d+\.\d+s/g, (digits) => `\t${digits}.5s`],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, (digits) => `2031-01-02T03:04:05.${digits}Z`],
  [/\/tmp\/tmp\w+/g, (digits) => `/tmp/tmpx${digits}q`],
  [/\/tmp\/cc\w+\.o/g, (digits) => `/tmp/ccZ${digits}.o`],
  [/(?<=' \()\d+(?=\) panicked)/g, (digits) => digits],
  [/goroutine \d+/g, (digits) => `goroutine ${digits}`],
  [/duration_ms:? [\d.]+/g, (digits) => `duration_ms: ${digits}.5`],
];

function noisy(bytes: Uint8Array, digits: string): Uint8Array {
  let text = decode(bytes);
  for (const [pattern, by] of noise) text = text.replaceAll(pattern, by(digits));
  return encode(text);
}

test('other times, addresses, process numbers and temporary names are the same failure', () => {
  const digits = fc.integer({ min: 1, max: 99_999 }).map(String);
  fc.assert(
    fc.property(fc.constantFrom(...kept), digits, ({ name, exit, first }, made) => {
      const other = { stdout: noisy(first.stdout, made), stderr: noisy(first.stderr, made) };
      // What a command had printed when it was ended has no such pattern.
      assert.equal(distil(other, { gate: 'unit', exit }).signature, distil(first, { gate: 'unit', exit }).signature, name);
    }),
    { numRuns: 300 },
  );
});

test('the noise is noise: most outputs have some', () => {
  const changed = kept.filter(({ first }) => Buffer.compare(noisy(first.stdout, '31'), first.stdout) !== 0 || Buffer.compare(noisy(first.stderr, '31'), first.stderr) !== 0);
  assert.ok(changed.length > kept.length / 2);
});

test('lines further down are the same failure', () => {
  const at = (line: number): CommandOutput => ({ stdout: encode(`/work/a.c:${line}:3: error: no such thing\n`), stderr: nothing });
  assert.equal(distil(at(3), { gate: 'unit', exit: 1 }).signature, distil(at(30), { gate: 'unit', exit: 1 }).signature);
  assert.match(distil(at(30), { gate: 'unit', exit: 1 }).text, /a\.c:30/);
});

test('what is normalised is so again', () => {
  const words = fc.constantFrom('/work/a.ts', "'/work/b'", '/work', '/tmp/a1', '(/tmp/x/y.txt)', 'a1', '12:30:45', '2026-01-02T03:04:05Z', '0x12345f', '(12ms)', 'in 3.5 s', 'pid 77', ':', '.', '/', 'deadbeefdeadbeef1', 'localhost:41234', '(', ')', 'x.ts', '…');
  const line = fc.array(fc.oneof(words, fc.string({ maxLength: 5 })), { maxLength: 20 }).map((parts) => parts.join(' '));
  fc.assert(fc.property(line, (text) => assert.equal(normalised(normalised(text)), normalised(text))), { numRuns: 2_000 });
});

test('any bytes are distilled within the limits', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), fc.uint8Array({ maxLength: 200 }), (stdout, stderr) => holds({ stdout, stderr }, 1)), { numRuns: 300 });
});

test('outputs that are cut, spliced and damaged are distilled within the limits', () => {
  const part = fc.tuple(fc.constantFrom(...kept), fc.nat(), fc.nat({ max: 800 }), fc.uint8Array({ maxLength: 6 })).map(([{ first }, from, length, by]) => {
    const all = Buffer.concat([first.stdout, first.stderr]);
    const at = from % (all.length + 1);
    return Buffer.concat([all.subarray(at, at + length), by]);
  });
  const parts = fc.array(part, { minLength: 1, maxLength: 8 }).map((all) => new Uint8Array(Buffer.concat(all)));
  fc.assert(fc.property(parts, fc.constantFrom(1, 137, null), (stdout, exit) => holds({ stdout, stderr: nothing }, exit)), { numRuns: 400 });
});

test('the lines that readers look for, in any order, are distilled within the limits', () => {
  const lines = fc.constantFrom(...markers);
  fc.assert(fc.property(fc.array(lines, { maxLength: 60 }), fc.boolean(), (all, isNull) => holds({ stdout: encode(all.join('\n')), stderr: nothing }, isNull ? null : 2)), { numRuns: 1_000 });
});

test('garbage is distilled to what can be read of it', () => {
  const garbage = Uint8Array.from({ length: 4_096 }, (_, at) => (at * 7_919) % 256);
  holds({ stdout: garbage, stderr: nothing }, 1);
  assert.match(distil({ stdout: nothing, stderr: nothing }, { gate: 'unit', exit: null }).text, /its time ran out[^]*nothing that can be read/);
});

test('of a hundred megabytes the head and the tail are looked at, and nothing between', () => {
  const output = (between: string): Uint8Array => {
    const bytes = new Uint8Array(100_000_000).fill(0x2e);
    bytes.set(encode(`/work/a.c:1:1: error: first\n${'again and again\n'.repeat(1_000)}`));
    bytes.set(encode(between), 50_000_000);
    bytes.set(encode('\n/work/b.c:2:2: error: last\n'), bytes.length - 28);
    return bytes;
  };
  const [plain, other] = [output(''), output('\n/work/c.c:3:3: error: between\n')];
  assert.deepEqual(distil({ stdout: other, stderr: nothing }, { gate: 'unit', exit: 1 }), distil({ stdout: plain, stderr: nothing }, { gate: 'unit', exit: 1 }));
  assert.match(distil({ stdout: other, stderr: nothing }, { gate: 'unit', exit: 1 }).text, /first[^]*last/);
  assert.ok(linesOfBytes(plain).reduce((sum, line) => sum + line.length, 0) <= mostBytes);
});

test('a million lines and a line without end are cut', () => {
  assert.ok(linesOfBytes(encode('x\n'.repeat(200_000))).length <= mostLines + 1);
  const endless = encode(`error: ${'x'.repeat(400_000)}`);
  assert.ok((linesOfBytes(endless)[0] ?? '').length <= 2_001);
  holds({ stdout: endless, stderr: endless }, 1);
});

test('of very many failures some are told, and the others counted', () => {
  const lines = Array.from({ length: 3_000 }, (_, at) => `/work/f${at}.c:${at + 1}:1: error: fault ${at}`);
  const { text } = distil({ stdout: encode(lines.join('\n')), stderr: nothing }, { gate: 'unit', exit: 1 });
  const told = text.split('\n').filter((line) => line.startsWith('✗')).length;
  assert.equal(text.split('\n').at(-1), `… and ${3_000 - told} more`);
  holds({ stdout: encode(lines.join('\n')), stderr: nothing }, 1);
});

test('of long messages as much is told as there is room for', () => {
  for (let length = 80; length < 300; length += 1) {
    const lines = Array.from({ length: 60 }, (_, at) => `/work/f${at}.c:${at + 1}:1: error: ${at}${'x'.repeat(length)}`);
    const { text } = distil({ stdout: encode(lines.join('\n')), stderr: nothing }, { gate: 'unit', exit: 1 });
    assert.ok(text.length <= distilLimits.characters && text.split('\n').length <= distilLimits.lines);
    assert.match(text, /… and \d+ more$/);
    assert.ok(text.length > 1_500, `${text.length} characters`);
  }
});

test('of the first failure as much is told as there is room for', () => {
  const text = `FAIL  a.test.js > b\n${`${'x'.repeat(500)}\n`.repeat(30)}`;
  const found = distil({ stdout: encode(Array.from({ length: 6 }, (_, at) => ` FAIL  a.test.js > b${at}${'y'.repeat(300)}`).join('\n') + `\n${text}`), stderr: nothing }, { gate: 'unit', exit: 1 });
  assert.match(found.text, /✗ a\.test\.js › b0y/);
  assert.ok(found.text.length <= distilLimits.characters);
});

class CountedLines extends OutputLines {
  looks = 0;

  override at(index: number): string {
    this.looks += 1;
    return super.at(index);
  }
}

test('each reader looks at each line a bounded number of times, whatever follows whatever', () => {
  const pairs = markers.flatMap((one) => markers.map((other) => [one, other] as const));
  for (const [one, other] of pairs) {
    const lines = [one, ...Array.from({ length: 200 }, (_, at) => (at % 2 === 0 ? other : one))];
    for (const reader of outputReaders) {
      const output = new CountedLines(lines);
      reader(output, new Found());
      assert.ok(output.looks <= 20 * lines.length, `${reader.name}: ${output.looks} looks at ${lines.length} lines of ${one} and ${other}`);
    }
  }
});
