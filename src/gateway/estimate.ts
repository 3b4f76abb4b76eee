/**
 * What a request will use, before it is asked, and what it used, where its reply did not tell it all.
 *
 * A token is counted for every three bytes, rounded up: English has about four, code about three. What is a sum of
 * digits or of rare letters has more tokens than that, and is found out when it is settled.
 */

import type { TokenCount } from '../ports/gateway.ts';
import type { RequestEstimate } from './ledger.ts';
import type { WireMeter, WireRequest } from './wires/wire.ts';

export const bytesPerToken = 3;
/** Where a request does not say how much it may print: no model prints more in one reply. */
export const assumedOutput = 131_072;

const none: TokenCount = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

export const tokensIn = (bytes: number): number => Math.ceil(bytes / bytesPerToken);
export const sumOf = ({ input, output, cacheRead, cacheWrite }: TokenCount): number => input + output + cacheRead + cacheWrite;

/** `priceOf`: in micro-dollars; `null`: not known. */
export function estimateOf(request: Pick<WireRequest, 'inputBytes' | 'mostOutput'>, priceOf: (tokens: TokenCount) => number | null): RequestEstimate {
  const input = tokensIn(request.inputBytes);
  const output = request.mostOutput ?? assumedOutput;
  // Whether it will be written to a cache, and for how long, is not known yet.
  const dearest = [{ ...none, input, output }, { ...none, cacheWrite: input, output }, { ...none, cacheWrite: input, longCacheWrite: input, output }];
  const prices = dearest.map(priceOf).filter((price) => price !== null);
  return {
    least: { tokens: input + 1, usdMicros: priceOf({ ...none, input, output: 1 }) },
    most: { tokens: input + output, usdMicros: prices.length === dearest.length ? Math.max(...prices) : null },
  };
}

export interface UsedTokens {
  readonly tokens: TokenCount;
  readonly isEstimated: boolean;
}

/** What a reply told, filled up where it was cut: never less than it told. */
export function usedBy(reply: ReturnType<WireMeter['count']>, inputBytes: number): UsedTokens {
  const { tokens, isWhole, outputBytes } = reply;
  if (isWhole) return { tokens, isEstimated: false };
  const isInputTold = tokens.input + tokens.cacheRead + tokens.cacheWrite > 0;
  const input = isInputTold ? tokens.input : tokensIn(inputBytes);
  return { tokens: { ...tokens, input, output: Math.max(tokens.output, tokensIn(outputBytes)) }, isEstimated: true };
}
