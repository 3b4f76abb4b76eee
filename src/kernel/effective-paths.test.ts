import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  changeFault, changeFaults, effectiveIsEmpty, mayChange, mayChangePlain, outside, within,
} from './effective-paths.ts';
import { taskKinds } from './ir.ts';
import type { PathClasses, TaskKind } from './ir.ts';
import { classify } from './path-classes.ts';

const classes: PathClasses = {
  tests: ['test/**', '**/*.test.ts'],
  protect: ['ci/**'],
  manifests: ['**/package.json', 'package-lock.json'],
  docs: ['docs/**', '**/*.md'],
};
const noDocs: PathClasses = { ...classes, docs: [] };

const table: readonly (readonly [TaskKind, string, string | null])[] = [
  ['code', 'src/a.ts', null],
  ['code', 'src/a.test.ts', 'is a test'],
  ['code', 'src/package.json', 'is a manifest'],
  ['code', 'ci/run', 'is protected'],
  ['code', '.espalier/main.esp', 'is protected'],
  ['code', '.espalier', 'is protected'],
  ['refactor', 'src/a.test.ts', 'is a test'],
  ['test', 'src/a.test.ts', null],
  ['test', 'src/a.ts', 'is not a test'],
  ['test', 'test/package.json', 'is a manifest'],
  ['docs', 'docs/a.html', null],
  ['docs', 'src/a.ts', 'is not documentation'],
  ['docs', 'test/a.md', 'is a test'],
  ['deps', 'package.json', null],
  ['deps', 'test/package.json', null],
  ['deps', 'src/a.ts', 'is not a manifest'],
  ['code', 'a//b', 'has an empty segment ("//")'],
];

for (const [kind, path, fault] of table) {
  test(`a ${kind} task and ${path}: ${fault ?? 'may'}`, () => {
    equal(changeFault({ kind, writes: ['**'] }, path, classes), fault);
  });
}

test('outside its writes a task changes nothing (E2)', () => {
  const scope = { kind: 'code', writes: ['src/**', 'a.ts'] } as const;
  deepEqual(changeFaults(scope, ['src/x', 'a.ts', 'b.ts', 'src'], classes), [
    { path: 'b.ts', reason: 'is outside what the task may write' },
    { path: 'src', reason: 'is outside what the task may write' },
  ]);
});

test('without a class of docs, a docs task changes what is neither test nor manifest nor protected', () => {
  equal(mayChange({ kind: 'docs', writes: ['**'] }, 'src/a.ts', noDocs), true);
  equal(mayChange({ kind: 'docs', writes: ['**'] }, 'src/a.test.ts', noDocs), false);
});

test('a frame without a task is held by its writes and by what is protected', () => {
  equal(mayChangePlain(['**'], 'src/a.test.ts', classes), true);
  equal(mayChangePlain(['**'], 'package.json', classes), true);
  equal(mayChangePlain(['**'], 'ci/run', classes), false);
  equal(mayChangePlain(['**'], '.espalier/a', { ...classes, protect: [] }), false);
  equal(mayChangePlain(['src/**'], 'a', classes), false);
});

test('emptiness of what may be changed', () => {
  equal(effectiveIsEmpty({ kind: 'code', writes: ['test/**', 'src/a.test.ts'] }, classes), true);
  equal(effectiveIsEmpty({ kind: 'code', writes: ['test/**', 'src/**'] }, classes), false);
  equal(effectiveIsEmpty({ kind: 'test', writes: ['src/a.ts'] }, classes), true);
  equal(effectiveIsEmpty({ kind: 'test', writes: ['src/**'] }, classes), false);
  equal(effectiveIsEmpty({ kind: 'code', writes: [] }, classes), true);
  equal(effectiveIsEmpty({ kind: 'deps', writes: ['.espalier/**'] }, classes), true);
});

test('a path may be of several classes', () => {
  deepEqual(classify('test/package.json', classes), { tests: true, manifests: true, protect: false, docs: false });
});

test('a child of another side is outside its parent (T5)', () => {
  const parent = { kind: 'code', writes: ['src/**'] } as const;
  equal(within({ kind: 'code', writes: ['src/a/**'] }, parent, classes), true);
  equal(within({ kind: 'docs', writes: ['src/**'] }, parent, classes), true);
  deepEqual(outside({ kind: 'test', writes: ['src/a.test.ts'] }, parent, classes), ['src/a.test.ts']);
  deepEqual(outside({ kind: 'code', writes: ['src/a', 'lib/**'] }, parent, classes), ['lib/**']);
  equal(within({ kind: 'code', writes: ['docs/a.md'] }, { kind: 'docs', writes: ['docs/**'] }, classes), true);
  equal(within({ kind: 'code', writes: ['src/a.ts'] }, { kind: 'docs', writes: ['src/**'] }, classes), false);
});

const letters = ['a', 'b', 't', 'm', 'p', 'd'];
const world: readonly string[] = letters.flatMap((one) => [one, ...letters.flatMap((two) =>
  [`${one}/${two}`, ...letters.map((three) => `${one}/${two}/${three}`)])]);
const smallGlob = fc.constantFrom('t', '**/t', 't/**', '**/m', 'm/**', 'a/*', '**', 'p/**', 'a/**', '*/t/**', 'd/**', '**/d');
const someGlobs = fc.array(smallGlob, { maxLength: 2 });
const smallClasses = fc.record({ tests: someGlobs, protect: someGlobs, manifests: someGlobs, docs: someGlobs });
const smallClaim = fc.constantFrom('**', 'a/**', 'a/t/**', 'a/t', 'b', 't/**', 'm/**', 'a/m', 'd/**', 'a/d', 'p', 'b/d/**');
const smallScope = fc.record({
  kind: fc.constantFrom(...taskKinds),
  writes: fc.array(smallClaim, { minLength: 1, maxLength: 3 }),
});

test('within is never wrongly yes, and emptiness never hides a path, in a small world', () => {
  let yes = 0;
  fc.assert(fc.property(smallScope, smallScope, smallClasses, (child, parent, some) => {
    const inside = within(child, parent, some);
    const empty = effectiveIsEmpty(child, some);
    if (inside && !empty) yes += 1;
    for (const path of world) {
      if (!mayChange(child, path, some)) continue;
      equal(empty, false, path);
      if (inside) equal(mayChange(parent, path, some), true, path);
    }
  }), { numRuns: 1500 });
  equal(yes > 20, true, `only ${yes} cases said yes`);
});
