/** Checkouts of git's trees: exactly their files, whoever else asks, and whatever was killed meanwhile. */

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { RepoError } from '../../src/ports/repo.ts';
import { GitCheckouts, type GitCheckoutsOptions } from '../../src/repo/git-checkouts.ts';
import { GitRepo } from '../../src/repo/git-repo.ts';
import { emptyTreeOf } from '../../src/repo/tree-bytes.ts';
import { hostLives, thisHost } from '../../src/sandbox/machine/host-life.ts';
import { PlainGit } from './plain-git.ts';
import { TemporaryDirectory } from './temporary-directory.ts';
import { models, modelChanges, treeOfModel } from './tree-model.ts';

interface Parts {
  readonly git: PlainGit;
  readonly repo: GitRepo;
  readonly state: string;
  readonly checkouts: GitCheckouts;
  readonly open: (more?: Partial<GitCheckoutsOptions>) => GitCheckouts;
  readonly treeOf: (entries: readonly Entry[]) => Promise<string>;
}

type Entry = readonly [mode: string, name: string | Buffer, content: string | Buffer];

async function inRepository(act: (parts: Parts) => Promise<void>): Promise<void> {
  const place = new TemporaryDirectory();
  try {
    const git = PlainGit.init(place.path);
    const repo = await GitRepo.open({ directory: git.directory, run: 'r', path: process.env['PATH'] ?? '' });
    const state = join(place.path, 'state');
    mkdirSync(state);
    const hosts = { own: () => thisHost(state), lives: (host: string) => hostLives(state, host) };
    const open = (more: Partial<GitCheckoutsOptions> = {}): GitCheckouts => new GitCheckouts({ objects: repo.objects, state, owner: null, hosts, ...more });
    const treeOf = async (entries: readonly Entry[]): Promise<string> => {
      const blobs = await repo.keep(entries.map(([, , content]) => Buffer.from(content)));
      const kinds: Readonly<Record<string, string>> = { '40000': 'tree', '160000': 'commit' };
      const lines = entries.flatMap(([mode, name, content], at) => [`${mode} ${kinds[mode] ?? 'blob'} ${mode in kinds ? String(content) : blobs[at]}\t`, name, '\0'].map((part) => Buffer.from(part)));
      return git.run(['mktree', '-z'], { input: Buffer.concat(lines) });
    };
    await act({ git, repo, state, checkouts: open(), open, treeOf });
  } finally {
    place.remove();
  }
}

function names(state: string): readonly string[] {
  const [start = ''] = readdirSync(join(state, 'checkouts'));
  return readdirSync(join(state, 'checkouts', start)).filter((name) => name !== '.marks').toSorted();
}

/** Paths with rights, and what is there: bytes, or where a link leads. */
function seen(directory: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const path of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    const place = join(directory, path);
    const { mode } = lstatSync(place);
    if (lstatSync(place).isSymbolicLink()) found[path] = `-> ${readlinkSync(place)}`;
    else found[path] = `${(mode & 0o777).toString(8)}${lstatSync(place).isDirectory() ? '/' : ` ${readFileSync(place, 'latin1')}`}`;
  }
  return found;
}

test('every kind of entry is written as it is, and git has no say in it', () => inRepository(async ({ checkouts, treeOf, git, open }) => {
  git.run(['config', 'core.autocrlf', 'true']);
  git.run(['config', 'filter.loud.smudge', 'echo smudged']);
  const inner = await treeOf([['100644', 'deep.txt', 'd'], ['160000', 'sub', 'c'.repeat(40)]]);
  const tree = await treeOf([
    ['100644', '.gitattributes', '* text=auto eol=crlf ident filter=loud export-subst\n'], ['100644', 'lf.txt', 'a\nb\n'], ['100644', 'crlf.txt', 'a\r\nb\r\n'], ['100644', 'id.txt', '$Id$ $Format:%H$'],
    ['100755', 'run', '#!/bin/sh\n'], ['120000', 'link', 'no/where'], ['100644', 'empty', ''], ['100664', 'old-mode', 'x'], ['40000', 'dir', inner], ['100644', 'new\nline', 'n'],
    ['100644', 'A', 'big'], ['100644', 'a', 'small'], ['100644', 'é', 'one'], ['100644', 'e\u0301', 'two'], ['100644', 'n'.repeat(255), 'long'],
  ]);
  const mask = process.umask(0o077);
  const { directory, release } = await checkouts.checkout(tree).finally(() => process.umask(mask));
  assert.deepEqual(seen(directory), {
    '.gitattributes': '644 * text=auto eol=crlf ident filter=loud export-subst\n', 'lf.txt': '644 a\nb\n', 'crlf.txt': '644 a\r\nb\r\n', 'id.txt': '644 $Id$ $Format:%H$',
    run: '755 #!/bin/sh\n', link: '-> no/where', empty: '644 ', 'old-mode': '644 x', dir: '755/', 'dir/deep.txt': '644 d', 'dir/sub': '755/', 'new\nline': '644 n',
    A: '644 big', a: '644 small', é: '644 one', 'e\u0301': '644 two', ['n'.repeat(255)]: '644 long',
  });
  assert.equal(statSync(directory).mode & 0o777, 0o755);
  const near = await treeOf([['100755', 'run', '#!/bin/sh\n'], ['100644', 'lf.txt', 'changed'], ['100755', 'empty', ''], ['40000', 'dir', inner]]);
  const like = await open().checkout(near, { like: tree });
  assert.deepEqual(seen(like.directory), { run: '755 #!/bin/sh\n', 'lf.txt': '644 changed', empty: '755 ', dir: '755/', 'dir/deep.txt': '644 d', 'dir/sub': '755/' });
  assert.equal(statSync(join(like.directory, 'run')).ino, statSync(join(directory, 'run')).ino, 'what is the same is linked');
  assert.equal(readFileSync(join(directory, 'lf.txt'), 'utf8'), 'a\nb\n');
  await Promise.all([release(), like.release()]);
}));

