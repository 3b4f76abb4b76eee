/** What every repository must do, as tests: run on each implementation. */

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import fc from 'fast-check';
import type { Change } from '../../src/kernel/facts.ts';
import { type NewCommit, type Repo, RepoError } from '../../src/ports/repo.ts';
import { opened, type TestOf } from './opened.ts';
import { type Model, modelChanges, models, treeOfModel } from './tree-model.ts';

export interface RepoUnderTest {
  readonly repo: Repo;
  /** The name of the tree with nothing in it. */
  readonly empty: string;
  /** A tree of these, whose names are any bytes. */
  readonly treeOf: (entries: readonly { readonly name: Uint8Array; readonly mode: string; readonly object: string }[]) => Promise<string>;
  /** Makes a revision of the person's name a commit. */
  readonly name: (revision: string, commit: string) => Promise<void>;
  readonly noteOf: (commit: string) => Promise<string | null>;
  readonly dispose: () => Promise<void>;
}

const who = { name: 'A', email: 'a@example.com', at: 1_700_000_000_500 };

export function repoContract(name: string, open: () => Promise<RepoUnderTest>): void {
  const test = opened(open);
  describe(`repo contract: ${name}`, () => {
    contentTests(test);
    changeTests(test);
    commitTests(test);
    refTests(test);
  });
}

type Test = TestOf<RepoUnderTest>;

const text = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString();

async function sideOf(repo: Repo, content: string, mode = '100644'): Promise<string> {
  return `${mode}:${(await repo.keep([Buffer.from(content)]))[0]}`;
}

async function applied(repo: Repo, tree: string, changes: readonly Change[]): Promise<string> {
  const made = await repo.apply(tree, changes);
  assert.ok(made.ok, JSON.stringify(made));
  return made.tree;
}

function commitOf(repo: Repo, more: Partial<NewCommit> & Pick<NewCommit, 'tree'>): Promise<string> {
  return repo.commit({ parent: null, message: 'm', author: who, committer: who, ...more });
}

