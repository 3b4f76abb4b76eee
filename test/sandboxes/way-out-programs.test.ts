/** Programs that people have, at the way out of a box: by its socket, and as a proxy. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { proxyEnvironment } from '../../src/gateway/proxy-environment.ts';
import { openStubWayOut } from '../../src/gateway/stub-way-out.ts';
import type { Network, OpenedWayOut } from '../../src/ports/way-out.ts';
import { type WayOut, wayOutPath } from '../../src/ports/sandbox.ts';
import { needing, node, type Served, ServicedBox, well } from './serviced.ts';

const port = 3_128;
const directory = mkdtempSync(join(tmpdir(), 'espalier-programs-'));
const box = new ServicedBox();
const server = createServer((asked, answer) => answer.end(`${asked.headers.host ?? ''}${asked.url ?? ''}`));
const refused: string[] = [];
const wayOut: WayOut = { socket: join(directory, 'socket'), port };
let way: OpenedWayOut | null = null;

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const serverPort = typeof address === 'object' && address !== null ? address.port : assert.fail();
  const network: Network = { resolve: async () => ['198.51.100.7'], dial: () => connect({ port: serverPort, host: '127.0.0.1', allowHalfOpen: true }) };
  way = await openStubWayOut({ socket: wayOut.socket, allow: ['plain.test:80'], base: 'plain.test:80', network, onRefused: (line) => refused.push(line) });
});
after(async () => {
  await way?.close();
  server.close();
  box.remove();
  rmSync(directory, { recursive: true, force: true });
});

const run = (command: readonly string[]): Promise<Served> => box.run(command, { wayOut, env: proxyEnvironment(port) });

for (const [how, args] of [
  ['by its socket', ['--noproxy', '*', '--unix-socket', wayOutPath, 'http://plain.test/a']], ['as a proxy', ['http://plain.test/a']], ['through a tunnel', ['--proxytunnel', 'http://plain.test:80/a']],
  ['as a base URL', [`http://127.0.0.1:${port}/a`]],
] as const) {
  test(`curl gets out ${how}`, needing('/usr/bin/curl'), async () => {
    const { outcome, stdout, stderr } = await run(['curl', '-sS', '--max-time', '10', ...args]);
    assert.deepEqual({ outcome, stdout }, { outcome: well, stdout: 'plain.test/a' }, stderr);
  });
}

test('curl and git say what was refused', needing('/usr/bin/curl', '/usr/bin/git'), async () => {
  refused.length = 0;
  const plain = await run(['curl', '-sS', '--max-time', '10', 'http://evil.test/']);
  assert.equal(plain.stdout, 'refused by the way out: evil.test:80 is not among the hosts that are allowed here\n');
  const tunnel = await run(['curl', '-sS', '--max-time', '10', 'https://evil.test/']);
  assert.match(tunnel.stderr, /CONNECT tunnel failed, response 403/);
  const git = await run(['git', 'ls-remote', 'https://evil.test/x.git']);
  assert.match(git.stderr, /403/);
  assert.deepEqual(refused, ['evil.test:80', 'evil.test:443', 'evil.test:443'].map((host) => `${host} is not among the hosts that are allowed here`));
});

test('fetch of Node takes the proxy that it is told of', needing(), async () => {
  const text = "fetch('http://plain.test/a').then(async (answer) => process.stdout.write(await answer.text()))";
  const { stdout, stderr } = await run([node, '-e', text]);
  assert.equal(stdout, 'plain.test/a', stderr);
});
