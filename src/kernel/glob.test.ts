import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { globCoversDir, globMatches, globMayMatchUnder, parseGlob } from './glob.ts';
import type { Glob } from './glob.ts';

function glob(text: string): Glob {
  const parsed = parseGlob(text);
  if (!parsed.ok) throw new Error(`${text} ${parsed.reason}`);
  return parsed.glob;
}

const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['test/**', ['test/a', 'test/a/b', 'test/.hidden'], ['test', 'tests/a', 'a/test/b', 'Test/a']],
  ['**/*.test.ts', ['a.test.ts', 'a/b/c.test.ts', '.test.ts'], ['a.test.tsx', 'a.test.ts/b']],
  ['**', ['a', 'a/b', '.a'], []],
  ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['a', 'ab', 'a/x']],
  ['a/**/**/b/**', ['a/b/c', 'a/x/b/c'], ['a/b']],
  ['*', ['a', '.a'], ['a/b']],
  ['a?c', ['abc', 'a.c'], ['ac', 'a/c', 'abbc', 'a😀c']],
  ['a??c', ['a😀c'], ['abc']],
  ['a*b*c', ['abc', 'axbxbc'], ['abcd', 'ab']],
  ['**/package.json', ['package.json', 'x/package.json'], ['package.jsonc', 'xpackage.json']],
  ['[ab].ts', ['[ab].ts'], ['a.ts']],
  ['{a,b}', ['{a,b}'], ['a']],
];

for (const [text, yes, no] of cases) {
  test(`glob ${text}`, () => {
    for (const path of yes) equal(globMatches(glob(text), path), true, path);
    for (const path of no) equal(globMatches(glob(text), path), false, path);
  });
}

test('what is no glob is refused in words', () => {
  for (const text of ['', '/a', 'a/', 'a**', '**a/b', '***', 'a//b', '../*', 'a\\*', 'x/'.repeat(40) + 'x']) {
    equal(parseGlob(text).ok, false, text);
  }
});

// No clock: with backtracking this would not come back at all.
test('a hostile glob comes back', () => {
  const stars = glob('**/' + 'a*'.repeat(60) + 'b/**/' + '*a'.repeat(60) + 'c');
  const path = Array.from({ length: 4 }, () => 'a'.repeat(250)).join('/');
  equal(globMatches(stars, path), false);
});

// A model over a small world: every path of up to 4 segments of up to 2 letters of "a", "b".
const segments = ['a', 'b', 'aa', 'ab', 'ba', 'bb'];
const world: readonly string[] = segments.flatMap((one) => [one, ...segments.flatMap((two) =>
  [`${one}/${two}`, ...segments.flatMap((three) =>
    [`${one}/${two}/${three}`, ...segments.map((four) => `${one}/${two}/${three}/${four}`)])])]);

/** The meaning of a glob, by plain recursion over letters and segments. */
function matches(pattern: readonly string[], path: readonly string[]): boolean {
  const [head, ...rest] = pattern;
  if (head === undefined) return path.length === 0;
  if (head !== '**') {
    const [first, ...others] = path;
    return first !== undefined && letters(head, first) && matches(rest, others);
  }
  if (rest.length === 0) return path.length > 0;
  return matches(rest, path) || (path.length > 0 && matches(pattern, path.slice(1)));
}

function letters(pattern: string, segment: string): boolean {
  if (pattern === '') return segment === '';
  const [head, rest] = [pattern.charAt(0), pattern.slice(1)];
  if (head === '*') return letters(rest, segment) || (segment !== '' && letters(pattern, segment.slice(1)));
  return segment !== '' && (head === '?' || head === segment.charAt(0)) && letters(rest, segment.slice(1));
}

const anyGlob = fc.array(fc.constantFrom('a', 'b', '*', '**', '?', 'a*', '*b', '?a', '??'), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join('/'));
const dir = fc.array(fc.constantFrom('a', 'b', 'ab'), { maxLength: 2 }).map((parts) => parts.join('/'));

test('matching agrees with the plain model', () => {
  fc.assert(fc.property(anyGlob, fc.constantFrom(...world), (text, path) => {
    equal(globMatches(glob(text), path), matches(text.split('/'), path.split('/')));
  }), { numRuns: 3000 });
});

test('whether something below a directory matches agrees with the model, and is never wrongly no', () => {
  fc.assert(fc.property(anyGlob, dir, (text, where) => {
    const below = world.filter((path) => where === '' || path.startsWith(`${where}/`));
    const some = below.some((path) => matches(text.split('/'), path.split('/')));
    if (some) equal(globMayMatchUnder(glob(text), where), true);
    // The world is as deep as the deepest glob, so within it the answer is exact.
    if (text.split('/').length + where.split('/').length <= 5) equal(globMayMatchUnder(glob(text), where), some);
  }), { numRuns: 1500 });
});

test('a directory is never wrongly said to be covered', () => {
  fc.assert(fc.property(anyGlob, dir, (text, where) => {
    if (!globCoversDir(glob(text), where)) return;
    for (const path of world) {
      if (where === '' || path.startsWith(`${where}/`)) equal(globMatches(glob(text), path), true, path);
    }
  }), { numRuns: 1500 });
  equal(globCoversDir(glob('test/**'), 'test'), true);
  equal(globCoversDir(glob('test/**'), 'test/deep'), true);
  equal(globCoversDir(glob('**/test/**'), 'a/test/b'), true);
  equal(globCoversDir(glob('**/*'), ''), true);
  equal(globCoversDir(glob('test/**'), ''), false);
  equal(globCoversDir(glob('test/*'), 'test'), false);
});
