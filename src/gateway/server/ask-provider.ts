/** One judged request, asked of its provider with the real key; the reply is counted as it passes. */

import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { type UsedTokens, usedBy } from '../estimate.ts';
import type { Hold } from '../order-ledger.ts';
import { providerRests } from '../wires/refusal-body.ts';
import type { WireMeter } from '../wires/wire.ts';
import { endToEnd } from './headers.ts';
import { KeyWatch } from './key-watch.ts';
import type { Judged, ModelHalf } from './model-half.ts';
import { providerUrl } from './providers.ts';
import { Refusal, refuse } from './refuse.ts';
import { type Heard, relay, type Relayed } from './relay.ts';

/** What the host and its provider say to each other, and not to the leaf. */
const notPassedBack = ['set-cookie', 'set-cookie2', 'alt-svc', 'transfer-encoding', 'strict-transport-security'];

const subscriptionFeature = 'oauth-2025-04-20';

/** `hold`: what is settled in the end, in every case; `null`: it costs nothing. */
export async function askProvider(half: ModelHalf, judged: Judged, hold: Hold | null): Promise<void> {
  const { asked, answer, route, request, key } = judged;
  const listening = new Listening(half, judged, hold !== null);
  const outgoing = half.providers.ask({
    method: asked.method ?? 'GET', url: providerUrl(key.url, route.path), headers: requestHeaders(judged), body: request === null ? null : request.body,
  });
  const relayed = await relay({
    outgoing, answer,
    onHead: (incoming) => listening.head(incoming),
    onUnheard: (why) => {
      half.say(`${key.provider}: ${why}`);
      refuse(answer, judged.wire, listening.refusal ?? new Refusal(502, { code: 'provider_unreachable', message: `${key.provider} cannot be reached: ${why}` }));
    },
  });
  settle(hold, relayed, () => listening.used());
}

function settle(hold: Hold | null, relayed: Relayed, used: () => UsedTokens): void {
  if (hold === null) return;
  // Providers bill no request that they refused.
  if (relayed.how === 'heard') return relayed.status >= 400 ? hold.release() : hold.settle(used());
  return relayed.how === 'unsent' ? hold.release() : hold.settleUnknown();
}

function requestHeaders({ headers, wire, key }: Judged): OutgoingHttpHeaders {
  const passed = Object.fromEntries(headers);
  const [name, value] = key.header;
  // Anthropic takes the token of a subscription only with this said beside it.
  const features = [passed['anthropic-beta'] ?? [], key.isSubscription && wire.name === 'messages' ? subscriptionFeature : []].flat();
  const beta = features.length === 0 ? {} : { 'anthropic-beta': features.join(',') };
  // As it can be read on its way back.
  return { ...passed, ...beta, 'accept-encoding': 'identity', host: key.url.host, [name]: value };
}

/** Hears one reply. */
class Listening {
  readonly #half: ModelHalf;
  readonly #judged: Judged;
  readonly #isCounted: boolean;
  readonly #watch: KeyWatch;
  #meter: WireMeter | null = null;
  #isDeaf = false;
  #bytes = 0;
  /** Said in place of the reply. */
  refusal: Refusal | null = null;

  constructor(half: ModelHalf, judged: Judged, isCounted: boolean) {
    this.#half = half;
    this.#judged = judged;
    this.#isCounted = isCounted;
    this.#watch = new KeyWatch(secretOf(judged));
  }

  head(incoming: IncomingMessage): Heard | string {
    const { half, judged } = { half: this.#half, judged: this.#judged };
    const status = incoming.statusCode ?? 0;
    if (half.rateLimit.hear(status, incoming.headers, half.now())) return this.#rests();
    if (status === 401) return this.#refusedKey();
    if (this.#isCounted && status < 400) this.#meter = judged.wire.meter(isEventStream(incoming.headers));
    return { headers: replyHeaders(incoming.headers, secretOf(judged)), push: (bytes) => this.#push(bytes) };
  }

  /** Some would wait for as long as they are told to (codex, measured): so it is the order that rests. */
  #rests(): string {
    const until = new Date(this.#half.rateLimit.until() ?? 0).toISOString();
    const message = `${this.#judged.key.provider} wants to be asked nothing until ${until}`;
    this.refusal = new Refusal(400, { code: providerRests, message });
    return message;
  }

  /** Its own words may hold part of the key; it is read anew the next time. */
  #refusedKey(): string {
    const { wire, key } = this.#judged;
    this.#half.keys.forget(wire.name);
    const message = `${key.provider} refused the key of this machine`;
    this.refusal = new Refusal(401, { code: 'key_refused', message });
    return message;
  }

  #push(bytes: Buffer): boolean {
    if (this.#watch.isIn(bytes)) {
      this.#half.say(`a reply of ${this.#judged.key.provider} was cut off: it held the key itself`);
      return false;
    }
    this.#bytes += bytes.length;
    try {
      if (!this.#isDeaf) this.#meter?.push(bytes);
    } catch {
      // A bug of the meter's is one reply's estimate, and neither the leaf's nor the host's end.
      this.#isDeaf = true;
    }
    return true;
  }

  used(): UsedTokens {
    const count = this.#isDeaf || this.#meter === null ? unheard(this.#bytes) : this.#meter.count();
    return usedBy(count, this.#judged.request?.inputBytes ?? 0);
  }
}

const unheard = (outputBytes: number): ReturnType<WireMeter['count']> => ({ tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }, isWhole: false, outputBytes });
const secretOf = ({ key }: Judged): string => key.header[1].replace(/^Bearer /, '');
const isEventStream = (headers: IncomingHttpHeaders): boolean => (headers['content-type'] ?? '').toLowerCase().startsWith('text/event-stream');

function replyHeaders(headers: IncomingHttpHeaders, secret: string): IncomingHttpHeaders {
  const kept = Object.entries(endToEnd(headers, notPassedBack)).filter(([name, value]) => !`${name}: ${String(value)}`.includes(secret));
  return Object.fromEntries(kept);
}
