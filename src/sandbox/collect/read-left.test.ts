import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, linkSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readLeft } from './read-left.ts';

const directory = mkdtempSync(join(tmpdir(), 'espalier-left-'));
const tree = join(directory, 'tree');
mkdirSync(join(tree, 'sub'), { recursive: true });
writeFileSync(join(directory, 'secret'), 'CANARY');
after(() => rmSync(directory, { recursive: true }));

const skip = process.platform === 'linux' ? {} : { skip: 'it needs Linux' };
const at = (name: string): string => join(tree, name);
const refused = (path: string, cap = 100): string => {
  const left = readLeft(tree, path, cap);
  return left.kind === 'refused' ? left.refusal.kind : `read: ${Buffer.from(left.bytes).toString()}`;
};
const openDescriptors = (): number => readdirSync('/proc/self/fd').length;

test('a regular file is read whole, up to its cap', skip, () => {
  writeFileSync(at('sub/result.json'), '{"a":1}', { mode: 0o755 });
  const left = readLeft(tree, 'sub/result.json', 7);
  assert.deepEqual(left, { kind: 'file', bytes: Buffer.from('{"a":1}'), isExecutable: true });
  assert.equal(refused('sub/result.json', 6), 'too-large');
  writeFileSync(at('empty'), '');
  assert.equal(refused('empty', 0), 'read: ');
});

test('whatever is no regular file is refused by its kind, at once', skip, async () => {
  symlinkSync(join(directory, 'secret'), at('absolute'));
  symlinkSync('../secret', at('relative'));
  symlinkSync('sub/result.json', at('inside'));
  symlinkSync('nowhere', at('dangling'));
  symlinkSync(directory, at('through'));
  symlinkSync('.', at('self'));
  assert.equal(spawnSync('mkfifo', [at('fifo'), at('sub/fifo')]).status, 0);
  const server = createServer().listen(at('socket'));
  await once(server, 'listening');
  for (const name of ['absolute', 'relative', 'inside', 'dangling', 'through', 'through/secret', 'self/sub/result.json']) assert.equal(refused(name), 'link', name);
  assert.equal(refused('fifo'), 'fifo');
  assert.equal(refused('sub/fifo'), 'fifo');
  assert.equal(refused('fifo/below'), 'fifo');
  assert.equal(refused('socket'), 'socket');
  assert.equal(refused('sub'), 'directory');
  assert.equal(refused('missing'), 'missing');
  assert.equal(refused('missing/below'), 'missing');
  assert.equal(refused('empty/below'), 'missing');
  server.close();
  await once(server, 'close');
});

test('a hard link brings nothing in', skip, () => {
  linkSync(join(directory, 'secret'), at('hard'));
  assert.equal(refused('hard'), 'hard-link');
});

test('a device is not opened', { skip: process.getuid?.() === 0 ? false : 'it needs root to make one' }, (t) => {
  if (spawnSync('mknod', [at('device'), 'c', '1', '5']).status !== 0) return t.skip('devices cannot be made here');
  assert.equal(refused('device'), 'device');
});

test('a file of 10 GB that takes no room is refused by its size', skip, () => {
  const file = openSync(at('sparse'), 'w');
  ftruncateSync(file, 10 * 2 ** 30);
  closeSync(file);
  assert.equal(refused('sparse', 2 ** 26), 'too-large');
});

test('a path that is none leads nowhere', skip, () => {
  for (const path of ['', '/etc/passwd', '../secret', 'sub/../../secret', './sub', 'sub//x', 'a\0b', 'a\nb', '\ud800', 'a\\b', 'x'.repeat(256)]) assert.equal(refused(path), 'bad-name', JSON.stringify(path));
  for (const path of ['.git/config', 'sub/.GIT', '.git./x', 'git~1/config', '.g\u200cit/config']) assert.equal(refused(path), 'git', path);
  assert.equal(refused('x'.repeat(255)), 'missing');
});

test('no descriptor is left open, whatever is found', skip, () => {
  const before = openDescriptors();
  for (const path of ['sub/result.json', 'absolute', 'fifo', 'missing', 'through/secret', 'sparse', 'empty/below']) readLeft(tree, path, 100);
  assert.equal(openDescriptors(), before);
});
