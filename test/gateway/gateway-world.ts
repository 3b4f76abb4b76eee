/** A gateway between orders and a provider of the test's own, on the loopback. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type RequestListener, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HostGateway } from '../../src/gateway/host-gateway.ts';
import type { Keys } from '../../src/gateway/keys/keys.ts';
import type { GatewayOrder, ModelOrder, OpenedGateway } from '../../src/ports/gateway.ts';
import type { Network } from '../../src/ports/way-out.ts';
import { ToyAccount } from './toy-account.ts';
import { toyWire } from './toy-wire.ts';

export const realKey = 'sk-real-0123456789abcdefghijklmnop';
const nowhere: Network = { resolve: async () => ['198.51.100.7'], dial: () => assert.fail('nothing is dialled') };

export interface OpenedOrder {
  readonly opened: OpenedGateway;
  readonly socket: string;
  readonly account: ToyAccount;
  readonly said: readonly string[];
}

export class GatewayWorld {
  readonly #directory = mkdtempSync(join(tmpdir(), 'espalier-gateway-'));
  readonly #provider: Server;
  readonly #gateway: HostGateway;
  readonly #accounts: ToyAccount[] = [];
  #most = 0;
  #orders = 0;
  readonly forgotten: string[] = [];

  private constructor(provider: Server, port: number) {
    this.#provider = provider;
    const keys: Keys = {
      keyFor: async () => ({ provider: 'toy', url: new URL(`http://127.0.0.1:${port}/base/`), header: ['x-api-key', realKey], isSubscription: false }),
      forget: (wire) => void this.forgotten.push(wire),
      secrets: () => [realKey],
    };
    this.#gateway = new HostGateway({
      network: nowhere, keys, wires: [toyWire], now: () => 0,
      registries: { own: [], keys: { registryHeader: async () => null, forgetRegistry: () => undefined } },
      accountOf: () => {
        const account = new ToyAccount(this.#most);
        this.#accounts.push(account);
        return account;
      },
    });
  }

  static async open(provider: RequestListener): Promise<GatewayWorld> {
    const server = createServer(provider).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return new GatewayWorld(server, typeof address === 'object' && address !== null ? address.port : assert.fail());
  }

  async order({ most = 1_000, models = { wires: ['messages'], model: 'm', allowance: { usdMicros: 0, tokens: 0 }, tools: [] }, allow = [], socket = join(this.#directory, `socket${this.#orders + 1}`) }: { readonly most?: number; readonly models?: ModelOrder | null; readonly allow?: readonly string[]; readonly socket?: string } = {}): Promise<OpenedOrder> {
    this.#orders += 1;
    this.#most = most;
    const said: string[] = [];
    const order: GatewayOrder = { id: `order-${this.#orders}`, socket, allow, models, onSaid: (line) => said.push(line) };
    const opened = await this.#gateway.open(order);
    return { opened, socket, account: this.#accounts.at(-1) ?? new ToyAccount(0), said };
  }

  get gateway(): HostGateway {
    return this.#gateway;
  }

  async closeProvider(): Promise<void> {
    if (!this.#provider.listening) return;
    const closed = once(this.#provider, 'close');
    this.#provider.close();
    this.#provider.closeAllConnections();
    await closed;
  }

  async close(): Promise<void> {
    await this.#gateway.close();
    await this.closeProvider();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

export interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
}

export const generate = (more: object = {}): string => JSON.stringify({ model: 'm', most: 10, ...more });

/** The reply, whole; it rejects where that was cut. */
export async function ask(socketPath: string, asked: Asked): Promise<Answered> {
  const incoming = await begin(socketPath, asked);
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(Buffer.from(part));
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, bytes: Buffer.concat(parts) };
}

/** The reply from its head on. */
export async function begin(socketPath: string, { method = 'POST', path = '/v1/toy', key, headers = {}, body = generate() }: Asked): Promise<IncomingMessage> {
  const outgoing = request({ socketPath, method, path, headers: { host: '127.0.0.1:3128', ...(key === undefined ? {} : { 'x-api-key': key }), ...headers } });
  outgoing.end(method === 'POST' ? body : undefined);
  const [incoming] = await once(outgoing, 'response');
  return incoming;
}

/** What comes back for bytes that are sent as they are, till the other side ends. */
export async function raw(socketPath: string, text: string): Promise<string> {
  const socket = connect(socketPath);
  socket.write(text);
  let back = '';
  for await (const bytes of socket) back += String(bytes);
  return back;
}
