/**
 * The gateway: the one way out of a box (KERNEL, R4).
 *
 * A socket for each order is who the order is. Behind it are model APIs, registries and the hosts that
 * the sandbox may reach; whatever else is asked for is refused, with a reason that the leaf can read.
 * The real key never crosses it inwards.
 */

import type { Amount } from '../kernel/ir.ts';
import type { WireName } from './provider.ts';

export interface Gateway {
  /** Throws `GatewayError` where what the order needs cannot be given: a key, a price. */
  open(order: GatewayOrder): Promise<OpenedGateway>;
}

export interface GatewayOrder {
  /** Good for one order at a time. */
  readonly id: string;
  /** Where it listens. The directory MUST be closed to every other user: who can connect is the order. */
  readonly socket: string;
  /** `HOST`, `HOST:PORT` or `*.SUFFIX`. Everything that is sent there is out. */
  readonly allow: readonly string[];
  /** `null`: it asks no model. */
  readonly models: ModelOrder | null;
  /** What was refused and why, and what was seen that a person should know, a line each; its text is the order's. */
  readonly onSaid: (line: string) => void;
}

export interface ModelOrder {
  /** How its program speaks to models: for one of these there MUST be a key, and no other is served. */
  readonly wires: readonly WireName[];
  /** The one model that it may name; `null`: any, of which then nothing in money can be held. */
  readonly model: string | null;
  /** What it may use at most; MUST be held before each request, and not after (R4). */
  readonly allowance: Amount;
  /** What its provider would run for it, and so may be asked for; otherwise nothing. */
  readonly tools: readonly string[];
}

export interface OpenedGateway {
  /** What the box is to show in place of a key. */
  readonly key: string;
  /** What was used till now. */
  bill(): ModelBill;
  /** Whether a request was refused because of what it would have cost. */
  readonly isSpent: () => boolean;
  /** Until when the provider said that it answers no more, in milliseconds since 1970; `null`: it did not, or has answered since. */
  rateLimitedUntil(): number | null;
  /** Ends every connection; resolves to the whole bill when nothing listens any longer. The key is dead. */
  close(): Promise<ModelBill>;
}

export interface TokenCount {
  /** Without what was read from or written to a cache. */
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  /** How much of `cacheWrite` is kept for an hour and not for minutes: it is dearer. Absent: nothing. */
  readonly longCacheWrite?: number;
}

export interface ModelBill {
  readonly requests: number;
  readonly tokens: TokenCount;
  /** `null`: not known, which is never nothing. */
  readonly usdMicros: number | null;
  /** Whether some of it is an estimate: a stream was cut, or the provider said nothing. */
  readonly isEstimated: boolean;
  /** Version of the prices that it was counted with. */
  readonly prices: string;
  readonly models: readonly string[];
}

/** It cannot be opened as the order needs it: what is missing, and what to do. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  /** From when on it may be tried again, in milliseconds since 1970; `null`: not by waiting. */
  readonly until: number | null;

  constructor(message: string, until: number | null = null) {
    super(message);
    this.until = until;
  }
}
