import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type BoxedService, SandboxError, type SandboxOrder } from '../../ports/sandbox.ts';
import { checkOrder } from './check-order.ts';
import { engineNeed } from './engine-need.ts';

const directory = mkdtempSync(join(tmpdir(), 'espalier-engine-'));
after(() => rmSync(directory, { recursive: true, force: true }));

const limits = { memoryBytes: 1, pids: 1, cpus: null, cpuMs: 1, wallMs: 1, fileBytes: 1, scratchBytes: 1, diskBytes: null, outputBytes: 1 };
const order = (more: Partial<SandboxOrder>): SandboxOrder => ({ id: 'one', command: ['true'], workspace: null, inputs: [], env: {}, limits, wayOut: null, services: [], image: null, ...more });
const service = (more: Partial<BoxedService>): Partial<SandboxOrder> => ({ services: [{ name: 'db', command: ['true'], ready: null, port: null, readyMs: 1, ...more }] });

test('a command, a service or a variable that needs an engine is refused by name', () => {
  for (const more of [
    { command: ['docker', 'ps'] }, { command: ['/usr/bin/podman', 'ps'] }, { command: ['sh', '-c', 'cd /work && docker compose up'] }, { command: ['bash', '-lc', 'curl --unix-socket /var/run/docker.sock x'] },
    { command: ['curl', '--unix-socket', '/run/user/1000/podman/podman.sock', 'x'] }, { env: { DOCKER_HOST: 'unix:///var/run/docker.sock' } },
    service({ command: ['sh', '-c', 'docker run postgres'] }), service({ command: ['ctr', '-a', '/run/containerd/containerd.sock'] }), service({ ready: ['sh', '-c', 'docker inspect db'] }),
  ]) assert.throws(() => checkOrder(order(more)), /Cannot run the order: it needs \S+, and the socket of a container engine is never passed in/, JSON.stringify(more));
});

test('what only speaks of one is not', () => {
  for (const command of [['claude', '-p', 'why does /var/run/docker.sock not answer?'], ['npm', 'test', '--', 'docker'], ['sh', '-c', 'echo docker'], ['cat', 'docker.sock.md']]) {
    assert.equal(engineNeed(order({ command })), null, command.join(' '));
  }
});

test('nor does a socket come in as a file, under another name or with its directory', async () => {
  const socket = join(directory, 'run', 'docker.sock');
  mkdirSync(join(directory, 'run', 'podman'), { recursive: true });
  const server = createServer().listen(socket);
  await once(server, 'listening');
  symlinkSync(socket, join(directory, 'innocent'));
  writeFileSync(join(directory, 'run', 'podman', 'podman.sock'), '');
  const input = (name: string): Partial<SandboxOrder> => ({ inputs: [{ from: join(directory, name), to: '/opt/x' }] });
  for (const more of [
    input('run/docker.sock'), input('innocent'), input('run'), input('run/podman'), { workspace: { base: join(directory, 'run'), layer: null } },
    { wayOut: { socket, port: null } }, { wayOut: { socket: join(directory, 'innocent'), port: null } },
  ]) assert.throws(() => checkOrder(order(more)), /never passed in/, JSON.stringify(more));
  const other = createServer().listen(join(directory, 'other'));
  await once(other, 'listening');
  assert.throws(() => checkOrder(order(input('other'))), /is a socket: the one that an order can have is its way out/);
  for (const one of [server, other]) one.close();
});

test('a service that cannot be one is refused', () => {
  for (const more of [{ name: '../x' }, { name: '' }, { command: [] }, { command: [''] }, { ready: [] }, { port: 0 }, { port: 65_536 }, { port: 1.5 }, { readyMs: 0 }, { readyMs: 2 ** 40 }, { command: ['a\0b'] }]) {
    assert.throws(() => checkOrder(order(service(more))), SandboxError, JSON.stringify(more));
  }
  const { services = [] } = service({});
  assert.throws(() => checkOrder(order({ services: [...services, ...services] })), /two of its services have one name/);
  checkOrder(order(service({})));
});
