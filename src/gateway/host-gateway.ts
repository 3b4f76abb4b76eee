/**
 * The gateway of this host: a socket for each order, behind which are its model and the hosts that it may reach.
 *
 * Which socket a request came by is whose it is. What is asked of the box's own loopback is the models' half, all else
 * the hosts'; what is of neither is refused.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Gateway, GatewayError, type GatewayOrder, type ModelBill, type ModelOrder, type OpenedGateway } from '../ports/gateway.ts';
import type { Network } from '../ports/way-out.ts';
import { allowRules } from './allow-rules.ts';
import type { WayOutRules } from './judge-request.ts';
import type { Keys } from './keys/keys.ts';
import { BodyRoom } from './server/collect-body.ts';
import { type HostsHalf, judgeAsked, serveHost, tunnelToHost, turnAway } from './server/hosts-half.ts';
import { type ModelHalf, serveModel } from './server/model-half.ts';
import type { OrderAccount } from './server/order-account.ts';
import { OrderSocket } from './server/order-socket.ts';
import { Placeholder } from './server/placeholder.ts';
import { Providers } from './server/providers.ts';
import { RateLimit } from './server/rate-limit.ts';
import { SaidLines } from './server/said-lines.ts';
import type { Wire } from './wires/wire.ts';

export interface HostGatewayOptions {
  readonly network: Network;
  readonly keys: Keys;
  readonly wires: readonly Wire[];
  /** Throws `GatewayError` where its allowance cannot be held. */
  readonly accountOf: (order: ModelOrder) => OrderAccount;
  readonly now: () => number;
}

export class HostGateway implements Gateway {
  readonly #options: HostGatewayOptions;
  readonly #providers = new Providers();
  readonly #open = new Map<string, OpenedOrder>();

  constructor(options: HostGatewayOptions) {
    this.#options = options;
  }

  async open(order: GatewayOrder): Promise<OpenedGateway> {
    if (this.#open.has(order.id)) throw new GatewayError(`Cannot open the gateway for ${order.id}: it is open for an order of that name`);
    const opened = new OpenedOrder(order, { ...this.#options, providers: this.#providers });
    this.#open.set(order.id, opened);
    opened.onClosed = () => void this.#open.delete(order.id);
    try {
      await opened.listen(order.socket);
    } catch (error) {
      this.#open.delete(order.id);
      throw error;
    }
    return opened;
  }

  /** Ends whatever is open, and every connection to a provider. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((opened) => opened.close()));
    this.#providers.close();
  }
}

class OpenedOrder implements OpenedGateway {
  readonly #placeholder = new Placeholder();
  readonly #said: SaidLines;
  readonly #hosts: HostsHalf;
  /** `null`: it asks no model. */
  readonly #models: ModelHalf | null;
  readonly #rateLimit = new RateLimit();
  readonly #live = new Set<Promise<void>>();
  #socket: OrderSocket | null = null;
  #isSpent = false;
  #closed: Promise<ModelBill> | null = null;
  onClosed: () => void = () => undefined;

  constructor({ allow, models, onSaid }: GatewayOrder, options: HostGatewayOptions & { readonly providers: Providers }) {
    const { network, keys, wires, providers, now, accountOf } = options;
    this.#said = new SaidLines(onSaid);
    const { say } = this.#said;
    const rules: WayOutRules = { allow: allowRules(allow), base: models === null ? null : 'here' };
    this.#hosts = { rules, network, onRefused: say, keep: (connection) => this.#socket?.keep(connection) ?? connection };
    this.#models = models === null ? null : {
      order: models, wires, keys, providers, now, say, placeholder: this.#placeholder, account: accountOf(models), bodies: new BodyRoom(), rateLimit: this.#rateLimit,
      onSpent: () => { this.#isSpent = true; },
    };
  }

  async listen(path: string): Promise<void> {
    this.#socket = await OrderSocket.open(path, {
      request: (asked, answer) => this.#tracked(this.#serve(asked, answer)),
      tunnel: (asked, caller) => tunnelToHost(this.#hosts, asked, caller),
      unreadable: (caller) => turnAway(this.#hosts, caller, 'it cannot be read as a request'),
    });
  }

  get key(): string {
    return this.#placeholder.text;
  }

  bill(): ModelBill {
    return this.#models?.account.bill() ?? noBill;
  }

  readonly isSpent = (): boolean => this.#isSpent;

  rateLimitedUntil(): number | null {
    return this.#rateLimit.until();
  }

  close(): Promise<ModelBill> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<ModelBill> {
    this.#placeholder.kill();
    await this.#socket?.close();
    // What was still asked is settled, as far as it came.
    while (this.#live.size > 0) await Promise.allSettled(this.#live);
    this.#said.end();
    this.onClosed();
    return this.bill();
  }

  async #serve(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const judgement = judgeAsked(this.#hosts.rules, asked);
    if (judgement.kind === 'here' && this.#models !== null) await serveModel(this.#models, { asked, answer }, judgement.path);
    else await serveHost(this.#hosts, asked, answer);
  }

  #tracked(serving: Promise<void>): Promise<void> {
    this.#live.add(serving);
    return serving.finally(() => this.#live.delete(serving));
  }
}

const noBill: ModelBill = { requests: 0, tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }, usdMicros: 0, isEstimated: false, prices: '', models: [] };
