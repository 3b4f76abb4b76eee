import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { byCodeUnits, claimFault, coveredByAny, covers, dirOf, overlaps, pathFault, reduce } from './path.ts';

const bad: readonly (readonly [string, string])[] = [
  ['', 'is empty'],
  ['/a', 'relative'],
  ['a/', 'ends with'],
  ['a//b', 'empty segment'],
  ['./a', 'segment "."'],
  ['a/../b', 'segment ".."'],
  ['a\\b', 'backslash'],
  ['a\0b', 'control'],
  ['a\nb', 'control'],
  ['a/\ud800', 'half a character'],
  ['a/\udc00b', 'half a character'],
  ['.git/config', '.git'],
  ['a/.GiT', '.git'],
  ['a/**', 'segment "**"'],
  ['é'.repeat(128), 'segment of more than 255 bytes'],
  ['a/'.repeat(64) + 'a', 'more than 64 segments'],
  [('a'.repeat(200) + '/').repeat(6) + 'a', '1207 bytes'],
];

for (const [path, reason] of bad) {
  test(`a path may not be ${JSON.stringify(path.slice(0, 20))}`, () => {
    equal(pathFault(path)?.includes(reason), true, String(pathFault(path)));
  });
}

test('paths may have spaces, brackets, leading dots and letters of any script', () => {
  for (const path of ['a', '.a/..b/c.', 'app/[id]/page (1).tsx', 'ü/漢/😀.ts', '.gitignore', 'a/.github/x', '{a}']) {
    equal(pathFault(path), null, path);
  }
});

test('a claim is a literal, a directory or the whole tree, and nothing else', () => {
  for (const claim of ['a', 'a/b.ts', 'a/**', 'a/b/**', '**']) equal(claimFault(claim), null, claim);
  for (const claim of ['*', 'a/*', 'a/**/b', '**/a', 'a?', 'a/**/**', 'a*/**']) {
    match(String(claimFault(claim)), /wildcard/, claim);
  }
  match(String(claimFault('a/')), /"dir\/\*\*"/);
  match(String(claimFault('/**')), /empty/);
  match(String(claimFault('../**')), /"\.\."/);
});

const segment = fc.constantFrom('a', 'b', 'a-', 'A');
const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
const claim = fc.oneof(path, path.map((dir) => `${dir}/**`), fc.constant('**'));

/** What a claim means, said again in the plainest way. */
function holds(pattern: string, candidate: string): boolean {
  const dir = dirOf(pattern);
  if (dir === null) return pattern === candidate;
  return dir === '' || candidate.startsWith(`${dir}/`);
}

test('covers agrees with what the patterns hold', () => {
  fc.assert(fc.property(claim, claim, path, (a, b, candidate) => {
    if (covers(a, b) && holds(b, candidate)) equal(holds(a, candidate), true);
    if (dirOf(b) === null) equal(covers(a, b), holds(a, b));
  }));
});

test('claims that share a path overlap, both ways alike (L5)', () => {
  fc.assert(fc.property(claim, claim, path, (a, b, candidate) => {
    equal(overlaps(a, b), overlaps(b, a));
    if (holds(a, candidate) && holds(b, candidate)) equal(overlaps(a, b), true);
  }));
});

test('a file overlaps what lies below a directory of its name', () => {
  equal(overlaps('a', 'a/b'), true);
  equal(overlaps('a', 'a/**'), true);
  equal(overlaps('a', 'ab'), false);
  equal(overlaps('a/**', 'ab/**'), false);
  equal(overlaps('**', 'x'), true);
});

test('reduce holds the same paths, and nothing in it covers another', () => {
  fc.assert(fc.property(fc.array(claim, { maxLength: 8 }), path, (patterns, candidate) => {
    const reduced = reduce(patterns);
    equal(reduced.some((one) => holds(one, candidate)), patterns.some((one) => holds(one, candidate)));
    for (const one of reduced) {
      equal(reduced.some((other) => other !== one && covers(other, one)), false);
    }
    deepEqual([...reduced], [...reduced].sort(byCodeUnits));
    deepEqual(reduce(reduced), reduced);
  }));
});

test('coveredByAny agrees with covers', () => {
  fc.assert(fc.property(fc.array(claim, { maxLength: 6 }), claim, (patterns, one) => {
    equal(coveredByAny(one, new Set(patterns)), patterns.some((pattern) => covers(pattern, one)));
  }));
});
