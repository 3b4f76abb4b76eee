/**
 * What a model's tokens cost, in whole numbers: micro-dollars for a million of them.
 *
 * A price is rounded up to whole micro-dollars once, at its end, so that nothing is ever free by rounding.
 */

import type { TokenCount } from '../../ports/gateway.ts';

/** From so many tokens of input on (more than `above`) the whole request has another price. */
export interface RateTier {
  readonly above: number;
  readonly rate: number;
}

export interface Rate {
  readonly base: number;
  /** In rising order. */
  readonly tiers: readonly RateTier[];
}

export interface Rates {
  readonly input: Rate;
  readonly output: Rate;
  /** `null`: it has no price of its own, and costs what other input costs. */
  readonly cacheRead: Rate | null;
  readonly cacheWrite: Rate | null;
  /** Kept for an hour; `null`: as what is kept for minutes. */
  readonly longCacheWrite: Rate | null;
}

const million = 1_000_000n;

export function costOf(rates: Rates, tokens: TokenCount): number {
  const { input, output, cacheRead, cacheWrite, longCacheWrite = 0 } = tokens;
  const whole = input + cacheRead + cacheWrite;
  const cost = (count: number, rate: Rate): bigint => BigInt(count) * BigInt(rateAt(rate, whole));
  const writes = rates.cacheWrite ?? rates.input;
  const sum = cost(input, rates.input) + cost(output, rates.output) + cost(cacheRead, rates.cacheRead ?? rates.input)
    + cost(cacheWrite - longCacheWrite, writes) + cost(longCacheWrite, rates.longCacheWrite ?? writes);
  return Number((sum + million - 1n) / million);
}

function rateAt({ base, tiers }: Rate, tokens: number): number {
  return tiers.findLast(({ above }) => tokens > above)?.rate ?? base;
}
