// Which files get a failing control (E8).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Controlled, controlTrees } from '../../src/hands/control.ts';
import { defaultPaths } from '../../src/language/defaults.ts';
import { MemoryRepo } from '../../src/repo/memory-repo.ts';

const js = "import { test } from 'node:test';\ntest('one', () => undefined);\n";
const go = 'package m\nimport "testing"\nfunc TestOne(t *testing.T) {}\n';

/** The paths with a control in them, for each tree. */
async function controlled(files: Readonly<Record<string, string>>, changed: readonly string[] = []): Promise<readonly (readonly string[])[]> {
  const repo = new MemoryRepo();
  const blobs = await repo.keep(Object.values(files).map((text) => Buffer.from(text)));
  const changes = Object.keys(files).map((path, at) => ({ path, from: null, to: `100644:${blobs[at] ?? ''}` })).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const made = await repo.apply(repo.putTree(new Uint8Array()), changes);
  assert.ok(made.ok);
  const work: Controlled = { parts: { repo }, ir: { paths: defaultPaths }, sheet: { held: [], units: [], task: null, changes: changes.filter(({ path }) => changed.includes(path)) } };
  const trees = await controlTrees(work, made.tree);
  return Promise.all(trees.map(async (tree) => (await repo.difference(made.tree, tree)).map(({ path }) => path)));
}

test('each file of tests that the order is about is judged by itself', async () => {
  const files = { 'src/a.js': js, 'test/a.test.js': js, 'test/b.test.js': js, 'test/c.test.js': js };
  assert.deepEqual(await controlled(files, ['src/a.js', 'test/a.test.js', 'test/c.test.js']), [['test/a.test.js'], ['test/c.test.js']]);
});

test('where it is about none, an example that nobody runs does not stand for the tests', async () => {
  assert.deepEqual(await controlled({ 'src/a.js': js, 'test/examples/a.js': js, 'test/z.test.js': js }, ['src/a.js']), [['test/examples/a.js', 'test/z.test.js']]);
  const examples = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`test/examples/${at}.js`, js]));
  assert.ok((await controlled({ ...examples, 'test/z.test.js': js }))[0]?.includes('test/z.test.js'));
  assert.deepEqual(await controlled({ 'test/data.json': '{}', 'test/z.test.js': js }, ['test/data.json']), [['test/z.test.js']]);
});

test('what only declares, and what would not even compile, are no controls', async () => {
  assert.deepEqual(await controlled({ 'test/a.d.ts': 'declare const a: 1;\n' }), []);
  assert.deepEqual(await controlled({ 'test/a_test.go': go, 'test/b_test.go': go, 'test/c/d_test.go': go }), [['test/a_test.go', 'test/c/d_test.go']]);
});
