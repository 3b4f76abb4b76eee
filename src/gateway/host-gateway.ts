/**
 * The gateway of this host: a socket for each order, behind which are its model and the hosts that it may reach.
 *
 * Which socket a request came by is whose it is. What is asked of the box's own loopback is the models' half, or
 * the registries'; all else is the hosts'. What is of none is refused.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Gateway, GatewayError, type GatewayOrder, type ModelBill, type ModelOrder, type OpenedGateway } from '../ports/gateway.ts';
import type { Registry } from '../ports/provider.ts';
import type { Network } from '../ports/way-out.ts';
import { allowRules } from './allow-rules.ts';
import { isAmong, type WayOutRules } from './judge-request.ts';
import type { KeyFor, Keys, RegistryKeys } from './keys/keys.ts';
import type { Downloads } from './registries/crates-settings.ts';
import { registryPrefix } from './registries/registry-route.ts';
import { type RegistryHalf, serveRegistry } from './registries/serve-registry.ts';
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
  readonly accountOf: (order: ModelOrder, key: KeyFor) => OrderAccount;
  readonly now: () => number;
  /** The person's own; without it packages are asked of nobody. */
  readonly registries?: { readonly own: readonly Registry[]; readonly keys: RegistryKeys };
}

export class HostGateway implements Gateway {
  readonly #options: HostGatewayOptions;
  readonly #providers = new Providers();
  readonly #downloads: Downloads = new Map();
  readonly #open = new Map<string, OpenedOrder>();
  /** With those that are being opened. */
  readonly #names = new Set<string>();

  constructor(options: HostGatewayOptions) {
    this.#options = options;
  }

  async open(order: GatewayOrder): Promise<OpenedGateway> {
    if (this.#names.has(order.id)) throw new GatewayError(`Cannot open the gateway for ${order.id}: it is open for an order of that name`);
    this.#names.add(order.id);
    try {
      const opened = await this.#opened(order);
      this.#open.set(order.id, opened);
      opened.onClosed = () => {
        this.#open.delete(order.id);
        this.#names.delete(order.id);
      };
      return opened;
    } catch (error) {
      this.#names.delete(order.id);
      throw error;
    }
  }

  async #opened(order: GatewayOrder): Promise<OpenedOrder> {
    const account = await this.#accountOf(order.models);
    try {
      const opened = new OpenedOrder(order, { ...this.#options, providers: this.#providers, downloads: this.#downloads, account });
      await opened.listen(order.socket);
      return opened;
    } catch (error) {
      account.close();
      throw error;
    }
  }

  async #accountOf(models: ModelOrder | null): Promise<OrderAccount> {
    return models === null ? noAccount : this.#options.accountOf(models, await this.#keyOf(models));
  }

  /** One of the ways in which its program can speak leads to a model. */
  async #keyOf({ wires }: ModelOrder): Promise<KeyFor> {
    let fault: GatewayError | null = null;
    for (const wire of wires) {
      try {
        return await this.#options.keys.keyFor(wire);
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        fault ??= error;
      }
    }
    throw fault ?? new GatewayError('Cannot ask a model: the order says no way in which its program speaks to one');
  }

  /** Ends whatever is open, and every connection to a provider. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((opened) => opened.close()));
    this.#providers.close();
  }
}

interface Opening extends HostGatewayOptions {
  readonly providers: Providers;
  readonly downloads: Downloads;
  readonly account: OrderAccount;
}

class OpenedOrder implements OpenedGateway {
  readonly #placeholder = new Placeholder();
  readonly #said: SaidLines;
  readonly #rules: WayOutRules;
  readonly #account: OrderAccount;
  readonly #hosts: HostsHalf;
  /** `null`: nobody is asked for packages. */
  readonly #registries: RegistryHalf | null;
  /** `null`: it asks no model. */
  readonly #models: ModelHalf | null;
  readonly #rateLimit = new RateLimit();
  readonly #live = new Set<Promise<void>>();
  #socket: OrderSocket | null = null;
  #isSpent = false;
  #closed: Promise<ModelBill> | null = null;
  onClosed: () => void = () => undefined;

  constructor({ allow, models, onSaid }: GatewayOrder, options: Opening) {
    const { network, keys, wires, providers, now, account, registries, downloads } = options;
    this.#account = account;
    this.#said = new SaidLines(onSaid);
    const { say } = this.#said;
    const rules: WayOutRules = { allow: allowRules(allow), base: models === null && registries === undefined ? null : 'here' };
    this.#rules = rules;
    this.#hosts = { rules: { ...rules, base: null }, network, onRefused: say, keep: (connection) => this.#socket?.keep(connection) ?? connection };
    this.#registries = registries === undefined ? null : {
      registries: registries.own, keys: registries.keys, downloads, say, ask: (request) => providers.ask(request),
      mayReach: (host, port) => isAmong({ host, port }, rules.allow),
    };
    this.#models = models === null ? null : {
      order: models, wires: wires.filter(({ name }) => models.wires.includes(name)), keys, providers, now, say, placeholder: this.#placeholder, account, bodies: new BodyRoom(), rateLimit: this.#rateLimit,
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
    return this.#account.bill();
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
    this.#account.close();
    this.#said.end();
    this.onClosed();
    return this.bill();
  }

  async #serve(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const judgement = judgeAsked(this.#rules, asked);
    const isPackage = judgement.kind === 'here' && judgement.path.startsWith(registryPrefix);
    if (isPackage && this.#registries !== null) await serveRegistry(this.#registries, { asked, answer }, judgement.path);
    else if (judgement.kind === 'here' && this.#models !== null) await serveModel(this.#models, { asked, answer }, judgement.path);
    else await serveHost(this.#hosts, asked, answer);
  }

  #tracked(serving: Promise<void>): Promise<void> {
    this.#live.add(serving);
    return serving.finally(() => this.#live.delete(serving));
  }
}

const noAccount: OrderAccount = {
  hold: async () => 'it asks no model',
  bill: () => ({ requests: 0, tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }, usdMicros: 0, isEstimated: false, prices: '', models: [] }),
  close: () => undefined,
};
