/**
 * The prices that a package brings along: data of one version, on the disk. Nothing is ever fetched.
 *
 * It is loaded when the first price is asked for, since it is large.
 */

import { createRequire } from 'node:module';
import type { Rate, Rates } from './rates.ts';

/** Told with every bill: as package.json has it. */
export const packagedVersion = 'genai-prices 0.1.8';

/** Of the package, what is used here. */
interface Package {
  findProvider(asked: { readonly providerId: string }): { readonly id: string } | undefined;
  calcPrice(usage: object, model: string, options: { readonly providerId: string; readonly timestamp: Date }): { readonly model_price: ModelPrice } | null;
}
type ModelPrice = Readonly<Record<string, number | Tiered | undefined>>;
interface Tiered {
  readonly base: number;
  readonly tiers: readonly { readonly start: number; readonly price: number }[];
}

/** Names of providers that are others there. */
const alias: Readonly<Record<string, string>> = { gemini: 'google' };

const require = createRequire(import.meta.url);

/** `null`: not known. */
export function packagedRates({ provider, model }: { readonly provider: string; readonly model: string }, at: number): Rates | null {
  const { calcPrice, findProvider }: Package = require('@pydantic/genai-prices');
  const id = Object.hasOwn(alias, provider) ? alias[provider] : provider;
  // It also finds what only resembles a name, and another's prices are no prices.
  if (id === undefined || findProvider({ providerId: id })?.id !== id) return null;
  const found = calcPrice({ input_tokens: 0, output_tokens: 0 }, model, { providerId: id, timestamp: new Date(at) });
  return found === null ? null : ratesOf(found.model_price);
}

function ratesOf(price: ModelPrice): Rates | null {
  const [input, output] = [rateOf(price['input_mtok']), rateOf(price['output_mtok'])];
  if (input === null || output === null) return null;
  return {
    input, output,
    cacheRead: rateOf(price['cache_read_mtok']), cacheWrite: rateOf(price['cache_write_mtok']), longCacheWrite: rateOf(price['cache_write_1h_mtok']),
  };
}

/** There in dollars for a million tokens. */
function rateOf(price: number | Tiered | undefined): Rate | null {
  if (price === undefined) return null;
  const micros = (usd: number): number => Math.round(usd * 1_000_000);
  if (typeof price === 'number') return { base: micros(price), tiers: [] };
  const tiers = price.tiers.map(({ start, price: usd }) => ({ above: start, rate: micros(usd) })).toSorted((a, b) => a.above - b.above);
  return { base: micros(price.base), tiers };
}
