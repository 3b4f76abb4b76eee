/** Until when a provider said that it answers no more: the hint by which an order rests instead of failing (T3). */

import type { IncomingHttpHeaders } from 'node:http';

/** Too many requests; busy, as Anthropic says it. */
const limited: readonly number[] = [429, 529];
/** Where it does not say until when. */
const usualMs = 60_000;
/** A week's window and a day: who says more is not believed. */
const mostMs = 8 * 86_400_000;
/** So long a program may wait by itself. Longer, it would hold its box and its order's time for nothing. */
const mostWaitMs = 20_000;

export class RateLimit {
  #until: number | null = null;

  /** Whether it is to rest for longer than a program may wait: `true` only where the provider said so itself. */
  hear(status: number, headers: IncomingHttpHeaders, now: number): boolean {
    if (!limited.includes(status)) {
      if (status >= 200 && status < 300) this.#until = null;
      return false;
    }
    const rest = restOf(headers, now);
    this.#until = now + Math.min(rest ?? usualMs, mostMs);
    return rest !== null && rest > mostWaitMs;
  }

  /** In milliseconds since 1970; `null`: it said nothing, or has answered since. */
  until(): number | null {
    return this.#until;
  }
}

function restOf(headers: IncomingHttpHeaders, now: number): number | null {
  const inMs = numberOf(headers['retry-after-ms']);
  if (inMs !== null) return inMs;
  const after = headers['retry-after'];
  const inSeconds = numberOf(after);
  if (inSeconds !== null) return Math.ceil(inSeconds * 1_000);
  const times = [after, ...Object.entries(headers).flatMap(([name, value]) => (name.startsWith('anthropic-ratelimit-') && name.endsWith('-reset') && typeof value === 'string' ? [value] : []))];
  const rests = times.flatMap((text) => (text === undefined ? [] : [momentOf(text) - now])).filter((rest) => rest > 0);
  return rests.length === 0 ? null : Math.max(...rests);
}

function numberOf(text: string | string[] | undefined): number | null {
  return typeof text === 'string' && /^\d{1,12}(\.\d{1,6})?$/.test(text) ? Number(text) : null;
}

/** A date as HTTP or RFC 3339 writes it, or seconds since 1970. */
function momentOf(text: string): number {
  return /^\d{10}$/.test(text) ? Number(text) * 1_000 : Date.parse(text);
}
