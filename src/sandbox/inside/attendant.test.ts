/** The forwarder of the attendant, under callers and listeners that behave badly: it neither hangs nor keeps anything. */

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { until } from '../machine/processes.ts';
import { insideScript } from './scripts.ts';

const directory = mkdtempSync(join(tmpdir(), 'espalier-attendant-'));
const begun: ChildProcess[] = [];
after(() => {
  for (const child of begun) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

interface Way {
  readonly port: number;
  readonly attendant: ChildProcess;
  readonly close: () => Promise<void>;
}

let ways = 0;

/** An attendant beside a command that waits for us, in front of what `taken` does with each connection. */
async function open(taken: (socket: Socket) => void): Promise<Way & { readonly host: Server }> {
  const path = join(directory, `socket${ways += 1}`);
  const host = createServer({ allowHalfOpen: true }, (socket) => taken(socket.on('error', () => undefined)));
  host.listen({ path, backlog: 4_096 });
  await once(host, 'listening');
  const way = await attend(path);
  const close = async (): Promise<void> => {
    await way.close();
    host.close();
  };
  return { ...way, host, close };
}

async function attend(path: string): Promise<Way> {
  const port = await freePort();
  const told = { word: 'word', veil: 'ATTENDED_', wayOut: { path, port }, services: [], returns: [] };
  const command = ['sh', '-c', 'echo up; cat'];
  const attendant = spawn(process.execPath, [insideScript('attendant'), JSON.stringify(told), ...command], { stdio: ['pipe', 'pipe', 'inherit'] });
  begun.push(attendant);
  await once(attendant.stdout ?? assert.fail(), 'data');
  const close = async (): Promise<void> => {
    attendant.stdin?.end();
    const [code] = attendant.exitCode === null ? await once(attendant, 'exit') : [attendant.exitCode];
    assert.equal(code, 0, 'it lived until its command ended');
  };
  return { port, attendant, close };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : assert.fail();
}

function call(port: number): Socket {
  return connect({ port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => undefined);
}

async function heard(socket: Socket): Promise<string> {
  let text = '';
  // Iterating over it would end the other direction as well.
  socket.on('data', (bytes) => { text += String(bytes); });
  await once(socket, 'end');
  return text;
}

/** However it ends. */
const gone = (socket: Socket): Promise<void> => new Promise((resolve) => {
  if (socket.closed) resolve();
  else socket.on('close', () => resolve());
});

const descriptors = ({ attendant }: Way): number => readdirSync(`/proc/${attendant.pid ?? 0}/fd`).length;
const residentMb = ({ attendant }: Way): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${attendant.pid ?? 0}/status`, 'utf8'))?.[1]) / 1_024;

/** Its own bookkeeping follows a close by some turns. */
async function settles(way: Way, before: number): Promise<void> {
  assert.ok(await until(() => descriptors(way) <= before), `${descriptors(way)} descriptors, and there were ${before}`);
}

test('each side can say its last and still hear the other', async () => {
  const way = await open((socket) => void heard(socket).then((text) => socket.end(`heard ${text}`)));
  assert.equal(await heard(call(way.port).end('hello')), 'heard hello');
  await way.close();
  const first = await open((socket) => {
    socket.write('first');
    socket.end();
    void heard(socket).then((text) => first.host.emit('heard', text));
  });
  const caller = call(first.port);
  assert.equal(await heard(caller), 'first');
  caller.end('last');
  assert.deepEqual(await once(first.host, 'heard'), ['last']);
  await first.close();
});

test('a thousand connections at once are all served, and nothing of them is kept', async () => {
  const way = await open((socket) => void socket.pipe(socket));
  await heard(call(way.port).end('warm'));
  const before = descriptors(way);
  const callers = Array.from({ length: 1_000 }, (_, at) => ({ at, socket: call(way.port) }));
  await Promise.all(callers.map(async ({ at, socket }) => {
    socket.write(`${at}`);
    assert.equal(String((await once(socket, 'data'))[0]), `${at}`);
  }));
  assert.ok(descriptors(way) >= 2_000);
  for (const { socket } of callers) socket.end();
  await Promise.all(callers.map(({ socket }) => once(socket.resume(), 'close')));
  await settles(way, before);
  await way.close();
});

test('200 MB arrive as they were, both ways', async () => {
  const piece = randomBytes(1 << 20);
  const pieces = 200;
  const whole = createHash('sha256');
  for (let at = 0; at < pieces; at += 1) whole.update(piece);
  const expected = whole.digest('hex');
  const digestOf = async (socket: Socket): Promise<string> => {
    const digest = createHash('sha256');
    // Iterating over it would end the other direction as well.
    socket.on('data', (bytes) => { digest.update(bytes); });
    await once(socket, 'end');
    return digest.digest('hex');
  };
  const send = async (socket: Socket): Promise<void> => {
    for (let at = 0; at < pieces; at += 1) if (!socket.write(piece)) await once(socket, 'drain');
    socket.end();
  };
  const way = await open((socket) => {
    void send(socket);
    void digestOf(socket).then((digest) => way.host.emit('digest', digest));
  });
  const caller = call(way.port);
  const arrived = once(way.host, 'digest');
  const [digest] = await Promise.all([digestOf(caller), send(caller)]);
  assert.equal(digest, expected);
  assert.deepEqual(await arrived, [expected]);
  await way.close();
});

test('who reads slowly holds up who writes, and the attendant keeps none of it', async () => {
  const piece = Buffer.alloc(1 << 20);
  for (const slow of ['host', 'caller'] as const) {
    const way = await open((socket) => {
      if (slow === 'caller') way.host.emit('writer', socket);
      else socket.pause();
    });
    const opened = once(way.host, 'writer');
    const caller = call(way.port).pause();
    const [writer]: Socket[] = slow === 'caller' ? await opened : [caller];
    let written = 0;
    const fill = (): void => {
      while (writer !== undefined && writer.writableLength < piece.length && written < 256) {
        writer.write(piece);
        written += 1;
      }
    };
    writer?.on('drain', fill);
    fill();
    // Callers that come and go: the stopped one has had its turns.
    for (let turn = 0; turn < 200; turn += 1) {
      const passing = call(way.port);
      await once(passing, 'connect');
      passing.resetAndDestroy();
    }
    assert.ok(written < 32, `${slow} reads nothing, and ${written} MB were taken`);
    assert.ok(residentMb(way) < 200, `${residentMb(way)} MB are kept`);
    writer?.destroy();
    caller.destroy();
    await way.close();
  }
});

test('who hangs up has its say, and what is sent afterwards goes nowhere', async () => {
  const way = await open((socket) => {
    socket.once('data', () => socket.end('refused', () => socket.destroy()));
  });
  await heard(call(way.port).end('warm'));
  const before = descriptors(way);
  for (let turn = 0; turn < 50; turn += 1) {
    const caller = call(way.port);
    caller.write('first');
    assert.equal(await heard(caller), 'refused');
    caller.end(Buffer.alloc(1 << 20));
    await gone(caller);
  }
  await settles(way, before);
  await way.close();
});

test('broken connections break on the other side, and nothing of them is kept', async () => {
  const way = await open((socket) => {
    socket.once('data', (bytes) => (String(bytes) === 'break' ? socket.destroy() : socket.write('go on')));
  });
  await heard(call(way.port).end('break'));
  const before = descriptors(way);
  for (let turn = 0; turn < 100; turn += 1) {
    const broken = call(way.port);
    broken.write('break');
    await once(broken.resume(), 'end');
    broken.destroy();
    const breaking = call(way.port);
    breaking.write('go on');
    await once(breaking, 'data');
    breaking.resetAndDestroy();
    call(way.port).resetAndDestroy();
  }
  await settles(way, before);
  await way.close();
});

test('when the host vanishes, those that were connected end, later ones are turned away, and a new host is found', async () => {
  const path = join(directory, 'vanishes');
  const text = `require('net').createServer((s) => s.on('error', () => 0).on('data', () => s.write('x'))).listen(${JSON.stringify(path)}, () => console.log('up'))`;
  const begin = async (): Promise<ChildProcess> => {
    const host = spawn(process.execPath, ['-e', text], { stdio: ['ignore', 'pipe', 'inherit'] });
    begun.push(host);
    await once(host.stdout ?? assert.fail(), 'data');
    return host;
  };
  const host = await begin();
  const way = await attend(path);
  const callers = Array.from({ length: 50 }, () => call(way.port));
  for (const caller of callers) caller.write('x');
  await Promise.all(callers.map((caller) => once(caller, 'data')));
  const before = descriptors(way) - 2 * callers.length;
  host.kill('SIGKILL');
  await Promise.all(callers.map((caller) => once(caller.resume(), 'end')));
  for (const caller of callers) caller.end();
  await Promise.all(callers.map(gone));
  await gone(call(way.port));
  rmSync(path);
  await gone(call(way.port));
  const next = await begin();
  const caller = call(way.port);
  caller.write('x');
  await once(caller, 'data');
  caller.destroy();
  await settles(way, before);
  next.kill('SIGKILL');
  await way.close();
});
