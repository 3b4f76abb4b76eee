/** The verbs about sandboxes: what they refuse, as kept under snapshots/, and what they do where there is one. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { whyNoBubblewrap } from '../contracts/boxed-order.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';
import { espalier, told } from './program.ts';
import { matches } from './snapshot.ts';

const directory = new TemporaryDirectory();
after(() => directory.remove());
const state = directory.path;
const env = { HOME: state, XDG_STATE_HOME: state, PATH: process.env['PATH'] ?? '', CANARY: 'inherited' };

const why = process.platform === 'linux' ? await whyNoBubblewrap() : 'it needs Linux';
const skip = why === null ? {} : { skip: why };

test('sandbox', () => {
  const commands = [
    ['sandbox'], ['sandbox', '--with', 'jail', '--', 'true'], ['doctor', 'jail'], ['sandbox', '--net', 'host', '--', 'true'], ['sandbox', '--net', 'gateway', '--', 'true'],
    ['sandbox', '--allow', 'a.test', '--', 'true'], ['sandbox', '--net', 'gateway', '--allow', 'a.test,10.0.0.1', '--', 'true'], ['sandbox', '--net', 'gateway', '--allow', 'a.test:443', '--', 'true'],
    ['sandbox', '--memory', 'much', '--', 'true'], ['sandbox', '--pids', '0', '--', 'true'], ['sandbox', '--toolchains', 'all', '--', 'true'], ['sandbox', '--', 'true'],
  ];
  // Without PATH no program is found: what is said then is the same on every machine.
  matches('test/cli/snapshots/sandbox.txt', commands.map((args) => told(args, { state })).join(''));
});

test('bake', () => {
  const commands = [
    ['bake', '--workspace', 'bin'], ['bake', '--', 'true'], ['bake', '--lockfile', 'package.json', '--', 'true'], ['bake', '--keep', 'deps'],
    ['bake', '--workspace', 'bin', '--lockfile', 'none', '--keep', 'deps', '--', 'true'], ['bake', '--lockfile', '../x', '--keep', 'deps', '--', 'true'],
    ['bake', '--lockfile', 'package.json', '--keep', '/etc', '--', 'true'], ['bake', '--lockfile', 'package.json', '--keep', 'deps', '--allow', '10.0.0.1', '--', 'true'],
    ['bake', '--list'], ['sandbox', '--baked', 'abc', '--', 'true'],
  ];
  matches('test/cli/snapshots/bake.txt', commands.map((args) => told(args, { state })).join(''));
});

test('a layer is baked once, and a command finds it with no network and a tree that cannot be changed', skip, () => {
  const args = ['bake', '--json', '--workspace', 'test/cli/snapshots', '--lockfile', 'bake.txt', '--keep', 'deps', '--then', 'cp bake.txt deps/then', '--', 'sh', '-c', 'ls > deps/saw'];
  const [first, second] = [espalier(args, { state, env }), espalier(args, { state, env })];
  const [layer, again] = [first, second].map(({ stdout }) => JSON.parse(stdout).layers[0]);
  assert.deepEqual(Object.keys(layer), ['format', 'name', 'key', 'digest', 'origin', 'parts', 'gate', 'allow', 'lockfiles', 'isHit']);
  assert.deepEqual([layer.isHit, again], [false, { ...layer, isHit: true }]);
  const text = 'cat deps/saw; echo changed > deps/saw && cat deps/saw; echo x > new || echo refused; ls deps';
  const run = espalier(['sandbox', '--json', '--workspace', 'test/cli/snapshots', '--read-only', '--baked', layer.key.slice(0, 12), '--', 'sh', '-c', text], { state, env });
  assert.equal(JSON.parse(run.stdout).stdout, 'bake.txt\ndeps\nchanged\nrefused\nsaw\nthen\n');
});

test('a command is run with nothing of the environment', skip, () => {
  const run = espalier(['sandbox', '--json', '--toolchains', 'none', '--', 'sh', '-c', 'echo "$CANARY"; pwd; exit 3'], { state, env });
  assert.deepEqual(JSON.parse(run.stdout), { outcome: { kind: 'exit', code: 3 }, stdout: '\n/home/agent\n', stderr: '', refused: [], toolchains: [] });
  assert.equal(run.status, 1);
});

test('what a command prints steers no terminal', skip, () => {
  const run = espalier(['sandbox', '--', 'printf', 'a\\033]0;title\\007b'], { state, env });
  assert.equal(run.status, 0, run.stderr);
  assert.ok(!run.stdout.includes('\u001b'), JSON.stringify(run.stdout));
});

test('a way out leads to what was allowed, and what it refuses is said', skip, () => {
  const ask = `const { env } = process;
    require('node:http').get({ port: new URL(env.HTTP_PROXY).port, path: 'http://evil.test/', headers: { host: 'evil.test' } }, (answer) => {
      console.log(answer.statusCode, env.https_proxy, env.NO_PROXY);
      answer.pipe(process.stdout);
    });`;
  const command = ['sandbox', '--toolchains', 'none', '--net', 'gateway', '--allow', 'allowed.invalid', '--', '/run/espalier/node', '-e', ask];
  const run = espalier(command, { state, env });
  const line = 'evil.test:80 is not among the hosts that are allowed here';
  assert.equal(run.stdout, `403 http://127.0.0.1:3128 localhost,127.0.0.1,::1\nrefused by the way out: ${line}\n`, run.stderr);
  assert.equal(run.stderr, `refused: ${line}\n`);
  assert.deepEqual(readdirSync(join(state, 'espalier/sandboxes/way-outs')), []);
});

test('a toolchain in a home is found and seen, and the home is not', skip, () => {
  const place = new TemporaryDirectory();
  chmodSync(place.path, 0o700);
  const version = join(place.path, '.nvm/versions/node/v1.2.3');
  for (const folder of ['bin', 'etc', 'lib/node_modules']) mkdirSync(join(version, folder), { recursive: true });
  for (const file of [join(place.path, '.npmrc'), join(place.path, '.nvm/token'), join(version, 'etc/npmrc')]) writeFileSync(file, 'CANARY');
  writeFileSync(join(version, 'bin/node'), `#!/bin/sh\ngrep -rs 'CANAR[Y]' "$1" && exit 9; echo node of a home`, { mode: 0o755 });
  chmodSync(version, 0o755);
  try {
    const around = { state, env: { ...env, HOME: place.path, PATH: `${join(version, 'bin')}:/usr/bin:/bin` } };
    const run = espalier(['sandbox', '--json', '--', 'node', place.path], around);
    const { stdout, toolchains } = JSON.parse(run.stdout);
    assert.deepEqual([stdout, run.status], ['node of a home\n', 0], run.stderr);
    assert.deepEqual(toolchains.find(({ name }: { name: string }) => name === 'node'), { name: 'node', program: join(version, 'bin/node'), bin: join(version, 'bin') });
    assert.equal(espalier(['sandbox', '--toolchains', 'none', '--', 'ls', place.path], around).status, 1);
  } finally {
    place.remove();
  }
});

test('what a killed command by hand leaves is removed and named by the next', skip, () => {
  const own = new TemporaryDirectory();
  try {
    const surroundings = { state: own.path, env: { ...env, XDG_STATE_HOME: own.path } };
    const begun = espalier(['sandbox', '--workspace', 'test/cli/snapshots', '--', 'sh', '-c', 'mkdir closed; echo x > closed/x; chmod 0 closed'], surroundings);
    assert.deepEqual([begun.status, begun.stderr], [0, '']);
    const layers = join(own.path, 'espalier', 'sandboxes', 'by-hand');
    assert.deepEqual(readdirSync(layers), []);
    // A number that no process has.
    const left = `by-hand-${2 ** 22 + 1}-1-x`;
    mkdirSync(join(layers, left, 'copy'), { recursive: true });
    assert.equal(espalier(['sandbox', '--', 'true'], surroundings).stderr, `layer ${left} of a host that no longer lives: removed\n`);
    assert.deepEqual(readdirSync(layers), []);
  } finally {
    own.remove();
  }
});
