/** What an order may still use, and what it has: held before each request and settled after it (R4). */

import type { ModelBill, TokenCount } from '../../ports/gateway.ts';

export interface OrderAccount {
  /** A string: it would pass what the order, or the machine, may still use. */
  hold(asked: AskedModel): Hold | string;
  bill(): ModelBill;
}

export interface AskedModel {
  readonly provider: string;
  readonly model: string;
  readonly inputBytes: number;
  /** `null`: it does not say. */
  readonly mostOutput: number | null;
  /** Whether counted tokens tell what it costs: not what a subscription pays for, nor tools that a provider runs. */
  readonly hasPrice: boolean;
}

/** Ended by the first of them: what comes after changes nothing. */
export interface Hold {
  settle(used: UsedTokens): void;
  /** It was asked, and what came of it is not known: it counts as it was held. */
  settleUnknown(): void;
  release(): void;
}

export interface UsedTokens {
  readonly tokens: TokenCount;
  readonly isEstimated: boolean;
}
