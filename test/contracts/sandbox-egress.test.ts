/** The egress matrix can fail: behind a way out that lets everything through, each of its refusals is missed. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { OpenWayOut } from '../../src/ports/way-out.ts';
import { Bubblewrap } from '../../src/sandbox/bubblewrap/bubblewrap.ts';
import { checkEgress } from '../../src/sandbox/conformance/egress.ts';
import { whyNoBubblewrap } from './boxed-order.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

const why = await whyNoBubblewrap();

const openToAll: OpenWayOut = async ({ socket }) => {
  const server = createServer((caller) => caller.on('error', () => undefined).once('data', () => caller.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')));
  server.listen({ path: socket, writableAll: true, readableAll: true });
  await once(server, 'listening');
  return { close: async () => void server.close() };
};

test('what refuses nothing fails every check of a refusal', why === null ? {} : { skip: why }, async () => {
  const directory = new TemporaryDirectory();
  chmodSync(directory.path, 0o755);
  const sandbox = new Bubblewrap({ state: join(directory.path, 'state'), path: process.env['PATH'] ?? '' });
  const { checks, controlLeaks } = await checkEgress(sandbox, openToAll, directory.path);
  const held = checks.filter(({ ok }) => ok).map(({ id }) => id);
  assert.deepEqual(held.filter((id) => id.startsWith('refused.')), []);
  assert.deepEqual(held.filter((id) => !id.startsWith('direct.')), ['egress.other-order']);
  for (const id of ['direct.loopback', 'direct.udp', 'egress.other-order']) assert.ok(controlLeaks.includes(id), id);
  directory.remove();
});
