/** The real key is nowhere in a box that asks a model: not in its environment, its files, nor the memory of its processes. */

import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Sandbox } from '../../src/ports/sandbox.ts';
import { Bubblewrap } from '../../src/sandbox/bubblewrap/bubblewrap.ts';
import { takeWayOutPlace } from '../../src/sandbox/order/way-out-place.ts';
import { ask, GatewayWorld, realKey } from '../gateway/gateway-world.ts';
import { boxedOrder, smallLimits, whyNoBubblewrap } from './boxed-order.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

const why = await whyNoBubblewrap();
const directory = new TemporaryDirectory();
chmodSync(directory.path, 0o755);
const worlds: GatewayWorld[] = [];
after(async () => {
  for (const world of worlds) await world.close();
  directory.remove();
});

const offeredAt = 3_128;
const turned = (text: string): string => Buffer.from(Buffer.from(text).map((byte) => ~byte & 0xff)).toString('hex');

interface Looked {
  readonly found: readonly string[];
  readonly files: number;
  readonly processes: number;
  readonly memoryBytes: number;
  readonly answers: number;
}

interface Looking {
  readonly socket: string;
  readonly placeholder: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly planted?: string | null;
}

async function look(id: string, { socket, placeholder, env = {}, planted = null }: Looking): Promise<Looked> {
  const sandbox: Sandbox = new Bubblewrap({ state: join(directory.path, 'state'), path: process.env['PATH'] ?? '' });
  const told = { needle: turned(realKey), port: offeredAt, placeholder, paths: ['/v1/toy', '/v1/toy/echo', '/v1/nowhere'], planted };
  const inputs = [{ from: process.execPath, to: '/opt/espalier/node' }, { from: join(import.meta.dirname, 'search-for-key.ts'), to: '/opt/espalier/search-for-key.ts' }];
  let output = '';
  const outcome = await sandbox.run(boxedOrder(id, ['/opt/espalier/node', '/opt/espalier/search-for-key.ts', JSON.stringify(told)], {
    inputs, wayOut: { socket, port: offeredAt }, limits: { ...smallLimits, memoryBytes: 1 << 30, cpuMs: 120_000, wallMs: 120_000 }, env: { PATH: '/usr/bin:/bin', ANTHROPIC_API_KEY: placeholder, ...env },
  }), { onOutput: (_, bytes) => { output += Buffer.from(bytes).toString(); } });
  assert.deepEqual(outcome, { kind: 'exit', code: 0 }, output);
  return JSON.parse(output);
}

/** Its provider says the key back where it is asked to, as some do. */
async function world(): Promise<GatewayWorld> {
  const opened = await GatewayWorld.open((asked, answer) => void asked.resume().on('end', () => {
    const isEcho = (asked.headers['x-api-key'] ?? '') === realKey && asked.url?.endsWith('echo') === true;
    answer.writeHead(200, { 'x-echo': String(asked.headers['x-api-key']), 'content-type': 'text/event-stream' }).end(isEcho ? `your key is ${realKey}` : 'data: [in:1]\n\ndata: [out:1]\n\n');
  }));
  worlds.push(opened);
  return opened;
}

test('the key is nowhere inside, and is found where it is put', why === null ? {} : { skip: why }, async () => {
  const gateway = await world();
  const place = takeWayOutPlace(directory.path, 'one');
  const { opened, socket } = await gateway.order({ socket: place.socket });
  const clean = await look('clean', { socket, placeholder: opened.key });
  assert.deepEqual(clean.found, []);
  assert.ok(clean.processes >= 2 && clean.memoryBytes > 1 << 20 && clean.files > 0, JSON.stringify(clean));
  assert.ok(clean.answers >= 2, 'it has really asked, and was answered');
  const planted = await look('planted', { socket, placeholder: opened.key, env: { LEAKED: realKey }, planted: turned(realKey) });
  assert.deepEqual(planted.found, ['environ', 'memory']);
  const held = await look('held', { socket, placeholder: opened.key, planted: turned(realKey) });
  assert.deepEqual(held.found, ['memory']);
  await opened.close();
  place.leave();
});

test('the placeholder of an order that has ended opens no other order\'s socket', why === null ? {} : { skip: why }, async () => {
  const gateway = await world();
  const places = [takeWayOutPlace(directory.path, 'ended'), takeWayOutPlace(directory.path, 'live')] as const;
  const ended = await gateway.order({ socket: places[0].socket });
  const live = await gateway.order({ socket: places[1].socket });
  await ended.opened.close();
  const looked = await look('ended', { socket: live.socket, placeholder: ended.opened.key });
  assert.equal(looked.answers, 3, 'it was answered each time');
  assert.deepEqual(live.account.ends, [], 'and nothing was asked for it');
  assert.equal((await ask(live.socket, { key: ended.opened.key })).status, 401);
  await live.opened.close();
  for (const { leave } of places) leave();
});
