import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PathClasses } from '../kernel/ir.ts';
import { examplePath } from './example-path.ts';

const usualClasses: PathClasses = { tests: ['test/**', '**/*.test.*'], protect: [], manifests: ['**/package.json'], docs: ['docs/**'] };
const wanted = { usual: 'test/first.test.ts', stem: 'first' };

test('a usual path stays where the plan has nothing against it', () => {
  assert.equal(examplePath('test', wanted, usualClasses), 'test/first.test.ts');
  assert.equal(examplePath('code', { usual: 'src/first.ts', stem: 'first' }, usualClasses), 'src/first.ts');
});

test('elsewhere a glob of the plan gives one', () => {
  const found = (tests: readonly string[]): string => examplePath('test', wanted, { ...usualClasses, tests });
  assert.equal(found(['checks/**']), 'checks/first');
  assert.equal(found(['**/test_*.py']), 'test_first.py');
  assert.equal(found(['crates/*/tests/**']), 'crates/first/tests/first');
  assert.equal(found(['a?/**/*_test.go']), 'ax/first_test.go');
  assert.equal(examplePath('deps', { usual: 'package.json', stem: 'first' }, { ...usualClasses, manifests: ['**/Cargo.toml'] }), 'Cargo.toml');
});

test('code goes where neither tests nor manifests are', () => {
  const classes = { ...usualClasses, tests: ['src/**'] };
  assert.equal(examplePath('code', { usual: 'src/first.ts', stem: 'first' }, classes), 'first');
});

test('a directory is kept to', () => {
  const below = (dir: string, tests: readonly string[]): string =>
    examplePath('test', { usual: `${dir}a.test.ts`, dir, stem: 'a' }, { ...usualClasses, tests });
  assert.equal(below('src/', ['**/test_*.py']), 'src/test_a.py');
  assert.equal(below('src/', ['src/checks/**']), 'src/checks/a');
});

test('where nothing will do, the usual path is as good as any', () => {
  assert.equal(examplePath('test', wanted, { ...usualClasses, tests: [] }), 'test/first.test.ts');
});
