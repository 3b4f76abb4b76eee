import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeFault } from '../kernel/effective-paths.ts';
import type { TaskKind } from '../kernel/ir.ts';
import { defaultPaths, pathsOf } from './defaults.ts';

const fault = (kind: TaskKind, path: string, classes = defaultPaths): string | null => changeFault({ kind, writes: ['**'] }, path, classes);

/** Each decides which tests run, or how. */
const runners = [
  'vite.config.ts', 'web/vitest.config.mts', 'jest.config.js', 'app/jest.setup.ts', '.mocharc.json', 'playwright.config.ts', 'node.config.json',
  'pytest.ini', 'tox.ini', 'noxfile.py', 'src/sitecustomize.py', '.cargo/config.toml', '.config/nextest.toml', '.mvn/maven.config', '.espalier/develop.esp',
];
const manifests = ['package.json', 'pkg/package.json', 'yarn.lock', 'pyproject.toml', 'setup.cfg', 'requirements-dev.txt', 'go.mod', 'crates/a/Cargo.toml', 'pom.xml', 'build.gradle.kts'];
const tests = ['conftest.py', 'pkg/conftest.py', 'src/add.test.ts', 'src/__snapshots__/add.snap', 'pkg/test_add.py', 'pkg/add_test.go', 'app/src/test/java/AddTest.java'];

for (const kind of ['code', 'refactor', 'docs'] as const) {
  test(`a ${kind} task changes nothing that decides which tests run, and how`, () => {
    assert.deepEqual(runners.map((path) => fault(kind, path)), runners.map(() => 'is protected'));
    assert.deepEqual(manifests.map((path) => fault(kind, path)), manifests.map(() => 'is a manifest'));
    assert.deepEqual(tests.map((path) => fault(kind, path)), tests.map(() => 'is a test'));
  });
}

test('a task of tests or of dependencies changes its own, and no settings of runners', () => {
  assert.deepEqual(tests.map((path) => fault('test', path)), tests.map(() => null));
  assert.deepEqual(manifests.map((path) => fault('deps', path)), manifests.map(() => null));
  for (const kind of ['test', 'deps'] as const) assert.deepEqual(runners.map((path) => fault(kind, path)), runners.map(() => 'is protected'));
});

test('what a plan protects, or calls a manifest, stands beside what is guarded anyway', () => {
  const classes = pathsOf({ protect: ['scripts/**'], manifests: ['deps.txt'], tests: ['checks/**'] });
  assert.deepEqual(['scripts/a.sh', 'vite.config.ts', '.espalier/a'].map((path) => fault('code', path, classes)), Array.from({ length: 3 }, () => 'is protected'));
  assert.deepEqual(['deps.txt', 'package.json'].map((path) => fault('code', path, classes)), ['is a manifest', 'is a manifest']);
  assert.deepEqual(['checks/a.ts', 'conftest.py', 'test/a.ts'].map((path) => fault('code', path, classes)), ['is a test', 'is a test', null]);
});

test('a guard is moved by its very name, and to nobody who is judged by it', () => {
  const classes = pathsOf({ manifests: ['**/vite.config.*'], tests: ['test/**', '**/pytest.ini'] });
  assert.deepEqual([fault('code', 'vite.config.ts', classes), fault('deps', 'vite.config.ts', classes)], ['is a manifest', null]);
  assert.deepEqual([fault('code', 'pytest.ini', classes), fault('test', 'pytest.ini', classes)], ['is a test', null]);
  assert.equal(fault('deps', 'vitest.config.ts', classes), 'is protected');
});
