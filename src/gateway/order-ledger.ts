/**
 * What one order may use of models, and what it has: its own account and those that it shares with others.
 *
 * Where others hold what is left, a request waits for them; it is refused only where it would not fit without them either.
 */

import { GatewayError, type ModelBill, type TokenCount } from '../ports/gateway.ts';
import { estimateOf, sumOf, type UsedTokens } from './estimate.ts';
import { Account, type Estimate, mostOf, type Reservation, reserve, type RequestEstimate } from './ledger.ts';
import type { PricedModel, PriceTable } from './prices/price-table.ts';
import type { Amount } from '../kernel/ir.ts';

export interface OrderLedgerOptions {
  readonly allowance: Amount;
  /** Of the run, of the day, … */
  readonly shared: readonly Account[];
  readonly prices: PriceTable;
}

export interface AskedModel extends PricedModel {
  readonly inputBytes: number;
  /** `null`: it does not say. */
  readonly mostOutput: number | null;
  /** Whether counted tokens tell what it costs: not what a subscription pays for, nor tools that a provider runs. */
  readonly hasPrice: boolean;
}

/** Ended by the first of them: what comes after changes nothing. */
export interface Hold {
  settle(used: UsedTokens): void;
  /** It was asked, and what came of it is not known: it counts as the whole of what it could have been. */
  settleUnknown(): void;
  /** It was not asked. */
  release(): void;
}

export class OrderLedger {
  readonly #accounts: readonly Account[];
  readonly #prices: PriceTable;
  readonly #models = new Set<string>();
  #requests = 0;
  #tokens: TokenCount = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  #usdMicros: number | null = 0;
  #isEstimated = false;

  constructor({ allowance, shared, prices }: OrderLedgerOptions) {
    this.#accounts = [new Account('this order', mostOf(allowance)), ...shared];
    this.#prices = prices;
  }

  /** Throws `GatewayError` where a budget in money could not be held for this model at all. */
  assertPriced(model: PricedModel): void {
    if (this.#accounts.every(({ most }) => most.usdMicros === null)) return;
    if (this.#prices.priceOf(model, { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 }) !== null) return;
    throw new GatewayError(`Cannot hold a budget in money for ${model.provider} ${model.model}: nobody knows what it costs; give a price for it, or a budget in tokens alone`);
  }

  /** A string: why it is refused. `signal`: who asks is gone, and waits no longer. */
  async hold(asked: AskedModel, signal?: AbortSignal): Promise<Hold | string> {
    const priceOf = (tokens: TokenCount): number | null => (asked.hasPrice ? this.#prices.priceOf(asked, tokens) : null);
    const estimate = estimateOf(asked, priceOf);
    for (;;) {
      if (signal?.aborted === true) return 'who asked it is gone';
      const reserved = reserve(this.#accounts, estimate);
      if (reserved.ok) return this.#holdOf({ asked, estimate, reserved, priceOf });
      if (reserved.kind === 'refused') return reserved.why;
      await freed(reserved.waitsFor, signal);
    }
  }

  bill(): ModelBill {
    return {
      requests: this.#requests, tokens: this.#tokens, usdMicros: this.#usdMicros, isEstimated: this.#isEstimated,
      prices: this.#prices.version, models: [...this.#models].sort(),
    };
  }

  #holdOf({ asked, estimate, reserved, priceOf }: Held): Hold {
    let isOpen = true;
    const end = (used: Billed | null): void => {
      if (!isOpen) return;
      isOpen = false;
      if (used !== null) this.#add(asked.model, used);
    };
    const whole = { input: estimate.most.tokens, output: 0, cacheRead: 0, cacheWrite: 0 };
    return {
      settle: ({ tokens, isEstimated }) => {
        const usdMicros = priceOf(tokens);
        end({ tokens, usdMicros, isEstimated });
        reserved.settle({ tokens: sumOf(tokens), usdMicros });
      },
      settleUnknown: () => {
        end({ tokens: whole, usdMicros: estimate.most.usdMicros, isEstimated: true });
        reserved.settleUnknown();
      },
      release: () => {
        end(null);
        reserved.release();
      },
    };
  }

  #add(model: string, { tokens, usdMicros, isEstimated }: Billed): void {
    this.#requests++;
    this.#models.add(model);
    this.#tokens = plus(this.#tokens, tokens);
    this.#usdMicros = this.#usdMicros === null || usdMicros === null ? null : this.#usdMicros + usdMicros;
    this.#isEstimated ||= isEstimated;
  }
}

interface Held {
  readonly asked: AskedModel;
  readonly estimate: RequestEstimate;
  readonly reserved: Reservation;
  readonly priceOf: (tokens: TokenCount) => number | null;
}

interface Billed extends UsedTokens {
  readonly usdMicros: Estimate['usdMicros'];
}

function freed(account: Account, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      signal?.removeEventListener('abort', end);
      resolve();
    };
    account.onFreed(end);
    signal?.addEventListener('abort', end);
  });
}

function plus(a: TokenCount, b: TokenCount): TokenCount {
  const long = (a.longCacheWrite ?? 0) + (b.longCacheWrite ?? 0);
  const sum = { input: a.input + b.input, output: a.output + b.output, cacheRead: a.cacheRead + b.cacheRead, cacheWrite: a.cacheWrite + b.cacheWrite };
  return long > 0 ? { ...sum, longCacheWrite: long } : sum;
}
