/** The stub behind a way out, in front of servers on the loopback that its network is told to lead to. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { connect, createServer as createRaw, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Network, OpenedWayOut } from '../ports/way-out.ts';
import { openStubWayOut } from './stub-way-out.ts';

const directory = mkdtempSync(join(tmpdir(), 'espalier-way-out-'));
const opened: OpenedWayOut[] = [];
const servers: Server[] = [];
after(async () => {
  for (const way of opened) await way.close();
  for (const server of servers) server.close();
  rmSync(directory, { recursive: true, force: true });
});

const addresses: Readonly<Record<string, readonly string[]>> = {
  'plain.test': ['198.51.100.7'], 'inward.test': ['127.0.0.1'], 'mixed.test': ['198.51.100.7', '10.0.0.1'], 'mapped.test': ['::ffff:127.0.0.1'],
  'cloud.test': ['169.254.169.254'], 'none.test': [],
};

interface Opened {
  readonly socket: string;
  readonly dialled: readonly string[];
  readonly refused: readonly string[];
  readonly way: OpenedWayOut;
}

/** Whatever it dials leads to this server. */
async function open(server: Server): Promise<Opened> {
  server.listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : assert.fail();
  const dialled: string[] = [];
  const refused: string[] = [];
  const network: Network = {
    resolve: async (host) => addresses[host] ?? Promise.reject(new Error('no such name')),
    dial: (to, toPort) => {
      dialled.push(`${to}:${toPort}`);
      return connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    },
  };
  const socket = join(directory, `socket${servers.length}`);
  const allow = ['plain.test:80', 'plain.test', ...Object.keys(addresses).slice(1).flatMap((host) => [`${host}:80`, host]), 'gone.test'];
  const way = await openStubWayOut({ socket, allow, base: 'plain.test:8080', network, onRefused: (line) => refused.push(line) });
  opened.push(way);
  return { socket, dialled, refused, way };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function ask(socketPath: string, path: string, { host = 'plain.test', body = '', method = 'GET' } = {}): Promise<Answer> {
  const asked = request({ socketPath, path, method, headers: { host } });
  asked.end(body);
  const [answer]: AsyncIterable<Buffer>[] = await once(asked, 'response');
  let text = '';
  for await (const bytes of answer ?? []) text += String(bytes);
  return { status: Number(Reflect.get(answer ?? {}, 'statusCode')), text };
}

/** What comes back for bytes that are sent as they are. */
async function raw(socketPath: string, text: string): Promise<string> {
  const socket = connect(socketPath);
  socket.write(text);
  let back = '';
  for await (const bytes of socket) {
    back += String(bytes);
    if (/\r\n\r\n[^]*\n$/.test(back)) break;
  }
  return back;
}

const echo = (): Server => createServer((asked, answer) => {
  answer.setHeader('x-seen', `${asked.method ?? ''} ${asked.url ?? ''} ${asked.headers.host ?? ''} ${Object.keys(asked.headers).join()}`);
  asked.pipe(answer);
});

test('a request that is allowed is passed on, with its body, to the address of its name', async () => {
  const { socket, dialled } = await open(createServer((asked, answer) => {
    let body = '';
    asked.on('data', (bytes) => { body += String(bytes); });
    asked.on('end', () => answer.end(`${asked.method ?? ''} ${asked.url ?? ''} ${asked.headers.host ?? ''} ${body}`));
  }));
  assert.deepEqual(await ask(socket, 'http://plain.test/a?b'), { status: 200, text: 'GET /a?b plain.test ' });
  assert.deepEqual(await ask(socket, '/a', { body: 'given', method: 'POST' }), { status: 200, text: 'POST /a plain.test given' });
  assert.deepEqual(await ask(socket, '/v1', { host: '127.0.0.1:3128' }), { status: 200, text: 'GET /v1 plain.test:8080 ' });
  assert.deepEqual(dialled, ['198.51.100.7:80', '198.51.100.7:80', '198.51.100.7:8080']);
});

test('what is about one connection is not passed on', async () => {
  const { socket } = await open(echo());
  const head = 'GET / HTTP/1.1\r\nHost: plain.test\r\nConnection: close, X-Secret\r\nProxy-Authorization: Basic x\r\nX-Secret: y\r\nX-Kept: z\r\nUpgrade: websocket\r\n\r\n';
  assert.match(await raw(socket, head), /x-seen: GET \/ plain\.test x-kept,host,connection\r\n/);
});

test('a name that leads anywhere inward, or nowhere, is never dialled', async () => {
  const { socket, dialled, refused } = await open(echo());
  for (const host of ['inward.test', 'mixed.test', 'mapped.test', 'cloud.test', 'none.test']) {
    assert.deepEqual(await ask(socket, '/', { host }), { status: 403, text: `refused by the way out: ${host} leads to no public address\n` });
    assert.match(await raw(socket, `CONNECT ${host}:443 HTTP/1.1\r\nHost: ${host}:443\r\n\r\n`), /^HTTP\/1\.1 403 .*\r\n\r\nrefused by the way out: .*\n$/s);
  }
  assert.match(await raw(socket, 'CONNECT gone.test:443 HTTP/1.1\r\nHost: gone.test:443\r\n\r\n'), /^HTTP\/1\.1 403 /);
  assert.deepEqual(dialled, []);
  assert.equal(refused.length, 11);
});

test('bytes that are no request, and two requests in one, are refused', async () => {
  const { socket, dialled } = await open(echo());
  for (const text of [
    'GET / HTTP/1.1\r\nHost: plain.test\r\nHost: evil.test\r\n\r\n', 'GET http://plain.test\n@evil.test/ HTTP/1.1\r\n\r\n', 'GET http://plain.test /x HTTP/1.1\r\nHost: plain.test\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: plain.test\r\nX: a\rHost: evil.test\r\n\r\n', 'POST / HTTP/1.1\r\nHost: plain.test\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 'hello\r\n\r\n',
    'CONNECT plain.test:443\r\n Host: x HTTP/1.1\r\n\r\n', 'GET / HTTP/1.1\r\nHost : plain.test\r\n\r\n', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n',
  ]) assert.match(await raw(socket, text), /^HTTP\/1\.1 40[03] /, JSON.stringify(text));
  assert.deepEqual(dialled, []);
});

test('an answer that is cut short does not look whole', async () => {
  const { socket } = await open(createServer((_, answer) => {
    answer.write('begun', () => answer.destroy());
  }));
  await assert.rejects(ask(socket, '/'), /aborted/);
});

test('a host that answers with what is no answer harms nobody but its caller', async () => {
  for (const [head, status] of [['HTTP/1.1 099 No', 502], ['HTTP/1.1 000 No', 502], ['HTTP/1.1 101 Switching', 502], ['hello', 502], ['HTTP/1.1 200 \x01\x02', 200], ['HTTP/1.1 999 No', 999]] as const) {
    const { socket } = await open(createRaw((callee) => void callee.on('error', () => undefined).once('data', () => callee.end(`${head}\r\nContent-Length: 0\r\nX: \xe9\r\n\r\n`, 'latin1'))));
    assert.equal((await ask(socket, '/')).status, status, head);
    assert.equal((await ask(socket, '/', { host: 'evil.test' })).status, 403, 'it goes on');
  }
});

test('a tunnel carries bytes as they are, from the first on, and each side can say its last', async () => {
  const { socket, dialled } = await open(createRaw({ allowHalfOpen: true }, (callee) => void heard(callee).then((text) => callee.end(`heard ${text}`))));
  const caller = connect({ path: socket, allowHalfOpen: true });
  caller.write('CONNECT plain.test:443 HTTP/1.1\r\nHost: plain.test:443\r\n\r\nwith the head, ');
  caller.end('and after');
  assert.equal(await heard(caller), 'HTTP/1.1 200 Connection established\r\n\r\nheard with the head, and after');
  assert.deepEqual(dialled, ['198.51.100.7:443']);
});

test('what does not answer is told, and the end of the way out ends everything', async () => {
  const broken = await open(createRaw((callee) => callee.destroy()));
  assert.equal((await ask(broken.socket, '/')).status, 502);
  const silent = await open(createRaw((callee) => void callee.resume().on('error', () => undefined)));
  const asked = request({ socketPath: silent.socket, path: '/', headers: { host: 'plain.test' } }).end();
  const tunnel = connect(silent.socket);
  tunnel.write('CONNECT plain.test:443 HTTP/1.1\r\nHost: plain.test:443\r\n\r\n');
  await once(tunnel, 'data');
  const both = Promise.all([once(asked, 'error'), once(tunnel.resume(), 'close')]);
  assert.equal(statSync(silent.socket).mode & 0o777, 0o666);
  await silent.way.close();
  await both;
  assert.equal(statSync(silent.socket, { throwIfNoEntry: false }), undefined);
});

test('a rule that is none opens nothing', async () => {
  const network: Network = { resolve: async () => [], dial: () => assert.fail() };
  for (const rule of ['10.0.0.1', '*.org', 'Registry.npmjs.org', 'a.test:0', '']) {
    await assert.rejects(openStubWayOut({ socket: join(directory, 'none'), allow: [rule], base: null, network, onRefused: () => undefined }), TypeError);
  }
});

async function heard(socket: Socket): Promise<string> {
  let text = '';
  // Iterating over it would end the other direction as well.
  socket.on('data', (bytes) => { text += String(bytes); });
  await once(socket, 'end');
  return text;
}
