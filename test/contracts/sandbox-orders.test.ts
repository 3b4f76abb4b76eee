/** What an order is refused for, where another order or the machine would be reached through its files; nothing is left of it. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { SandboxOrder, SandboxOutcome } from '../../src/ports/sandbox.ts';
import { Bubblewrap } from '../../src/sandbox/bubblewrap/bubblewrap.ts';
import { readRecords } from '../../src/sandbox/order/order-place.ts';
import { boxedOrder, smallLimits, whyNoBubblewrap } from './boxed-order.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

const why = await whyNoBubblewrap();
const skip = why === null ? {} : { skip: why };

const directory = new TemporaryDirectory();
after(() => directory.remove());
chmodSync(directory.path, 0o755);
const state = join(directory.path, 'state');
const base = join(directory.path, 'base');
const layer = join(directory.path, 'layer');
mkdirSync(join(base, 'sub'), { recursive: true });
const box = new Bubblewrap({ state, path: process.env['PATH'] ?? '' });

interface Watched {
  readonly onUp?: () => void;
  readonly cancel?: AbortSignal;
}

function run(id: string, text: string, { onUp, cancel, ...more }: Partial<SandboxOrder> & Watched): Promise<SandboxOutcome> {
  return box.run(boxedOrder(id, ['sh', '-c', text], more), { onOutput: () => onUp?.(), ...(cancel === undefined ? {} : { cancel }) });
}

test('two orders on one layer at a time are not, and the first box is written down', skip, async () => {
  const workspace = { base, layer };
  const over = new AbortController();
  let isUp: () => void = () => undefined;
  const up = new Promise<void>((resolve) => { isUp = resolve; });
  const first = run('first', 'mkfifo gate; echo up; read line < gate', { workspace, onUp: () => isUp(), cancel: over.signal });
  await Promise.race([up, first]);
  assert.ok(readRecords(state).every(({ record }) => (record?.initial?.pid ?? 0) > 1));
  await assert.rejects(run('second', 'true', { workspace: { base, layer: `${layer}/` } }), /the order first runs on the layer/);
  over.abort();
  assert.deepEqual(await first, { kind: 'cancelled' });
  assert.deepEqual(await run('second', 'test -p gate', { workspace }), { kind: 'exit', code: 0 });
  assert.deepEqual(readdirSync(join(state, 'orders')), []);
});

test('a directory with a socket that is listened on is no way out', skip, async () => {
  const server = createServer();
  server.listen({ path: join(base, 'sub', 'socket'), readableAll: true, writableAll: true });
  await once(server, 'listening');
  try {
    await assert.rejects(run('bare', 'true', { workspace: { base, layer: null } }), /its workspace, which cannot be changed, has a socket in it/);
    await assert.rejects(run('input', 'true', { inputs: [{ from: base, to: '/opt/input' }] }), /has a socket in it on which something of this machine listens/);
  } finally {
    server.close();
  }
});

test('a time that no clock can be set to is refused', skip, async () => {
  await assert.rejects(run('long', 'true', { limits: { ...smallLimits, wallMs: 2 ** 31 } }), /its limit wallMs is above/);
});