function contentTests(test: Test): void {
  test('contents come back byte for byte, under the name that git gives them', async ({ repo, empty }) => {
    const big = Buffer.alloc(300_000, 'long ');
    const contents = [Buffer.alloc(0), Buffer.from('a\r\nb\r\n'), Buffer.from([0, 255, 10, 0]), big, Buffer.from('a\r\nb\r\n')];
    const names = await repo.keep(contents);
    assert.equal(names[0], empty.length === 40 ? 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391' : '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813');
    assert.equal(names[1], names[4]);
    assert.deepEqual((await repo.contents(names, 300_000)).map((one) => Buffer.from(one ?? 'more')), contents);
    assert.deepEqual((await repo.contents(names, 299_999)).map((one) => one === null), [false, false, false, true, false]);
    await assert.rejects(repo.contents(['0'.repeat(empty.length)], 10), RepoError);
    await assert.rejects(repo.contents(['--help'], 10), RepoError);
    await assert.rejects(repo.contents([empty], 10), RepoError);
    assert.deepEqual(await repo.keep([]), []);
  });

  test('a tree tells its entries in the order of their bytes, whatever they are called', async ({ repo, treeOf }) => {
    const [object = ''] = await repo.keep([Buffer.from('x')]);
    const inner = await treeOf([{ name: Buffer.from('in'), mode: '100755', object }]);
    const names = [Buffer.from('b-c'), Buffer.from('b.c'), Buffer.from([0x62, 0xff]), Buffer.from('é'), Buffer.from('new\nline'), Buffer.from('n'.repeat(4_000))];
    const tree = await treeOf([...names.map((one) => ({ name: one, mode: '100644', object })), { name: Buffer.from('b'), mode: '40000', object: inner }]);
    const entries = await repo.entries(tree);
    const paths = entries.map(({ path, bytes }) => Buffer.from(bytes ?? path));
    assert.deepEqual(paths, [...names, Buffer.from('b/in')].sort(Buffer.compare));
    assert.deepEqual(entries.filter(({ bytes }) => bytes !== null).map(({ path }) => path), ['b\\xff']);
    assert.deepEqual(entries[2], { path: 'b/in', bytes: null, mode: '100755', object });
  });

  test('a file of a tree is read, and nothing else is', async ({ repo, empty }) => {
    const tree = await applied(repo, empty, [
      { path: 'dir/file', from: null, to: await sideOf(repo, 'content') },
      { path: 'link', from: null, to: await sideOf(repo, 'dir/file', '120000') },
      { path: ':(top)x', from: null, to: await sideOf(repo, 'not magic') },
    ]);
    assert.equal(text(await repo.read(tree, 'dir/file', 7)), 'content');
    assert.equal(text(await repo.read(tree, ':(top)x', 100)), 'not magic');
    for (const path of ['dir', 'link', 'none', 'dir/none', 'link/x', '../x', '', './dir/file']) assert.equal(await repo.read(tree, path, 100), null, path);
    await assert.rejects(repo.read(tree, 'dir/file', 6), RepoError);
  });
}

function changeTests(test: Test): void {
  test('changes stand on a tree whose paths are as they say, and on no other', async ({ repo, empty }) => {
    const [one, two] = [await sideOf(repo, '1'), await sideOf(repo, '2')];
    const tree = await applied(repo, empty, [{ path: 'a', from: null, to: one }, { path: 'd/b', from: null, to: one }]);
    assert.deepEqual(await repo.apply(tree, [{ path: 'a', from: two, to: one }]), { ok: false, conflicts: ['a'] });
    assert.deepEqual(await repo.apply(tree, [{ path: 'a', from: null, to: two }, { path: 'd/x', from: one, to: null }]), { ok: false, conflicts: ['a', 'd/x'] });
    assert.deepEqual(await repo.apply(tree, [{ path: 'd', from: null, to: two }]), { ok: false, conflicts: ['d'] });
    assert.deepEqual(await repo.apply(tree, [{ path: 'a/b', from: null, to: two }]), { ok: false, conflicts: ['a/b'] });
    assert.deepEqual(await repo.difference(tree, await applied(repo, tree, [{ path: 'a', from: one, to: one }])), []);
    const swapped = await applied(repo, tree, [{ path: 'd/b', from: one, to: null }, { path: 'd', from: null, to: two }, { path: 'a', from: one, to: null }, { path: 'a/b/c', from: null, to: two }]);
    assert.deepEqual((await repo.entries(swapped)).map(({ path }) => path), ['a/b/c', 'd']);
    assert.equal(await applied(repo, swapped, [{ path: 'a/b/c', from: two, to: null }, { path: 'd', from: two, to: null }]), empty);
  });

  test('what no tree can be is an error', async ({ repo, empty }) => {
    const one = await sideOf(repo, '1');
    const missing = `100644:${'0'.repeat(empty.length - 1)}1`;
    for (const path of ['.git/config', 'a/.GIT', '../a', '/a', 'a//b', '', 'a\\b', 'a\nb', 'n'.repeat(256)]) await assert.rejects(repo.apply(empty, [{ path, from: null, to: one }]), RepoError, path);
    await assert.rejects(repo.apply(empty, [{ path: 'a', from: null, to: missing }]), RepoError);
    await assert.rejects(repo.apply(empty, [{ path: 'a', from: null, to: `100644:${empty}` }]), RepoError);
    await assert.rejects(repo.apply(empty, [{ path: 'a', from: null, to: one }, { path: 'a', from: null, to: one }]), RepoError);
    await assert.rejects(repo.apply(empty, [{ path: 'a', from: null, to: one }, { path: 'a/b', from: null, to: one }]), RepoError);
    for (const to of ['100664:1', '100644', `40000:${empty}`, `100644:${one}`, 'x']) await assert.rejects(repo.apply(empty, [{ path: 'a', from: null, to }]), RepoError, to);
    await assert.rejects(repo.apply(empty, [{ path: '.gitmodules', from: null, to: one.replace('100644', '120000') }]), RepoError);
    await assert.rejects(repo.apply('0'.repeat(empty.length - 1).concat('1'), [{ path: 'a', from: null, to: one }]), RepoError);
    await assert.rejects(repo.apply('HEAD', []), RepoError);
  });

  test('what a difference says makes the one tree of the other, as a plain model has it', async ({ repo, empty }) => {
    const trees = async (model: Model): Promise<string> => applied(repo, empty, modelChanges({}, await treeOfModel(repo, model)));
    await fc.assert(fc.asyncProperty(models, models, async (before, after) => {
      const [from, to] = [await trees(before), await trees(after)];
      const changes = await repo.difference(from, to);
      assert.deepEqual(changes, modelChanges(await treeOfModel(repo, before), await treeOfModel(repo, after)));
      assert.equal(await applied(repo, from, changes), to);
      assert.equal(await applied(repo, to, changes.map(({ path, from: old, to: now }) => ({ path, from: now, to: old }))), from);
      const inTree = Object.fromEntries((await repo.entries(to)).map(({ path, mode, object }) => [path, `${mode}:${object}`]));
      assert.deepEqual(inTree, await treeOfModel(repo, after));
    }), { numRuns: 15 });
  });

  test('a name that is no UTF-8 stays as it is beside what changes, and is no path of a patch', async ({ repo, treeOf, empty }) => {
    const one = await sideOf(repo, '1');
    const [, object = ''] = one.split(':');
    const tree = await treeOf([{ name: Buffer.from([0xff]), mode: '100664', object }]);
    const changed = await applied(repo, tree, [{ path: 'a', from: null, to: one }]);
    assert.deepEqual((await repo.entries(changed)).map(({ path, mode }) => [path, mode]), [['a', '100644'], ['\\xff', '100644']]);
    assert.deepEqual(await repo.difference(tree, changed), [{ path: 'a', from: null, to: one }]);
    await assert.rejects(repo.difference(empty, tree), RepoError);
  });
}

function commitTests(test: Test): void {
  test('a commit is named by what it is made of, and no field can become another', async ({ repo, empty }) => {
    const first = await commitOf(repo, { tree: empty });
    assert.equal(first, await commitOf(repo, { tree: empty, author: { ...who, at: who.at + 499 } }));
    assert.equal(await repo.treeOf(first), empty);
    assert.equal(await repo.commitOf(first), first);
    const hostile = await commitOf(repo, { tree: empty, parent: first, message: 'a\r\n\0b\ud800\n\n', author: { name: 'x> 0 +0000\ngpgsig <y', email: '<a@b>\n', at: 0 } });
    assert.equal(hostile, await commitOf(repo, { tree: empty, parent: first, message: 'a\nb\ufffd', author: { name: 'x 0 +0000 gpgsig y', email: 'a@b', at: 0 } }));
    assert.notEqual(await commitOf(repo, { tree: empty, author: { name: '', email: '', at: 0 }, message: '' }), first);
    for (const at of [Number.NaN, -1, Infinity]) await assert.rejects(commitOf(repo, { tree: empty, author: { ...who, at } }), RepoError);
    await assert.rejects(commitOf(repo, { tree: first }), RepoError);
    await assert.rejects(commitOf(repo, { tree: empty, parent: empty }), RepoError);
    await assert.rejects(repo.treeOf(empty), RepoError);
  });

  test('a revision is a word and never an option', async ({ repo, empty, name: called }) => {
    const commit = await commitOf(repo, { tree: empty });
    await called('theirs', commit);
    assert.equal(await repo.commitOf('theirs'), commit);
    for (const one of ['none', '', '--help', '-h', '--output=/tmp/x', 'theirs\n--help', `${commit}\0`, empty, 'theirs:', 'x'.repeat(5_000)]) assert.equal(await repo.commitOf(one), null, one);
  });

  test('a difference as text names its paths, and is cut where it is long', async ({ repo, empty }) => {
    const [blob = ''] = await repo.keep([Buffer.from('text\n')]);
    const applied = await repo.apply(empty, [{ path: 'a/b.txt', from: null, to: `100644:${blob}` }]);
    const tree = applied.ok ? applied.tree : '';
    assert.match(await repo.diff(empty, tree, 10_000), /^diff --git a\/a\/b\.txt b\/a\/b\.txt\n/);
    assert.equal(await repo.diff(tree, tree, 10_000), '');
    assert.match(await repo.diff(empty, tree, 12), /^diff --git a\n… \d+ bytes are left out …\n$/);
  });

  test('the commits between two are those of the stack, the oldest first', async ({ repo, empty }) => {
    const commits: string[] = [await commitOf(repo, { tree: empty })];
    for (const message of ['a', 'b', 'c']) commits.push(await commitOf(repo, { tree: empty, parent: commits.at(-1) ?? '', message }));
    const [first = '', second = '', , last = ''] = commits;
    assert.deepEqual(await repo.commitsBetween(first, last), commits.slice(1));
    assert.deepEqual(await repo.commitsBetween(last, last), []);
    const aside = await commitOf(repo, { tree: empty, parent: first, message: 'aside' });
    for (const [below, tip] of [[last, second], [aside, last], [last, first]] as const) await assert.rejects(repo.commitsBetween(below, tip), RepoError);
  });

  test('a note stands beside a commit, and the same again changes nothing', async ({ repo, empty, noteOf }) => {
    const [first, second] = [await commitOf(repo, { tree: empty }), await commitOf(repo, { tree: empty, message: 'another' })];
    await Promise.all([repo.note(first, 'landed'), repo.note(second, 'landed too\n')]);
    await repo.note(first, 'landed');
    assert.deepEqual([await noteOf(first), await noteOf(second)], ['landed\n', 'landed too\n']);
    await repo.note(first, 'and more');
    assert.equal(await noteOf(first), 'and more\n');
    await assert.rejects(repo.note(empty, 'no commit'), RepoError);
  });
}

function refTests(test: Test): void {
  test('a ref moves from what it names alone', async ({ repo, empty }) => {
    const [blob = ''] = await repo.keep([Buffer.from('x')]);
    const commit = await commitOf(repo, { tree: empty });
    assert.equal(await repo.ref('tip'), null);
    assert.equal(await repo.moveRef('tip', { from: commit, to: blob }), false);
    assert.equal(await repo.moveRef('tip', { from: null, to: commit }), true);
    assert.equal(await repo.moveRef('tip', { from: null, to: commit }), false);
    assert.equal(await repo.moveRef('tip', { from: blob, to: commit }), false);
    assert.equal(await repo.moveRef('tip', { from: blob, to: null }), false);
    assert.equal(await repo.moveRef('patch/a-1', { from: null, to: blob }), true);
    assert.equal(await repo.moveRef('patch/b.2', { from: null, to: empty }), true);
    assert.deepEqual(await repo.refs('patch/'), [['patch/a-1', blob], ['patch/b.2', empty]]);
    assert.deepEqual(await repo.refs('patch/b'), [['patch/b.2', empty]]);
    assert.equal(await repo.moveRef('tip', { from: commit, to: blob }), true);
    assert.equal(await repo.ref('tip'), blob);
    assert.equal(await repo.moveRef('tip', { from: blob, to: null }), true);
    assert.equal(await repo.ref('tip'), null);
    assert.equal(await repo.moveRef('tip', { from: null, to: null }), true);
    await assert.rejects(repo.moveRef('tip', { from: null, to: `${'0'.repeat(empty.length - 1)}1` }), RepoError);
    for (const bad of ['', '../x', 'a/../b', '/a', 'a/', 'a b', 'a\n', 'x.lock', 'a..b', '.a', 'HEAD^', 'a\0b']) await assert.rejects(async () => repo.ref(bad), RepoError, bad);
  });

  test('of many who move a ref at once one does', async ({ repo }) => {
    const blobs = await repo.keep(Array.from({ length: 6 }, (_, at) => Buffer.from(String(at))));
    const moved = await Promise.all(blobs.map((to) => repo.moveRef('tip', { from: null, to })));
    assert.equal(moved.filter((one) => one).length, 1);
    assert.equal(await repo.ref('tip'), blobs[moved.indexOf(true)]);
  });
}
