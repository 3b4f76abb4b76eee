import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, linkSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { insideScript } from '../inside/scripts.ts';
import { type Change, changesOf, type Collected } from './changes.ts';
import { type LeftCaps, nameCaps, usualCaps } from './left-caps.ts';
import { type Entry, LeftReader, type Listing } from './left-reader.ts';

const skip = process.platform === 'linux' ? {} : { skip: 'it needs Linux' };
const directory = mkdtempSync(join(tmpdir(), 'espalier-changes-'));
after(() => rmSync(directory, { recursive: true }));

/** Files by their paths: a text; `x:` before it, it can be run; `→` before it, a link. */
type Tree = Readonly<Record<string, string>>;
let made = 0;

function make(tree: Tree): string {
  made += 1;
  const root = join(directory, String(made));
  mkdirSync(root);
  for (const [path, text] of Object.entries(tree)) put(join(root, path), text);
  return root;
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  if (text.startsWith('→')) symlinkSync(text.slice(1), path);
  else writeFileSync(path, text, { mode: text.startsWith('x:') ? 0o755 : 0o644 });
}

/** The listing as it is made in a box, without one. */
function listed(root: string, base: string, caps: LeftCaps = usualCaps): Listing {
  const told = JSON.stringify({ root, base, ...caps, ...nameCaps });
  const { stdout, stderr, status } = spawnSync(process.execPath, [insideScript('lister'), told], { maxBuffer: 2 ** 28 });
  assert.equal(status, 0, String(stderr));
  const reader = new LeftReader(caps);
  reader.push(stdout);
  const listing = reader.end();
  assert.ok(typeof listing !== 'string', String(listing));
  return listing;
}

const collect = (root: string, base: string): Collected => changesOf(listed(root, base), base);
const words = (change: Change): string => ('content' in change ? `${change.kind} ${change.path} ${change.mode} ${Buffer.from(change.content).toString()}` : `${change.kind} ${change.path}${'mode' in change ? ` ${change.mode}` : ''}`);
const kinds = ({ refusals }: Collected): readonly string[] => refusals.map(({ kind, path }) => `${kind} ${path}`);

test('what was added, changed, deleted, or has another mode', skip, () => {
  const base = make({ same: 'same', changed: 'old', deleted: 'x', mode: 'mode', 'dir/a': 'a', 'dir/b': 'b', file: 'f', link: '→same', 'gone/deep/x': 'x' });
  const root = make({ same: 'same', changed: 'new', mode: 'mode', 'dir/a': 'a', 'new/deep': 'x:run', 'file/in': 'now a directory', link: '→changed', gone: 'now a file' });
  chmodSync(join(root, 'mode'), 0o755);
  mkdirSync(join(root, 'empty'));
  const { changes, refusals } = collect(root, base);
  assert.deepEqual(refusals, []);
  assert.deepEqual(changes.map(words).sort(), [
    'added file/in 100644 now a directory', 'added gone 100644 now a file', 'added new/deep 100755 x:run', 'changed changed 100644 new', 'changed link 120000 changed',
    'deleted deleted', 'deleted dir/b', 'deleted file', 'deleted gone/deep/x', 'mode mode 100755',
  ]);
});

test('what is no file of a tree is refused with its kind', skip, () => {
  const base = make({ kept: 'k', Readme: 'r' });
  const root = make({ kept: 'k', Readme: 'r', README: 'R', 'sub/.git/config': 'x', out: '→/etc/passwd', up: '→../x', hooks: '→sub/.git/hooks', 'na\nme': 'n', setid: 's', '\u00e9': '1', 'e\u0301': '2' });
  chmodSync(join(root, 'setid'), 0o4755);
  linkSync(join(root, 'kept'), join(root, 'twice'));
  writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0x1b])]), 'x');
  assert.equal(spawnSync('mkfifo', [join(root, 'fifo')]).status, 0);
  const collected = collect(root, base);
  assert.deepEqual([...kinds(collected)].sort(), [
    'bad-name \\xff\\u{1b}', 'bad-name na\\u{a}me', 'collision README', 'collision \u00e9', 'fifo fifo', 'git hooks', 'git sub/.git', 'link out', 'link up', 'set-id setid',
  ]);
  // Two names of one file are two files for git, and were read with the rights of who made them.
  assert.ok(collected.changes.some(({ path }) => path === 'twice'));
});

test('a name that only changes its case is no collision', skip, () => {
  const { changes, refusals } = collect(make({ readme: 'r', 'sub/x': 'x' }), make({ Readme: 'r', 'Sub/x': 'x' }));
  assert.deepEqual(refusals, []);
  assert.equal(changes.length, 4);
});

test('a link may not lead out through one of the base', skip, () => {
  const base = make({ out: '→/etc', 'd/x': 'x' });
  assert.deepEqual(kinds(collect(make({ out: '→/etc', 'd/x': 'x', new: '→out/passwd', in: '→d/x' }), base)), ['link new']);
});

