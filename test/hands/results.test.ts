/** Files of results that real tools wrote, and TAP that they printed: what is read of them, and that a second run reads the same. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readJunit } from '../../src/hands/results/read-junit.ts';
import { readSarif } from '../../src/hands/results/read-sarif.ts';
import { readTap } from '../../src/hands/results/read-tap.ts';
import type { ReadResults } from '../../src/hands/results/test-results.ts';
import { bytesOf, isKept, keptFiles } from './kept-outputs.ts';

type Reader = (bytes: Uint8Array) => ReadResults;

const files: readonly (readonly [string, Reader])[] = [
  ...keptFiles('*/*/{junit,TEST-*}.xml').map((path) => [path, readJunit] as const),
  ...keptFiles('*/*/*.sarif').filter((path) => !path.includes('again.')).map((path) => [path, readSarif] as const),
  ...keptFiles('*-tap/*/stdout').map((path) => [path, readTap] as const),
];

for (const [path, read] of files) {
  test(`${path} is read`, () => {
    const found = read(bytesOf(path));
    assert.ok(found.ok);
    isKept(`${path}.read.json`, `${JSON.stringify(found.results, null, 1)}\n`);
  });

  const again = path.replace(/([^/]+)$/, 'again.$1');
  test(`${path} names the same tests in a second run`, () => {
    const [first, second] = [read(bytesOf(path)), read(keptFiles(again).length > 0 ? bytesOf(again) : bytesOf(path))];
    assert.ok(first.ok && second.ok && first.results.tests.passed.length + first.results.failures.length > 0);
    assert.deepEqual(second.results.tests, first.results.tests);
  });
}

test('there are such files of every kind', () => {
  for (const reader of [readJunit, readSarif, readTap]) assert.ok(files.some(([, read]) => read === reader));
});

/** Nothing invisible, no half of a character, and nothing longer than it may be, in what is shown. */
function holds(found: ReadResults): void {
  if (!found.ok) return void assert.match(found.why, /\S/);
  const { tests, failures } = found.results;
  assert.deepEqual(tests.passed.filter((id) => tests.failed.includes(id)), []);
  for (const text of [...tests.passed, ...tests.failed, ...failures.flatMap(({ id, message, file = '' }) => [id, message, file])]) {
    assert.ok(text.length <= 2_000 && text.isWellFormed());
    assert.doesNotMatch(text, /[\p{Cs}\p{Cf}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u);
  }
}

const mutated = fc.tuple(fc.constantFrom(...files), fc.array(fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 12 })), { maxLength: 12 })).map(([[path, read], changes]) => {
  let bytes = Buffer.from(bytesOf(path));
  for (const [at, by] of changes) {
    const place = at % (bytes.length + 1);
    bytes = Buffer.concat([bytes.subarray(0, place), by, bytes.subarray(place + (at % 7))]);
  }
  return [read, new Uint8Array(bytes)] as const;
});

test('a file that is damaged is read or refused, and never throws', () => {
  fc.assert(fc.property(mutated, ([read, bytes]) => holds(read(bytes))), { numRuns: 400 });
});

test('any bytes are read or refused', () => {
  const readers = fc.constantFrom<Reader>(readJunit, readSarif, readTap);
  fc.assert(fc.property(readers, fc.uint8Array({ maxLength: 400 }), (read, bytes) => holds(read(bytes))), { numRuns: 400 });
});

test('any text where a tool writes one is read or refused', () => {
  const words = fc.constantFrom('<testsuite>', '<testcase name="', '">', '</testcase>', '</testsuite>', '<failure>', '&#x41;', '&lt;', '<![CDATA[', ']]>', 'ok 1 - ', 'not ok 2 - ', '\n', '    ', '  ---\n', '  ...\n', '# Subtest: ', ' {', '}', '\u202e', '\u001b[31m', '\ud83d\ude00');
  const text = fc.array(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 60 }).map((parts) => new TextEncoder().encode(parts.join('')));
  fc.assert(fc.property(fc.constantFrom<Reader>(readJunit, readTap), text, (read, bytes) => holds(read(bytes))), { numRuns: 600 });
});
