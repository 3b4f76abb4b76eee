/** Baking with real boxes: what each half reaches and sees, what is kept of them, and what a killed host leaves. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { bake, type BakeMeans, type Baked } from '../../src/sandbox/bake/bake.ts';
import type { BakeRequest, Origin } from '../../src/sandbox/bake/bake-request.ts';
import { layerInputs } from '../../src/sandbox/bake/layer-inputs.ts';
import { LayerStore } from '../../src/sandbox/bake/layer-store.ts';
import { runOrder } from '../../src/sandbox/conformance/run-order.ts';
import { boxedNode, meansOf, requestOf } from './bake-host.ts';
import { whyNoBubblewrap } from './boxed-order.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

const why = process.platform === 'linux' ? await whyNoBubblewrap() : 'it needs Linux';
const skip = why === null ? {} : { skip: why };
const directory = new TemporaryDirectory();
chmodSync(directory.path, 0o755);
after(() => directory.remove());
const state = join(directory.path, 'state');
const base: Origin = { kind: 'base' };

/** A workspace with a lockfile of its own, so that nothing was baked for it yet. */
function makeWorkspace(): string {
  const workspace = mkdtempSync(join(directory.path, 'workspace-'));
  writeFileSync(join(workspace, 'lock'), workspace);
  writeFileSync(join(workspace, 'source'), 'code of a candidate');
  return workspace;
}

interface Here {
  readonly means?: Partial<BakeMeans>;
  readonly origin?: Origin;
  readonly workspace?: string;
}

const bakeHere = (request: BakeRequest, { means = {}, origin = base, workspace = makeWorkspace() }: Here = {}): Promise<Baked> => (
  bake(request, { workspace, origin }, meansOf(state, { onOutput: () => undefined, ...means }))
);
const inLayer = ({ layer }: Baked, path: string): string => readFileSync(join(new LayerStore(state).place(layer), path), 'utf8');

const ask = (host: string): string => `${boxedNode} -e "require('http').get({ agent: false, host: '127.0.0.1', port: 3128, path: 'http://${host}/', headers: { host: '${host}' } }, (a) => console.log('${host}', a.statusCode)).on('error', (e) => console.log('${host}', e.code))" >> deps/asked`;