test('long and deep names, and more than is taken', skip, () => {
  const base = make({});
  const deep = Array.from({ length: 200 }, () => 'd').join('/');
  const root = make({ ['n'.repeat(255)]: 'long', [`${deep}/f`]: 'deep' });
  const collected = collect(root, base);
  assert.deepEqual(collected.changes.map(({ path }) => path.length), [255]);
  assert.deepEqual(collected.refusals.map(({ kind, why }) => `${kind} ${why}`), ['bad-name has more than 64 segments']);
  assert.equal(listed(make({ a: '1', b: '2', c: '3' }), base, { ...usualCaps, entries: 2 }).ended, 'too-many');
  assert.equal(listed(make({ a: '11', b: '22' }), base, { ...usualCaps, bytes: 3 }).ended, 'too-much');
  assert.deepEqual(listed(make({ a: '11' }), base, { ...usualCaps, fileBytes: 1 }).entries.map(({ kind }) => kind), ['too-large']);
});

const entry = (kind: Entry['kind'], path: string, content = 'x'): Entry => ({ kind, path: Buffer.from(path), mode: 0o644, content: kind === 'file' || kind === 'link' ? Buffer.from(content) : Buffer.alloc(0) });

test('a listing that contradicts the base or itself is not believed', skip, () => {
  const base = make({ file: 'f', 'dir/a': 'a', link: '→dir' });
  const lies: readonly (readonly Entry[])[] = [
    [entry('deleted', 'nothing')], [entry('deleted', 'dir')], [entry('file', 'file/below')], [entry('file', 'dir')], [entry('file', 'link/below')],
    [entry('file', 'new'), entry('file', 'new/below')], [entry('link', 'l', 'dir'), entry('file', 'l/below')],
  ];
  for (const entries of lies) {
    const { changes, refusals } = changesOf({ ended: 'whole', entries }, base);
    assert.deepEqual([changes.length, refusals.map(({ kind }) => kind)], [0, ['broken']], entries.map(({ path }) => Buffer.from(path).toString()).join());
  }
  assert.deepEqual(changesOf({ ended: 'whole', entries: [entry('mode', 'dir/b')] }, base).refusals.map(({ kind }) => kind), ['broken']);
  assert.deepEqual(changesOf({ ended: 'whole', entries: [entry('file', 'file', 'f')] }, base), { changes: [], refusals: [] }, 'what is the same is no change');
});

test('the changes of any two trees turn the one into the other', skip, () => {
  const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
  const text = fc.constantFrom('1', '2', 'x:1', '→y', '→z');
  const tree = fc.array(fc.tuple(path, text), { maxLength: 6 }).map(treeOf);
  // Many pairs at once, each in a directory of its own: they are listed by one program.
  fc.assert(fc.property(fc.array(fc.tuple(tree, tree), { minLength: 30, maxLength: 60 }), (pairs) => {
    const together = (at: 0 | 1): Tree => Object.fromEntries(pairs.flatMap((pair, nth) => Object.entries(pair[at]).map(([name, held]) => [`${nth}/${name}`, held])));
    const [base, root] = [make(together(0)), make(together(1))];
    const { changes, refusals } = collect(root, base);
    assert.deepEqual(refusals, []);
    for (const change of changes) if (change.kind === 'deleted') rmSync(join(base, change.path));
    for (const change of changes) apply(base, change);
    assert.deepEqual(seen(base), seen(root));
  }), { numRuns: 4 });
});

/** Of paths that cannot both be there the first is. */
function treeOf(entries: readonly (readonly [string, string])[]): Tree {
  const kept: Record<string, string> = {};
  for (const [path, text] of entries) {
    const isFree = Object.keys(kept).every((other) => other !== path && !other.startsWith(`${path}/`) && !path.startsWith(`${other}/`));
    if (isFree) kept[path] = text;
  }
  return kept;
}

function apply(root: string, change: Change): void {
  const path = join(root, change.path);
  if (change.kind === 'mode') chmodSync(path, change.mode === '100755' ? 0o755 : 0o644);
  if (!('content' in change)) return;
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true || existsSync(path) || change.kind === 'changed') rmSync(path, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  if (change.mode === '120000') symlinkSync(Buffer.from(change.content).toString(), path);
  else writeFileSync(path, change.content, { mode: change.mode === '100755' ? 0o755 : 0o644 });
}

/** Every entry that is no directory. */
function seen(root: string, below = ''): readonly string[] {
  return readdirSync(join(root, below)).sort().flatMap((name) => {
    const path = join(below, name);
    const stat = lstatSync(join(root, path));
    if (stat.isDirectory()) return seen(root, path);
    return [stat.isSymbolicLink() ? `${path} → ${readlinkSync(join(root, path))}` : `${path} ${(stat.mode & 0o100) !== 0} ${readFileSync(join(root, path), 'utf8')}`];
  });
}