test('names that are no UTF-8 are written as they are', () => inRepository(async ({ checkouts, treeOf }) => {
  const inner = await treeOf([['100644', 'x', 'in']]);
  const [file, link, folder] = [Buffer.from([0x66, 0xff]), Buffer.from([0x6c, 0xfe]), Buffer.from([0xe9])];
  const { directory } = await checkouts.checkout(await treeOf([['100644', file, 'f'], ['120000', link, Buffer.from([0xff])], ['40000', folder, inner]]));
  const at = (name: Buffer): Buffer => Buffer.concat([Buffer.from(`${directory}/`), name]);
  assert.deepEqual(readdirSync(directory, 'buffer').toSorted(Buffer.compare), [file, link, folder].toSorted(Buffer.compare));
  assert.equal(readFileSync(at(file), 'utf8'), 'f');
  assert.deepEqual(readlinkSync(at(link), 'buffer'), Buffer.from([0xff]));
  assert.equal(readFileSync(Buffer.concat([at(folder), Buffer.from('/x')]), 'utf8'), 'in');
}));

test('a tree that would be written elsewhere, or twice, is refused, and nothing is left of it', () => inRepository(async ({ checkouts, treeOf, state }) => {
  const inner = await treeOf([['100644', 'x', 'in']]);
  const trees: readonly (readonly Entry[])[] = [
    [['40000', '..', inner]], [['40000', '.', inner]], [['40000', '.git', inner]], [['40000', '.GIT', inner]], [['120000', 'a', '/tmp'], ['40000', 'a', inner]],
    [['100644', 'n'.repeat(256), 'x']], [['120000', 'l', '']], [['120000', 'l', 'a\0b']], [['120000', 'l', 'l'.repeat(5_000)]],
  ];
  for (const entries of trees) await assert.rejects(treeOf(entries).then((tree) => checkouts.checkout(tree)), RepoError, String(entries));
  await assert.rejects(checkouts.checkout('../../x'), RepoError);
  await assert.rejects(checkouts.checkout('0'.repeat(39).concat('1')), RepoError);
  assert.deepEqual(names(state), []);
  const { directory } = await checkouts.checkout(emptyTreeOf('sha1'));
  assert.deepEqual(readdirSync(directory), []);
}));

test('any tree is written as a model has it', () => inRepository(async ({ repo, checkouts }) => {
  await fc.assert(fc.asyncProperty(models, async (model) => {
    const plain = Object.fromEntries(Object.entries(model).map(([path, one]) => [path, one.mode === '120000' ? { ...one, content: Buffer.from('to') } : one]));
    const applied = await repo.apply(emptyTreeOf('sha1'), modelChanges({}, await treeOfModel(repo, plain)));
    assert.ok(applied.ok);
    const { directory, release } = await checkouts.checkout(applied.tree);
    const files = Object.entries(seen(directory)).filter(([, what]) => !what.endsWith('/') || what.includes(' ') || what.startsWith('->'));
    const rights: Readonly<Record<string, string>> = { '100644': '644', '100755': '755' };
    const expected = Object.entries(plain).map(([path, { mode, content }]) => [path, mode === '120000' ? '-> to' : `${rights[mode]} ${Buffer.from(content).toString('latin1')}`]);
    assert.deepEqual(Object.fromEntries(files), Object.fromEntries(expected));
    await release();
  }), { numRuns: 15 });
}));