/** A network on which every name leads to a server of this test's own. */
async function fakeNetwork(): Promise<{ readonly network: BakeMeans['network']; readonly close: () => void }> {
  const server = createServer((socket) => socket.on('error', () => undefined).once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  // An address kept for documentation, which is never dialled.
  return { network: { resolve: async () => ['192.0.2.1'], dial: () => connect(port, '127.0.0.1') }, close: () => server.close() };
}

test('the online half reaches the allowlist, the offline half nothing, and both see the lockfiles alone', skip, async () => {
  const { network, close } = await fakeNetwork();
  const refused: string[] = [];
  const baked = await bakeHere(requestOf(`ls > deps/saw; ${ask('allowed.test')}; ${ask('other.test')}`, { offline: ['/bin/sh', '-c', `ls /run >> deps/saw; ${ask('allowed.test')}`] }), { means: { network, onRefused: (line) => refused.push(line) } });
  close();
  assert.equal(inLayer(baked, '0/asked'), 'allowed.test 200\nother.test 403\nallowed.test ECONNREFUSED\n');
  assert.equal(inLayer(baked, '0/saw').split('\n').filter((name) => name !== 'espalier').join(' '), 'deps lock ');
  assert.deepEqual(refused, ['other.test:80 is not among the hosts that are allowed here']);
});

test('what is kept of the home is at the same place for a gate, and no gate changes it', skip, async () => {
  const baked = await bakeHere(requestOf('echo kept > ~/cache/deep/file', { online: ['/bin/sh', '-c', 'echo $HOME > ~/.cache/deep/file && ln -s file ~/.cache/deep/link && chmod 700 ~/.cache/deep'], keeps: [{ at: '/home/agent/.cache/deep', writes: 'discarded' }] }));
  const { sandbox, store } = meansOf(state);
  for (const at of ['first', 'second']) {
    const { inputs } = layerInputs(store, [baked.layer], []);
    const { stdout } = await runOrder(sandbox, ['sh', '-c', 'cat ~/.cache/deep/link; echo x > ~/.cache/deep/file && cat ~/.cache/deep/link'], { inputs, env: { PATH: '/usr/bin:/bin', HOME: '/home/agent' } });
    assert.equal(stdout, '/home/agent\nx\n', at);
  }
});

test('the same lockfiles are baked once; another origin has a layer of its own', skip, async () => {
  const workspace = makeWorkspace();
  const request = requestOf('echo one > deps/file');
  const [first, again] = [await bakeHere(request, { workspace }), await bakeHere(request, { workspace })];
  assert.deepEqual([first.isHit, again], [false, { layer: first.layer, isHit: true }]);
  const own = await bakeHere(request, { origin: { kind: 'candidate', changes: ['t1'] }, workspace });
  assert.deepEqual([own.isHit, own.layer.key === first.layer.key, own.layer.digest === first.layer.digest], [false, false, true]);
  assert.throws(() => layerInputs(new LayerStore(state), [own.layer], ['t2']), /it serves no other/);
});

test('a half that fails keeps nothing', skip, async () => {
  const failing: readonly (readonly [BakeRequest, RegExp])[] = [
    [requestOf('echo x > deps/file; exit 3'), /the online half of test ended with exit code 3/], [requestOf('true', { offline: ['/bin/sh', '-c', 'exit 4'] }), /the offline half of test ended with exit code 4/],
    [requestOf('mkfifo deps/pipe'), /Cannot keep pipe/], [requestOf('cp /bin/true deps/x && chmod 4755 deps/x'), /set-uid/],
    [requestOf('rmdir deps && ln -s /etc deps'), /left no directory there/],
  ];
  const before = readdirSync(join(state, 'baked/records')).length;
  for (const [request, said] of failing) await assert.rejects(bakeHere(request), said);
  assert.equal(readdirSync(join(state, 'baked/records')).length, before);
  assert.deepEqual(readdirSync(join(state, 'baked/halves')), []);
});

test('a lockfile that is a link is not read', skip, async () => {
  const workspace = mkdtempSync(join(directory.path, 'workspace-'));
  symlinkSync('/etc/passwd', join(workspace, 'lock'));
  await assert.rejects(bakeHere(requestOf('true'), { workspace }), /it is no regular file/);
});

const host = (workspace: string, online: string) => spawn(process.execPath, [join(import.meta.dirname, 'bake-host.ts'), state, workspace, online], { stdio: ['ignore', 'pipe', 'inherit'] });

test('whoever waits for a host that is killed takes over, and what that left is gone', skip, async () => {
  const workspace = makeWorkspace();
  // It goes on once it is answered, and the first host's network has no answers.
  const online = `echo up; until grep -q 200 deps/asked 2>/dev/null; do ${ask('allowed.test')}; done`;
  const first = host(workspace, online);
  await once(first.stdout, 'data');
  assert.equal(readdirSync(join(state, 'baked/halves')).length, 1);
  const { network, close } = await fakeNetwork();
  const waiting = bakeHere(requestOf(online), { means: { network }, workspace });
  first.kill('SIGKILL');
  const taken = await waiting;
  close();
  assert.deepEqual([taken.isHit, inLayer(taken, '0/asked')], [false, 'allowed.test 200\n']);
  assert.deepEqual(['baked/halves', 'orders'].map((part) => readdirSync(join(state, part))), [[], []]);
});

test('a half that nobody waits for is removed by the next host, and named', skip, async () => {
  const first = host(makeWorkspace(), 'echo up; mkfifo deps/gate; read line < deps/gate');
  await once(first.stdout, 'data');
  const { sandbox, store } = meansOf(state);
  assert.deepEqual([await sandbox.sweep(), await store.sweep()], [[], []], 'its host lives');
  first.kill('SIGKILL');
  await once(first, 'exit');
  assert.equal((await sandbox.sweep()).length, 1);
  assert.match((await store.sweep()).join(), /^half of a layer, of a host that no longer lives: removed [0-9a-f]{12}$/);
  assert.deepEqual(readdirSync(join(state, 'baked/halves')), []);
});

test('two hosts that want one layer make it once', skip, async () => {
  const workspace = makeWorkspace();
  const hosts = [host(workspace, 'echo once > deps/file'), host(workspace, 'echo once > deps/file')];
  const said = await Promise.all(hosts.map(async ({ stdout }) => {
    let text = '';
    for await (const bytes of stdout) text += String(bytes);
    return JSON.parse(text);
  }));
  assert.deepEqual(said.map(({ isHit }) => isHit).toSorted(), [false, true]);
  assert.equal(said[0].key, said[1].key);
});
