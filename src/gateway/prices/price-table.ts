/**
 * What a request costs: by a table with a version, and by what a person says of a model before that.
 *
 * What is not known stays unknown, and is never nothing (R4).
 */

import { createHash } from 'node:crypto';
import { canonical } from '../../kernel/canonical.ts';
import type { TokenCount } from '../../ports/gateway.ts';
import { packagedRates, packagedVersion } from './packaged-rates.ts';
import { costOf, type Rates } from './rates.ts';

export interface PricedModel {
  /** As keys are configured: `anthropic`, `openai`, `gemini`, or a name of the person's own. */
  readonly provider: string;
  readonly model: string;
}

export interface PriceTable {
  /** What prices were counted with. */
  readonly version: string;
  /** In whole micro-dollars, rounded up; `null`: not known. */
  priceOf(model: PricedModel, tokens: TokenCount): number | null;
}

/** What a person says that a model costs, in micro-dollars for a million tokens. It goes before every table. */
export interface PriceOverride {
  /** `null`: whoever provides it. */
  readonly provider: string | null;
  readonly model: string;
  readonly input: number;
  readonly output: number;
  /** Absent: as other input. */
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
}

export type PriceOverrides = readonly PriceOverride[];

export interface PriceOptions {
  /** When it is asked: some prices hold from a day on. */
  readonly at: number;
  readonly overrides?: PriceOverrides;
}

export function priceTable({ at, overrides = [] }: PriceOptions): PriceTable {
  for (const override of overrides) assertSound(override);
  return {
    version: overrides.length === 0 ? packagedVersion : `${packagedVersion}, own ${digestOf(overrides)}`,
    priceOf: (asked, tokens) => {
      const rates = ownRates(overrides, asked) ?? packagedRates(asked, at);
      return rates === null ? null : costOf(rates, tokens);
    },
  };
}

function ownRates(overrides: PriceOverrides, { provider, model }: PricedModel): Rates | null {
  const own = overrides.find((one) => one.model === model && one.provider === provider)
    ?? overrides.find((one) => one.model === model && one.provider === null);
  if (own === undefined) return null;
  const rate = (base: number | undefined): Rates['cacheRead'] => (base === undefined ? null : { base, tiers: [] });
  return {
    input: { base: own.input, tiers: [] }, output: { base: own.output, tiers: [] },
    cacheRead: rate(own.cacheRead), cacheWrite: rate(own.cacheWrite), longCacheWrite: null,
  };
}

function assertSound({ model, input, output, cacheRead = 0, cacheWrite = 0 }: PriceOverride): void {
  if ([input, output, cacheRead, cacheWrite].every((one) => Number.isSafeInteger(one) && one >= 0)) return;
  throw new TypeError(`Cannot price ${model}: a price is a whole number of micro-dollars for a million tokens`);
}

const digestOf = (overrides: PriceOverrides): string => createHash('sha256').update(canonical(overrides)).digest('hex').slice(0, 12);
