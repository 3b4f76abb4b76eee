import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { after, test } from 'node:test';
import { ask, begin, GatewayWorld, generate, type OpenedOrder, raw, realKey } from '../../test/gateway/gateway-world.ts';

const worlds: GatewayWorld[] = [];
after(async () => { for (const world of worlds) await world.close(); });

async function worldOf(provider: RequestListener): Promise<GatewayWorld> {
  const world = await GatewayWorld.open(provider);
  worlds.push(world);
  return world;
}

const reply = 'data: [in:12]\n\ndata: [out:5]\n\n';
const plain: RequestListener = (asked, answer) => void asked.resume().on('end', () => answer.writeHead(200, { 'content-type': 'text/event-stream' }).end(reply));
const code = (bytes: Buffer): unknown => JSON.parse(bytes.toString('utf8')).error.code;

test('a request is passed on with the real key and without what is the box\'s own, and its reply comes back byte for byte', async () => {
  const seen: { head: IncomingMessage; body: string }[] = [];
  const bytes = Buffer.from([...Array(70_000).keys()].map((at) => at % 251));
  const world = await worldOf((asked, answer) => {
    let body = '';
    asked.on('data', (part) => { body += String(part); }).on('end', () => {
      seen.push({ head: asked, body });
      answer.writeHead(200, { 'content-type': 'text/event-stream', 'set-cookie': 'a=b', 'x-kept': 'yes', 'x-echo': `Bearer ${realKey}`, 'request-id': 'r1' }).write(bytes);
      answer.end(reply);
    });
  });
  const { opened, socket, account } = await world.order();
  const headers = { 'accept-encoding': 'gzip, br', connection: 'keep-alive, x-hop', 'x-hop': '1', authorization: `Bearer ${opened.key}`, 'anthropic-version': '2023-06-01', 'x-forwarded-for': '10.1.2.3' };
  const answered = await ask(socket, { key: opened.key, headers });
  assert.equal(answered.status, 200);
  assert.deepEqual(answered.bytes, Buffer.concat([bytes, Buffer.from(reply)]));
  const [{ head, body } = assert.fail()] = seen;
  assert.deepEqual([head.url, body, head.headers['x-api-key'], head.headers['accept-encoding'], head.headers['anthropic-version']], ['/base/v1/toy', generate(), realKey, 'identity', '2023-06-01']);
  for (const name of ['x-hop', 'authorization', 'x-forwarded-for']) assert.equal(head.headers[name], undefined, name);
  assert.match(head.headers.host ?? '', /^127\.0\.0\.1:\d+$/);
  assert.deepEqual([answered.headers['set-cookie'], answered.headers['x-echo'], answered.headers['x-kept'], answered.headers['request-id']], [undefined, undefined, 'yes', 'r1']);
  assert.deepEqual(account.ends, ['settled 12 5']);
  assert.equal((await opened.close()).requests, 1);
});

test('only the placeholder of this very order opens its socket, and dies with it', async () => {
  let asked = 0;
  const world = await worldOf((request, answer) => { asked += 1; plain(request, answer); });
  const [one, two] = [await world.order(), await world.order()];
  await two.opened.close();
  for (const shown of [{}, { key: two.opened.key }, { key: realKey }, { key: `${one.opened.key}x` }, { key: one.opened.key, headers: { authorization: 'Bearer sk-foreign' } }]) {
    const { status, bytes, headers } = await ask(one.socket, shown);
    assert.deepEqual([status, code(bytes), headers['x-should-retry']], [401, 'invalid_api_key', 'false']);
  }
  assert.equal(asked, 0);
  assert.equal((await ask(one.socket, { key: one.opened.key })).status, 200);
  await assert.rejects(ask(two.socket, { key: two.opened.key }), /ENOENT|ECONNREFUSED/);
  assert.ok(one.opened.key !== two.opened.key && !one.opened.key.includes(realKey));
});

