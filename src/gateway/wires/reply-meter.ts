/**
 * Counts what a reply says that it used, as it passes by.
 *
 * What is heard last counts, and what is no count is not heard. Memory does not grow with a stream: of its events
 * nothing is kept but sums.
 */

import type { TokenCount } from '../../ports/gateway.ts';
import { EventStream } from './event-stream.ts';
import { isObject, own, parseJson } from './json-document.ts';
import type { WireMeter } from './wire.ts';

export interface Tally {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
  longCacheWrite: number;
  /** Whether its output was told to the end. */
  isTold: boolean;
  /** Whether the reply came to its own end. */
  isEnded: boolean;
  /** Bytes of what the model printed. */
  outputBytes: number;
}

/** One event of a stream, or the document that a reply is. */
export type Hear = (said: unknown, tally: Tally, isStream: boolean) => void;

/** The end of a stream in Chat Completions: the one event that is no JSON. */
export const doneMark = '[DONE]';

const mostDocumentBytes = 33_554_432;
const closingBrace = 0x7d;

export class ReplyMeter implements WireMeter {
  readonly #hear: Hear;
  readonly #events: EventStream | null;
  readonly #tally: Tally = newTally();
  #document: Uint8Array[] = [];
  #documentBytes = 0;

  constructor(hear: Hear, isStream: boolean) {
    this.#hear = hear;
    this.#events = isStream ? new EventStream((data) => this.#event(data)) : null;
  }

  push(bytes: Uint8Array): void {
    if (this.#events !== null) return this.#events.push(bytes);
    this.#documentBytes += bytes.length;
    if (this.#documentBytes > mostDocumentBytes) this.#document = [];
    else if (bytes.length > 0) this.#document.push(new Uint8Array(bytes));
    return undefined;
  }

  count(): ReturnType<WireMeter['count']> {
    const tally = this.#events === null ? this.#readDocument() : this.#tally;
    return { tokens: tokensOf(tally), isWhole: tally.isTold && tally.isEnded, outputBytes: tally.outputBytes };
  }

  #event(data: string): void {
    if (data === doneMark) return this.#hear(data, this.#tally, true);
    let said: unknown;
    try {
      said = JSON.parse(data);
    } catch {
      return undefined; // what is no event says nothing
    }
    return this.#hear(said, this.#tally, true);
  }

  #readDocument(): Tally {
    const tally = newTally();
    const whole = Buffer.concat(this.#document);
    const parsed = whole[whole.findLastIndex((byte) => byte > 0x20)] === closingBrace ? parseJson(whole) : null;
    if (parsed?.ok === true) this.#hear(parsed.value, tally, false);
    // Of a document that was cut it cannot be told what of it the model printed.
    else tally.outputBytes = this.#documentBytes;
    return tally;
  }
}

function newTally(): Tally {
  return { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, longCacheWrite: 0, isTold: false, isEnded: false, outputBytes: 0 };
}

function tokensOf({ input, output, cacheRead, cacheWrite, longCacheWrite }: Tally): TokenCount {
  const tokens = { input, output, cacheRead, cacheWrite };
  return longCacheWrite > 0 ? { ...tokens, longCacheWrite: Math.min(longCacheWrite, cacheWrite) } : tokens;
}

/** More than any reply is. */
const mostTokens = 1_000_000_000;

/** What is said at this place, if it is a count. */
export function countAt(value: unknown, ...path: readonly string[]): number | null {
  let at = value;
  for (const name of path) at = own(at, name);
  return typeof at === 'number' && Number.isSafeInteger(at) && at >= 0 && at <= mostTokens ? at : null;
}

const mostDepth = 64;

/** Bytes of all texts below. */
export function textBytes(value: unknown, depth = 0): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (depth > mostDepth) return 0;
  const parts = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  return parts.reduce<number>((sum, part: unknown) => sum + textBytes(part, depth + 1), 0);
}
