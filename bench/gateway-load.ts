/** What the gateway adds to sixty-four streams at once, against going to the same provider direct; and what a long stream keeps of memory. */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { TemporaryDirectory } from '../test/contracts/temporary-directory.ts';
import { medianOf } from './journal-rounds.ts';
import type { Row } from './row.ts';

const streams = 64;
const rounds = 3;
/** As a quick model prints: a word or two each 20 ms. */
const talk = '100 20 40';
/** What each asks, one after the other; they begin spread over the time of one, as leaves do. */
const each = 3;
const spreadMs = 2_000;
const barMs = 5;
const barWall = 1.1;
const mebi = 2 ** 20;
const longEvent = 16_384;
const barMemory = 64;

interface Way {
  readonly socketPath?: string;
  readonly port?: number;
  readonly key: string;
}

export async function rows(): Promise<readonly Row[]> {
  const directory = new TemporaryDirectory();
  const parts: ChildProcess[] = [];
  const part = async (...args: readonly string[]): Promise<{ readonly child: ChildProcess; readonly told: { readonly port: number; readonly key: string } }> => {
    const child = fork(join(import.meta.dirname, 'gateway-part.ts'), args, { execArgv: ['--expose-gc'] });
    parts.push(child);
    const [told] = await once(child, 'message');
    return { child, told };
  };
  try {
    const provider = await part('provider');
    const socketPath = join(directory.path, 'socket');
    const gateway = await part('gateway', String(provider.told.port), socketPath);
    const direct: Way = { port: provider.told.port, key: 'direct' };
    const through: Way = { socketPath, key: gateway.told.key };
    return [...await loadRows(direct, through), await memoryRow(through, gateway.child)];
  } finally {
    for (const child of parts) child.disconnect();
    directory.remove();
  }
}

interface Round {
  readonly firstMs: number;
  readonly wallMs: number;
}

async function loadRows(direct: Way, through: Way): Promise<readonly Row[]> {
  const [ownRounds, bareRounds]: [Round[], Round[]] = [[], []];
  await round(direct);
  await round(through);
  // In turn, so that both meet whatever else the machine does.
  for (let at = 0; at < rounds; at += 1) {
    bareRounds.push(await round(direct));
    ownRounds.push(await round(through));
  }
  const first = medianOf(ownRounds.map(({ firstMs }) => firstMs));
  const bareFirst = medianOf(bareRounds.map(({ firstMs }) => firstMs));
  const wall = medianOf(ownRounds.map(({ wallMs }) => wallMs));
  const bareWall = medianOf(bareRounds.map(({ wallMs }) => wallMs));
  const what = `${streams} streams at once through the gateway, against direct`;
  return [
    { id: 'gateway-first', what: `first byte of ${what}`, median: first, unit: 'ms', against: bareFirst, ratio: first / bareFirst, bar: `added < ${barMs}`, holds: first - bareFirst < barMs },
    { id: 'gateway-wall', what: `all of ${what}`, median: wall, unit: 'ms', against: bareWall, ratio: wall / bareWall, bar: `ratio < ${barWall}`, holds: wall / bareWall < barWall },
  ];
}

async function round(way: Way): Promise<Round> {
  const agent = new Agent({ keepAlive: true, maxSockets: streams });
  const began = performance.now();
  const firsts = await Promise.all(Array.from({ length: streams }, async (_, at) => {
    await pause(at * spreadMs / streams);
    const own: number[] = [];
    while (own.length < each) own.push(await streamed(way, talk, agent));
    return own;
  }));
  const wallMs = performance.now() - began;
  agent.destroy();
  return { firstMs: medianOf(firsts.flat()), wallMs };
}

/** Reads one stream to its end; when its first byte came. */
async function streamed({ socketPath, port, key }: Way, how: string, agent: Agent): Promise<number> {
  const began = performance.now();
  const where = socketPath === undefined ? { host: '127.0.0.1', port } : { socketPath };
  const outgoing = request({ ...where, agent, method: 'POST', path: '/v1/messages', headers: { host: '127.0.0.1', 'x-api-key': key, 'content-type': 'application/json' } });
  outgoing.end(JSON.stringify({ model: 'bench', max_tokens: 1_000, stream: true, messages: [{ role: 'user', content: how }] }));
  const [incoming] = await once(outgoing, 'response');
  if (incoming.statusCode !== 200) throw new Error(`it was answered with ${incoming.statusCode}`);
  await once(incoming, 'data');
  const first = performance.now() - began;
  incoming.resume();
  await once(incoming, 'end');
  return first;
}

async function memoryRow(through: Way, gateway: ChildProcess): Promise<Row> {
  const agent = new Agent();
  const most = async (megabytes: number): Promise<number> => {
    await mostBytes(gateway);
    await streamed(through, `${megabytes * mebi / longEvent} 0 ${longEvent}`, agent);
    return await mostBytes(gateway) / mebi;
  };
  // Once before, so that what the program itself needs is there.
  await most(20);
  const [short, long] = [await most(1), await most(200)];
  return { id: 'gateway-memory', what: 'most memory of a gateway while 200 MB pass, against 1 MB', median: long, unit: 'MB', against: short, ratio: long / short, bar: `added < ${barMemory}`, holds: long - short < barMemory };
}

async function mostBytes(child: ChildProcess): Promise<number> {
  child.send('memory');
  const [told] = await once(child, 'message');
  return Number(told.mostBytes);
}