test('what is no route, no upgrade, no readable body and no allowed request is refused in words, and nobody is asked', async () => {
  let asked = 0;
  const world = await worldOf((request, answer) => { asked += 1; plain(request, answer); });
  const { opened: { key }, socket, said } = await world.order();
  const refused = async (status: number, why: RegExp, one: Parameters<typeof ask>[1]): Promise<void> => {
    const answered = await ask(socket, { key, ...one });
    assert.equal(answered.status, status, String(why));
    assert.match(answered.bytes.toString('utf8'), why);
    assert.match(said.at(-1) ?? '', why);
  };
  await refused(404, /the gateway has no route POST \/v1\/files/, { path: '/v1/files?x=1' });
  await refused(404, /the gateway has no route DELETE/, { method: 'DELETE' });
  await refused(426, /no websockets/, { method: 'GET', headers: { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'x' } });
  await refused(403, /encoded/, { headers: { 'content-encoding': 'gzip' } });
  await refused(403, /cookie names an account/, { headers: { cookie: 'a=b' } });
  await refused(403, /web search is run by the provider/, { body: generate({ search: true }) });
  await refused(403, /this order's is m/, { body: generate({ model: 'other' }) });
  await refused(403, /it is no JSON/, { body: '{' });
  await refused(413, /more than 33554432 bytes/, { body: Buffer.alloc(33_554_433, ' ') });
  // What is asked of others is the hosts' half's.
  await refused(403, /evil\.test:80 is not among the hosts/, { headers: { host: 'evil.test' } });
  await refused(403, /is an address and not a name/, { path: 'http://127.0.0.1:3128/v1/toy' });
  assert.equal(asked, 0);
});

test('an order that asks no model has no base URL', async () => {
  const world = await worldOf(plain);
  const { opened, socket } = await world.order({ models: null });
  const { status, bytes } = await ask(socket, { key: opened.key });
  assert.deepEqual([status, bytes.toString('utf8')], [403, 'refused by the way out: this way out is no base URL\n']);
  assert.deepEqual([(await opened.close()).usdMicros, opened.isSpent()], [0, false]);
});

test('what would pass the budget is a bad request, and told to who ordered it', async () => {
  const world = await worldOf(plain);
  const { opened, socket, account } = await world.order({ most: 19 });
  assert.equal((await ask(socket, { key: opened.key })).status, 200); // held 10, used 5
  assert.equal(opened.isSpent(), false);
  assert.equal((await ask(socket, { key: opened.key, body: generate({ most: 14 }) })).status, 200);
  const refused = await ask(socket, { key: opened.key });
  assert.deepEqual([refused.status, code(refused.bytes), refused.headers['x-should-retry'], opened.isSpent()], [400, 'budget_reached', 'false', true]);
  assert.deepEqual(account.ends, ['settled 12 5', 'settled 12 5']);
  // What costs nothing is not held against it.
  assert.equal((await ask(socket, { method: 'GET', path: '/v1/models?limit=1', key: opened.key })).status, 200);
  assert.equal((await ask(socket, { path: '/v1/toy/count', key: opened.key })).status, 200);
  assert.equal(account.ends.length, 2);
});

test('faults of the provider pass as they are, cost nothing, and say until when', async () => {
  const world = await worldOf((asked, answer) => void asked.resume().on('end', () => {
    const status = Number(asked.headers['user-agent']);
    answer.writeHead(status, { 'retry-after': '9', 'content-type': 'application/json' }).end(`{"as":"it is","status":${status}}`);
  }));
  const { opened, socket, account } = await world.order();
  for (const status of [429, 500, 529, 400, 403]) {
    const answered = await ask(socket, { key: opened.key, headers: { 'user-agent': String(status) } });
    assert.deepEqual([answered.status, answered.bytes.toString('utf8'), answered.headers['retry-after']], [status, `{"as":"it is","status":${status}}`, '9']);
  }
  assert.equal(opened.rateLimitedUntil(), 9_000);
  assert.deepEqual(account.ends, Array(5).fill('released'));
});

test('a long rest is told so that every program stops at once, and costs nothing', async () => {
  const world = await worldOf((asked, answer) => void asked.resume().on('end', () => answer.writeHead(429, { 'retry-after': '600' }).end('{}')));
  const { opened, socket, account } = await world.order();
  const { status, bytes, headers } = await ask(socket, { key: opened.key });
  assert.deepEqual([status, code(bytes), headers['retry-after'], opened.rateLimitedUntil()], [400, 'provider_rests', undefined, 600_000]);
  assert.match(bytes.toString('utf8'), /toy wants to be asked nothing until 1970-01-01T00:10:00/);
  assert.deepEqual(account.ends, ['released']);
});

test('a provider that refuses the key is told of in our words, and the key is read anew', async () => {
  const world = await worldOf((asked, answer) => void asked.resume().on('end', () => answer.writeHead(401).end(`Incorrect API key provided: ${realKey.slice(0, 8)}`)));
  const { opened, socket, said } = await world.order();
  const { status, bytes } = await ask(socket, { key: opened.key });
  assert.deepEqual([status, code(bytes)], [401, 'key_refused']);
  assert.ok(!bytes.toString('utf8').includes(realKey.slice(0, 8)));
  assert.deepEqual(world.forgotten, ['messages']);
  assert.match(said.join('\n'), /toy refused the key of this machine/);
});

test('a reply that holds the key is cut off before it', async () => {
  const world = await worldOf((asked, answer) => void asked.resume().on('end', () => {
    answer.write(`begun ${realKey.slice(0, 12)}`, () => setImmediate(() => answer.end(`${realKey.slice(12)} and on`)));
  }));
  const { opened, socket, account, said } = await world.order();
  await assert.rejects(ask(socket, { key: opened.key }), /aborted/);
  assert.match(said.join('\n'), /it held the key itself/);
  assert.deepEqual(account.ends.map((end) => end.endsWith('estimated')), [true]);
});

test('a stream that is cut by the provider does not look whole, and is estimated', async () => {
  const world = await worldOf((asked, answer) => void asked.resume().on('end', () => answer.write('data: [in:12]\n\nabcdefghi', () => answer.destroy())));
  const { opened, socket, account } = await world.order();
  await assert.rejects(ask(socket, { key: opened.key }), /aborted/);
  assert.deepEqual(account.ends, ['settled 12 8 estimated']);
  assert.equal((await opened.close()).isEstimated, true);
});

test('who leaves ends the request to the provider, and what was used is estimated', async () => {
  const world = await worldOf((asked, answer) => void asked.resume().on('end', () => {
    answer.on('close', () => world.forgotten.push('ended'));
    answer.write('data: [in:12]\n\nabcdefghi');
  }));
  const { opened, socket, account } = await world.order();
  const incoming = await begin(socket, { key: opened.key });
  await once(incoming, 'data');
  incoming.destroy();
  while (account.ends.length === 0 || world.forgotten.length === 0) await new Promise(setImmediate);
  assert.deepEqual(account.ends, ['settled 12 8 estimated']);
});

test('what was asked and not heard of counts as it was held; what was never asked counts nothing', async () => {
  const silent = await worldOf((asked) => void asked.resume().on('end', () => asked.socket.destroy()));
  const one = await silent.order();
  const { status, bytes } = await ask(one.socket, { key: one.opened.key });
  assert.deepEqual([status, code(bytes), one.account.ends], [502, 'provider_unreachable', ['unknown']]);
  const gone = await worldOf(plain);
  const two = await gone.order();
  await gone.closeProvider();
  assert.equal((await ask(two.socket, { key: two.opened.key })).status, 502);
  assert.deepEqual(two.account.ends, ['released']);
});

test('the end of an order ends what it still asks, and its bill is whole', async () => {
  const hanging: ServerResponse[] = [];
  const world = await worldOf((asked, answer) => void asked.resume().on('end', () => hanging.push(answer)));
  const orders: OpenedOrder[] = [await world.order(), await world.order()];
  const asking = orders.map(({ socket, opened }) => ask(socket, { key: opened.key }));
  while (hanging.length < 2) await new Promise(setImmediate);
  const [one, two] = orders;
  const [first, second] = asking;
  const closed = one?.opened.close();
  await assert.rejects(first ?? assert.fail());
  await closed;
  assert.deepEqual([one?.account.ends, two?.account.ends], [['unknown', 'closed'], []]);
  hanging.at(-1)?.end(reply);
  hanging.at(0)?.end(reply);
  assert.equal((await second)?.status, 200);
});

test('a reader that waits makes the provider wait: nothing is piled up between them', async () => {
  const most = 32 * 2 ** 20;
  const written: number[] = [];
  const world = await worldOf((asked, answer) => void asked.resume().on('end', () => {
    const at = written.push(0) - 1;
    const part = Buffer.alloc(65_536, 'x');
    const more = (): void => {
      while ((written[at] ?? most) < most && !answer.destroyed) {
        written[at] = (written[at] ?? 0) + part.length;
        if (!answer.write(part)) return void answer.once('drain', more);
      }
      answer.end();
    };
    more();
  }));
  const { opened, socket } = await world.order();
  const waiting = await begin(socket, { key: opened.key });
  waiting.pause();
  // While as much again passes by, as quickly as it is read, there is time enough for the first.
  assert.equal((await ask(socket, { key: opened.key })).bytes.length, most);
  assert.ok((written[0] ?? most) < most / 4, `${written[0]} bytes were taken from the provider for a reader that reads nothing`);
  let read = 0;
  for await (const part of waiting) read += part.length;
  assert.equal(read, most);
});

test('two orders of one name are not open at once, and what is no rule opens nothing', async () => {
  const world = await worldOf(plain);
  const { socket } = await world.order();
  const again = { id: 'order-1', socket: `${socket}x`, allow: [], models: null, onSaid: () => undefined };
  await assert.rejects(world.gateway.open(again), /it is open for an order of that name/);
  await assert.rejects(world.gateway.open({ ...again, id: 'other', allow: ['*.com'] }), /Cannot allow a host/);
});

test('a flood of refusals leaves few lines', async () => {
  const world = await worldOf(plain);
  const { opened, socket, said } = await world.order();
  for (let at = 0; at < 150; at += 1) await ask(socket, { method: 'GET', path: '/nowhere', key: opened.key });
  await opened.close();
  assert.ok(said.length < 60, String(said.length));
  assert.match(said.at(-1) ?? '', /^100 more lines/);
});

test('bytes that are no request are refused', async () => {
  const world = await worldOf(plain);
  const { opened, socket } = await world.order();
  const head = `POST /v1/toy HTTP/1.1\r\nConnection: close\r\nHost: 127.0.0.1\r\nX-Api-Key: ${opened.key}\r\n`;
  for (const text of [`${head}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, `${head}Host: evil.test\r\n\r\n`, 'hello\r\n\r\n']) assert.match(await raw(socket, text), /^HTTP\/1\.1 40[03] /);
});

test('packages are read through the same socket, of registries whose hosts the order may reach', async () => {
  const world = await worldOf(plain);
  const closed = await world.order({ models: null, allow: ['pypi.org'] });
  const refused = async (status: number, why: RegExp, asked: Parameters<typeof ask>[1]): Promise<void> => {
    const answered = await ask(closed.socket, asked);
    assert.deepEqual([answered.status, why.test(answered.bytes.toString('utf8')), why.test(closed.said.at(-1) ?? '')], [status, true, true], answered.bytes.toString('utf8'));
  };
  await refused(403, /packages of npm are not open here: the sandbox does not reach registry\.npmjs\.org/, { method: 'GET', path: '/-/npm/left-pad' });
  await refused(403, /does not reach files\.pythonhosted\.org/, { method: 'GET', path: '/-/pypi/simple/six/' });
  await refused(404, /no path of a package of npm/, { method: 'GET', path: '/-/npm/../x' });
  await refused(405, /only read/, { method: 'POST', path: '/-/npm/left-pad' });
});