test('a file larger than what is held at once is written as it comes', () => inRepository(async ({ git, repo, checkouts, state }) => {
  const bytes = 64 << 20;
  const large = join(git.directory, 'large');
  writeFileSync(large, Buffer.alloc(bytes));
  const object = git.run(['hash-object', '-w', large]);
  const tree = git.run(['mktree'], { input: `100644 blob ${object}\tlarge\n` });
  const stream = repo.objects.stream.bind(repo.objects);
  const held: number[] = [];
  let told = 0;
  repo.objects.stream = (wanted, listener) => stream(wanted, {
    ...listener,
    onPart: (part) => {
      listener.onPart(part);
      told += part.length;
      held.push(told - statSync(join(state, 'checkouts', readdirSync(join(state, 'checkouts'))[0] ?? '', names(state)[0] ?? '', 'large')).size);
    },
  });
  const { directory } = await checkouts.checkout(tree);
  assert.equal(statSync(join(directory, 'large')).size, bytes);
  assert.ok(held.length > 100, 'it came in parts');
  assert.deepEqual([...new Set(held)], [0]);
}));

test('who asks for the same at once is given the same, in this process and in others', () => inRepository(async ({ open, treeOf, state }) => {
  const tree = await treeOf(Array.from({ length: 300 }, (_, at) => ['100644', `f${at}`, String(at)] as const));
  const all = await Promise.all([open(), open(), open()].flatMap((one) => [one.checkout(tree), one.checkout(tree)]));
  assert.equal(new Set(all.map(({ directory }) => directory)).size, 1);
  assert.equal(readdirSync(all[0]?.directory ?? '').length, 300);
  assert.deepEqual(names(state), [tree]);
  await Promise.all(all.map(({ release }) => release()));
}));

test('the last few that nobody holds are kept, and none that is held goes', () => inRepository(async ({ open, treeOf, state }) => {
  const checkouts = open({ keep: 1 });
  const other = open({ keep: 0 });
  const [one, two, three] = [await treeOf([['100644', 'a', '1']]), await treeOf([['100644', 'a', '2']]), await treeOf([['100644', 'a', '3']])];
  const held = await other.checkout(one);
  const [second, third] = [await checkouts.checkout(two), await checkouts.checkout(three)];
  await second.release();
  await third.release();
  assert.deepEqual(names(state), [one, three].toSorted(), 'the oldest of those let go is gone');
  await other.collect();
  assert.deepEqual(names(state), [one]);
  await held.release();
  await held.release();
  assert.deepEqual(names(state), []);
}));

test('a checkout of another start of the machine is not believed', () => inRepository(async ({ open, treeOf, state }) => {
  const tree = await treeOf([['100644', 'a', '1']]);
  await (await open().checkout(tree)).release();
  const [start = ''] = readdirSync(join(state, 'checkouts'));
  renameSync(join(state, 'checkouts', start), join(state, 'checkouts', 'another'));
  await (await open().checkout(tree)).release();
  assert.deepEqual(readdirSync(join(state, 'checkouts')), [start]);
}));

async function killedWhile(script: string, args: readonly string[]): Promise<void> {
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, script), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  assert.ok(child.stdout);
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('a process killed in the middle leaves nothing that the next does not clean', () => inRepository(async ({ git, open, treeOf, state }) => {
  const tree = await treeOf([...Array.from({ length: 50 }, (_, at) => ['100644', `f${at}`, String(at)] as const), ['100644', 'large', Buffer.alloc(32 << 20)] as const]);
  await killedWhile('checkout-child.ts', [git.directory, state, tree, 'half']);
  assert.match(names(state).join(' '), /^\.[0-9a-f]{16}\.\S+$/, 'it was killed in the middle');
  const { directory } = await open().checkout(tree);
  assert.deepEqual(names(state), [tree]);
  assert.equal(readdirSync(directory).length, 51);
}));

test('what a killed process held is held by nobody', () => inRepository(async ({ git, open, treeOf, state }) => {
  const tree = await treeOf([['100644', 'a', '1']]);
  await killedWhile('checkout-child.ts', [git.directory, state, tree, 'held']);
  assert.deepEqual(names(state), [tree]);
  await open({ keep: 0 }).collect();
  assert.deepEqual(names(state), []);
}));

test('as root the files are the user\'s who is named', { skip: process.getuid?.() === 0 ? false : 'only root gives files away' }, () => inRepository(async ({ open, treeOf }) => {
  const inner = await treeOf([['120000', 'l', 'x']]);
  const { directory } = await open({ owner: { uid: 12_345, gid: 12_346 } }).checkout(await treeOf([['100644', 'f', 'x'], ['40000', 'd', inner]]));
  for (const path of ['.', 'f', 'd', 'd/l']) {
    const { uid, gid } = lstatSync(join(directory, path));
    assert.deepEqual([uid, gid], [12_345, 12_346], path);
  }
  assert.ok(existsSync(directory));
  chmodSync(directory, 0o755);
}));
