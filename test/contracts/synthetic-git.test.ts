/** A repository that is made up: git works in it, and nothing of the real one is there. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Bubblewrap } from '../../src/sandbox/bubblewrap/bubblewrap.ts';
import { runOrder } from '../../src/sandbox/conformance/run-order.ts';
import { sweepRepositories, syntheticGit } from '../../src/sandbox/repository/synthetic-git.ts';
import { smallLimits, whyNoBubblewrap } from './boxed-order.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

const git = spawnSync('git', ['--version']).status === 0 ? null : 'there is no git';
const why = process.platform === 'linux' ? (await whyNoBubblewrap()) ?? git : 'it needs Linux';
const skip = why === null ? {} : { skip: why };
const directory = new TemporaryDirectory();
chmodSync(directory.path, 0o755);
after(() => directory.remove());
const state = join(directory.path, 'state');

/** A workspace with a repository of its own, whose hook and history must not be seen. */
function makeBase(dotGit: 'directory' | 'file'): string {
  const base = mkdtempSync(join(directory.path, 'base-'));
  chmodSync(base, 0o755);
  mkdirSync(join(base, 'folder'));
  writeFileSync(join(base, 'folder', 'file'), 'text\n');
  writeFileSync(join(base, '.gitignore'), 'folder\n');
  writeFileSync(join(base, '.gitattributes'), '* filter=evil diff=evil\n');
  if (dotGit === 'file') writeFileSync(join(base, '.git'), 'gitdir: /nowhere\n');
  else {
    mkdirSync(join(base, '.git', 'hooks'), { recursive: true });
    writeFileSync(join(base, '.git', 'hooks', 'pre-commit'), '#!/bin/sh\necho canary > /work/ran\n', { mode: 0o755 });
    writeFileSync(join(base, '.git', 'config'), '[core]\n\tfsmonitor = echo canary > /work/ran\n[remote "origin"]\n\turl = https://canary@test\n');
  }
  return base;
}

const text = [
  'git status --porcelain', 'git rev-parse HEAD', 'git describe --always', 'git ls-files', 'git log --format=%s', 'git diff --exit-code', 'cat .git/config | grep canary', 'ls .git/hooks 2>/dev/null',
  'git rev-parse --show-toplevel', 'git -c user.name=a -c user.email=a@b commit -q --allow-empty -m own && git log --format=%s', 'ls',
].join('; ');

for (const dotGit of ['directory', 'file'] as const) {
  for (const isReadOnly of [true, false]) {
    test(`git works where .git was a ${dotGit}, in a workspace that ${isReadOnly ? 'cannot' : 'can'} be changed`, skip, async () => {
      const base = makeBase(dotGit);
      const sandbox = new Bubblewrap({ state, path: process.env['PATH'] ?? '' });
      if (sandbox.baseUid !== null) spawnSync('chown', ['-R', `${sandbox.baseUid}:${sandbox.baseUid}`, base]);
      const made = await syntheticGit(base, { sandbox, state, limits: smallLimits, id: `git-${dotGit}-${isReadOnly}` });
      const layer = mkdtempSync(join(directory.path, 'layer-'));
      const { stdout } = await runOrder(sandbox, ['sh', '-c', text], {
        workspace: { base, layer: isReadOnly ? null : layer }, inputs: [made.input], env: { PATH: '/usr/bin:/bin', HOME: '/home/agent', ...made.env },
      });
      const [head = '', short = ''] = stdout.split('\n');
      assert.match(head, /^[0-9a-f]{40}$/);
      assert.ok(head.startsWith(short) && short.length >= 7);
      assert.deepEqual(stdout.split('\n').slice(2), ['.gitattributes', '.gitignore', 'folder/file', 'The files as they are', '/work', 'own', 'The files as they are', 'folder', '']);
      made.remove();
      assert.deepEqual(readdirSync(join(state, 'repositories')), []);
      assert.ok(readdirSync(base).includes('.git') && !readdirSync(base).includes('.espalier-git'));
    });
  }
}

test('what has changed is seen: a gate that looks for changes can be red', skip, async () => {
  const base = makeBase('directory');
  const sandbox = new Bubblewrap({ state, path: process.env['PATH'] ?? '' });
  const made = await syntheticGit(base, { sandbox, state, limits: smallLimits, id: 'git-change' });
  const layer = mkdtempSync(join(directory.path, 'layer-'));
  const { outcome, stdout } = await runOrder(sandbox, ['sh', '-c', 'echo more >> folder/file; git diff --exit-code --name-only'], {
    workspace: { base, layer }, inputs: [made.input], env: { PATH: '/usr/bin:/bin', HOME: '/home/agent', ...made.env },
  });
  assert.deepEqual([outcome, stdout], [{ kind: 'exit', code: 1 }, 'folder/file\n']);
  assert.equal(readFileSync(join(base, 'folder', 'file'), 'utf8'), 'text\n');
  made.remove();
});

test('the same files make the same commit', skip, async () => {
  const sandbox = new Bubblewrap({ state, path: process.env['PATH'] ?? '' });
  const heads: string[] = [];
  for (const at of [1, 2]) {
    const made = await syntheticGit(makeBase('directory'), { sandbox, state, limits: smallLimits, id: `git-same-${at}` });
    heads.push(readFileSync(join(made.input.from, 'refs/heads/main'), 'utf8'));
    made.remove();
  }
  assert.equal(heads[0], heads[1]);
});

test('what a candidate has put in its place is a file like any other, and a limit of disk is no hindrance', skip, async () => {
  const base = makeBase('directory');
  mkdirSync(join(base, '.espalier-git', 'hooks'), { recursive: true });
  writeFileSync(join(base, '.espalier-git', 'HEAD'), 'ref: refs/heads/canary\n');
  writeFileSync(join(base, '.espalier-git', 'config'), '[core]\n\tfsmonitor = echo canary > /tmp/ran\n');
  const sandbox = new Bubblewrap({ state, path: process.env['PATH'] ?? '' });
  const made = await syntheticGit(base, { sandbox, state, limits: { ...smallLimits, diskBytes: 2 ** 25 }, id: 'git-planted' });
  const { stdout } = await runOrder(sandbox, ['sh', '-c', 'git ls-files; cat .git/config .git/HEAD; ls .git/hooks /tmp'], {
    workspace: { base, layer: null }, inputs: [made.input], env: { PATH: '/usr/bin:/bin', HOME: '/home/agent', ...made.env },
  });
  made.remove();
  assert.match(stdout, /^\.espalier-git\/config$/m);
  assert.doesNotMatch(stdout, /canary|^ran$/m);
  assert.match(stdout, /ref: refs\/heads\/main/);
});

test('what a killed host left is removed, and named', () => {
  const left = join(state, 'repositories', '999999999-1-order');
  mkdirSync(left, { recursive: true });
  assert.deepEqual(sweepRepositories(state), ['repository 999999999-1-order of a host that no longer lives: removed']);
  assert.deepEqual(readdirSync(join(state, 'repositories')), []);
  rmSync(join(state, 'repositories'), { recursive: true });
});
