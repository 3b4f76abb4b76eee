import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Collected, LeftChange } from '../ports/collected.ts';
import type { TakenPatch } from '../ports/patch-taking.ts';
import { isPointer } from './lfs-pointer.ts';
import { MemoryRepo } from './memory-repo.ts';
import { patchOf } from './patch-of.ts';
import { bytewise, treeBytes } from './tree-bytes.ts';

const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`;

type Files = Readonly<Record<string, string | readonly [mode: string, content: string]>>;

interface Given {
  readonly repo: MemoryRepo;
  readonly tree: string;
}

async function given(files: Files): Promise<Given> {
  const repo = new MemoryRepo();
  const changes = await Promise.all(Object.entries(files).map(async ([path, file]) => {
    const [mode, content] = typeof file === 'string' ? ['100644', file] : file;
    const [blob] = await repo.keep([Buffer.from(content)]);
    return { path, from: null, to: `${mode}:${mode === '160000' ? content : blob}` };
  }));
  const applied = await repo.apply(repo.emptyTree, changes);
  assert.ok(applied.ok);
  return { repo, tree: applied.tree };
}

const added = (path: string, content: string, mode: '100644' | '100755' | '120000' = '100644'): LeftChange => ({ kind: 'added', path, mode, content: Buffer.from(content) });
const changed = (path: string, content: string, mode: '100644' | '100755' | '120000' = '100644'): LeftChange => ({ kind: 'changed', path, mode, content: Buffer.from(content) });
const deleted = (path: string): LeftChange => ({ kind: 'deleted', path });

function take({ repo, tree }: Given, changes: readonly LeftChange[], more: Partial<Collected> = {}): Promise<TakenPatch> {
  return patchOf(repo, { baseTree: tree, lineTree: tree, collected: { changes, refusals: [], ...more } });
}

async function refused(at: Given, ...changes: readonly LeftChange[]): Promise<readonly string[]> {
  const taken = await take(at, changes);
  return taken.ok ? [] : taken.refusals.map(({ kind, path }) => `${kind} ${path}`);
}

const submodule = ['160000', 'c'.repeat(40)] as const;

test('what was left becomes a candidate, and its changes are measured from the base of the line', async () => {
  const at = await given({ 'a.txt': 'a\r\n', 'run.sh': 'x', 'dir/old': 'old', gone: 'gone' });
  const first = await take(at, [changed('a.txt', 'b\r\n'), { kind: 'mode', path: 'run.sh', mode: '100755' }, deleted('gone'), added('new', ''), deleted('dir/old'), added('dir', 'a file now')]);
  assert.ok(first.ok);
  assert.deepEqual(first.patch.changes.map(({ path, from, to }) => `${path} ${from?.slice(0, 6)} ${to?.slice(0, 6)}`), [
    'a.txt 100644 100644', 'dir undefined 100644', 'dir/old 100644 undefined', 'gone 100644 undefined', 'new undefined 100644', 'run.sh 100644 100755',
  ]);
  const { repo, tree } = at;
  const again = await patchOf(repo, { baseTree: tree, lineTree: first.patch.candidate, collected: { changes: [changed('a.txt', 'a\r\n')], refusals: [] } });
  assert.ok(again.ok);
  assert.ok(!again.patch.changes.some(({ path }) => path === 'a.txt'), 'what is as in the base again is no change');
  assert.equal(Buffer.from(await repo.read(first.patch.candidate, 'a.txt', 10) ?? []).toString(), 'b\r\n');
});

test('what is measured on the base itself is what git finds between the two trees', async () => {
  const at = await given({ a: '1', 'b/c': '2', 'b-d': '3', é: '4', z: '5' });
  const taken = await take(at, [changed('z', '5'), changed('é', 'x'), deleted('b/c'), added('b', 'x'), added('\u{1f600}', 'x'), added('\uffee', 'x'), { kind: 'mode', path: 'a', mode: '100644' }]);
  assert.ok(taken.ok);
  assert.deepEqual(taken.patch.changes, await at.repo.difference(at.tree, taken.patch.candidate));
  assert.deepEqual(taken.patch.changes.map(({ path }) => path), ['b', 'b/c', 'é', '\u{1f600}', '\uffee']);
});

test('a patch has one name on every base on which it changes the same (E6)', async () => {
  const [one, other] = [await given({ a: '1', b: '1' }), await given({ a: '1', b: '2', c: '3' })];
  const [left, right] = [await take(one, [changed('a', 'x')]), await take(other, [changed('a', 'x')])];
  assert.ok(left.ok && right.ok);
  assert.equal(left.patch.patch, right.patch.patch);
  assert.notEqual(left.patch.candidate, right.patch.candidate);
  const more = await take(other, [changed('a', 'x'), deleted('c')]);
  assert.ok(more.ok);
  assert.notEqual(more.patch.patch, left.patch.patch);
  const nothing = await take(one, []);
  assert.ok(nothing.ok);
  assert.deepEqual([nothing.patch.changes, nothing.patch.candidate], [[], one.tree]);
});

test('beside a refusal of whoever collected nothing is taken', async () => {
  const at = await given({ a: '1' });
  const taken = await take(at, [changed('a', '2')], { refusals: [{ kind: 'fifo', path: 'p', why: 'is a fifo' }] });
  assert.deepEqual(taken, { ok: false, refusals: [{ kind: 'fifo', path: 'p', why: 'is a fifo' }] });
});

test('submodules, and what says where they come from, are not changed', async () => {
  const at = await given({ 'lib/sub': submodule, '.gitmodules': 'x', a: '1' });
  assert.deepEqual(await refused(at, added('lib/sub/file', 'x')), ['submodule lib/sub/file']);
  assert.deepEqual(await refused(at, deleted('lib/sub')), ['submodule lib/sub']);
  assert.deepEqual(await refused(at, added('lib', 'x')), ['submodule lib']);
  assert.deepEqual(await refused(at, changed('.gitmodules', 'y')), ['submodule .gitmodules']);
  for (const path of ['dir/.GitModules', '.gitmodules.', 'gitmod~1', '.gitmod\u200bules']) assert.equal((await refused(at, added(path, 'x')))[0]?.split(' ')[0], 'submodule', path);
  assert.deepEqual(await refused(at, added('lib/other', 'x')), []);
});

test('a pointer of Git LFS is changed to a pointer, removed, or left as it is', async () => {
  const at = await given({ 'big.bin': pointer, plain: 'version of nothing', link: ['120000', pointer] });
  assert.deepEqual(await refused(at, changed('big.bin', 'the content itself')), ['lfs big.bin']);
  assert.deepEqual(await refused(at, changed('big.bin', pointer.replace('12345', '1'))), []);
  assert.deepEqual(await refused(at, deleted('big.bin'), changed('plain', 'x')), []);
  assert.equal(isPointer(Buffer.from(pointer + 'x'.repeat(2_000))), false);
});

test('a new name that some file system takes for another that is left is refused', async () => {
  const at = await given({ Makefile: '1', 'src/a.ts': '1', 'Ünder/x': '1', Both: '1', both: '2', 'D/1': '', 'd/1': '' });
  assert.deepEqual(await refused(at, added('makefile', 'x')), ['collision makefile']);
  assert.deepEqual(await refused(at, added('SRC/b.ts', 'x')), ['collision SRC/b.ts']);
  assert.deepEqual(await refused(at, added('u\u0308nder/y', 'x')), ['collision u\u0308nder/y']);
  assert.deepEqual(await refused(at, added('n', 'x'), added('N', 'x')), ['collision N']);
  assert.deepEqual(await refused(at, deleted('Makefile'), added('makefile', 'x')), []);
  assert.deepEqual(await refused(at, changed('both', 'x'), added('d/2', 'x')), [], 'what the base has already is its own');
  assert.deepEqual(await refused(at, added('BOTH', 'x')), ['collision BOTH']);
});

test('a link of the base that now leads out is seen, and one that did before is not', async () => {
  const at = await given({ link: ['120000', 'via/../../x'], via: ['120000', 'deep/er'], 'deep/er/f': '1', out: ['120000', '/etc'], 'n/turn': ['120000', 'dir/../..'], 'n/dir/f': '1' });
  assert.deepEqual(await refused(at, deleted('via'), added('via/f', 'x')), ['link link']);
  assert.deepEqual(await refused(at, deleted('n/dir/f'), added('n/dir', '..', '120000')), ['link n/turn'], 'the new one leads to the top, and so through it the old one out');
  assert.deepEqual(await refused(at, added('new', '../x', '120000')), ['link new']);
  assert.deepEqual(await refused(at, added('new', 'link', '120000'), changed('out', '/usr', '120000')), ['link out']);
  assert.deepEqual(await refused(at, added('new', 'deep/er/f', '120000')), []);
});

test('names that are not UTF-8 stay, and nothing takes their place', async () => {
  const { repo } = await given({});
  const [object = ''] = await repo.keep([Buffer.from('x')]);
  const inner = repo.putTree(treeBytes(new Map([['\xff', { mode: '100644', object }], [bytewise('é'), { mode: '100644', object }]])));
  const tree = repo.putTree(treeBytes(new Map([['dir', { mode: '40000', object: inner }]])));
  assert.deepEqual(await refused({ repo, tree }, deleted('dir/é'), added('dir', 'x')), ['submodule dir']);
  assert.deepEqual(await refused({ repo, tree }, deleted('dir/é'), added('dir/z', 'x')), []);
});

test('what does not fit the tree that the workspace was made of is refused', async () => {
  const at = await given({ a: '1', l: ['120000', 'a'], 'd/f': '1' });
  const left = [added('a', 'x'), changed('none', 'x'), deleted('none'), { kind: 'mode', path: 'l', mode: '100755' } as const, added('d', 'x'), added('a/b', 'x')];
  for (const one of left) assert.deepEqual(await refused(at, one), [`broken ${one.path}`]);
  for (const path of ['.git/config', 'a\nb', 'x/.GIT /y']) assert.notDeepEqual(await refused(at, added(path, 'x')), [], path);
});
