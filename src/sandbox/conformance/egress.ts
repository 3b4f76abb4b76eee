/**
 * The egress matrix: what is allowed passes the way out, every way around it is refused, and nothing goes another way.
 *
 * Behind the way out everything that is dialled leads to a server of the suite's own on the
 * loopback, and names are found in a table: no packet leaves the machine, whatever a box lets
 * through of what it should not, but for addresses that nobody has.
 */

import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { basename } from 'node:path';
import { type Sandbox, wayOutPath } from '../../ports/sandbox.ts';
import type { Network, OpenWayOut } from '../../ports/way-out.ts';
import { insideScript } from '../inside/scripts.ts';
import { takeWayOutPlace } from '../order/way-out-place.ts';
import { allowedPort, egressSentences, names, refusals } from './egress-requests.ts';
import { type CheckResult, runOrder, unlessRefused } from './run-order.ts';
import { resultsOf } from './results-of.ts';

export interface Egress {
  readonly checks: readonly CheckResult[];
  readonly controlLeaks: readonly string[];
}

const offeredAt = 3_128;
const allowed = Object.keys(names).map((name) => `${name}:${allowedPort}`);
const [authority = ''] = allowed;

/** `directory` is the suite's own. */
export async function checkEgress(sandbox: Sandbox, openWayOut: OpenWayOut, directory: string): Promise<Egress> {
  const outside = await Outside.make();
  const places = [takeWayOutPlace(directory, 'one'), takeWayOutPlace(directory, 'two')] as const;
  const open = (at: 0 | 1, allow: readonly string[]): ReturnType<OpenWayOut> => openWayOut({ socket: places[at].socket, allow, base: null, network: outside.network, onRefused: () => undefined });
  const ways = [await open(0, allowed), await open(1, [`other.test:${allowedPort}`])];
  try {
    const host = { ...outside.told, socket: places[1].socket };
    const told = { wayOut: { port: offeredAt, path: wayOutPath, authority }, refusals, host };
    const boxed = await unlessRefused(() => lookFromWithin(sandbox, places[0].socket, told));
    const control = await lookFromOutside({ ...told, wayOut: null });
    return { checks: boxed.length === 0 ? [] : [...boxed, outside.dialledCheck()], controlLeaks: control.filter(({ ok, detail }) => !ok && detail !== '').map(({ id }) => id) };
  } finally {
    for (const way of ways) await way.close();
    for (const { leave } of places) leave();
    outside.close();
  }
}

const notReached = 'it was not reached';

async function lookFromWithin(sandbox: Sandbox, socket: string, told: object): Promise<readonly CheckResult[]> {
  const script = insideScript('egress-in-box');
  const inside = `/opt/espalier/${basename(script)}`;
  const inputs = [{ from: process.execPath, to: '/opt/espalier/node' }, { from: script, to: inside }];
  const order = { inputs, wayOut: { socket, port: offeredAt } };
  const { outcome, stdout } = await runOrder(sandbox, ['/opt/espalier/node', inside, JSON.stringify(told)], order);
  const isWhole = outcome.kind === 'exit' && outcome.code === 0;
  return resultsOf(stdout, egressSentences).map((one) => (one.detail === notReached && !isWhole ? { ...one, detail: JSON.stringify(outcome) } : one));
}

function lookFromOutside(told: object): Promise<readonly CheckResult[]> {
  return new Promise((resolve) => {
    execFile(process.execPath, [insideScript('egress-in-box'), JSON.stringify(told)], { timeout: 30_000 }, (_, stdout) => {
      resolve(resultsOf(stdout, egressSentences).filter(({ detail }) => detail !== notReached));
    });
  });
}

/** Servers of the host's that nobody in a box may reach, and the network that way outs are given. */
class Outside {
  readonly #server: Server;
  readonly #others: Server[] = [];
  readonly #udp = createSocket('udp4');
  readonly #dialled = new Set<string>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async make(): Promise<Outside> {
    const outside = new Outside(server());
    outside.#server.listen(0, '127.0.0.1');
    await once(outside.#server, 'listening');
    const { port, address } = outside.told;
    // The same port, so that one is told; where it is taken, the control does not leak there.
    for (const host of ['::1', ...(address === null ? [] : [address])]) {
      const other = server().on('error', () => undefined).listen(port, host);
      outside.#others.push(other);
      await new Promise((resolve) => { other.once('listening', resolve).once('error', resolve); });
    }
    outside.#udp.on('message', (_, { port: from, address: sender }) => outside.#udp.send('udp', from, sender));
    outside.#udp.bind(0, '127.0.0.1');
    await once(outside.#udp, 'listening');
    return outside;
  }

  get told(): { readonly port: number; readonly address: string | null; readonly udpPort: number } {
    const bound = this.#server.address();
    const address = Object.values(networkInterfaces()).flat().find((one) => one?.internal === false && one.family === 'IPv4')?.address ?? null;
    return { port: typeof bound === 'object' && bound !== null ? bound.port : 0, address, udpPort: udpPortOf(this.#udp) };
  }

  readonly network: Network = {
    resolve: async (host) => names[host] ?? [],
    dial: (address, port) => {
      this.#dialled.add(`${address}:${port}`);
      return connect({ port: this.told.port, host: '127.0.0.1', allowHalfOpen: true });
    },
  };

  dialledCheck(): CheckResult {
    const expected = `${names['allowed.test']?.[0] ?? ''}:${allowedPort}`;
    const dialled = [...this.#dialled].join(' ');
    return { id: 'egress.dialled', says: 'Nothing was dialled but what was allowed.', ok: dialled === expected, detail: dialled === expected ? '' : dialled };
  }

  close(): void {
    for (const one of [this.#server, ...this.#others]) one.close();
    this.#udp.close();
  }
}

function udpPortOf(socket: ReturnType<typeof createSocket>): number {
  try {
    return socket.address().port;
  } catch {
    return 0; // it is not bound yet
  }
}

/** Answers a request, and says everything else back. */
function server(): Server {
  return createServer((socket) => {
    socket.on('error', () => undefined).on('data', (bytes) => {
      const isRequest = String(bytes).startsWith('GET ');
      if (isRequest) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\npassed');
      else socket.write(bytes);
    });
  });
}
