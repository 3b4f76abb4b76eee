/**
 * The models' half of a way out: a request is judged, held against the order's budget, given the real key, and passed on.
 *
 * The order of it is the rule: the placeholder before the body, the judgement before the key, the hold before the
 * request, and settled whatever becomes of it (R4). What is refused is refused in the wire's own words,
 * with a reason that the leaf can read.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { GatewayError, type ModelOrder } from '../../ports/gateway.ts';
import type { KeyFor, Keys } from '../keys/keys.ts';
import { type Header, judgeHeaders } from '../wires/judge-headers.ts';
import type { Wire, WireRequest, WireRoute } from '../wires/wire.ts';
import { askProvider } from './ask-provider.ts';
import { type BodyRoom, mostBodyBytes } from './collect-body.ts';
import type { Hold } from '../order-ledger.ts';
import type { OrderAccount } from './order-account.ts';
import type { Placeholder } from './placeholder.ts';
import type { Providers } from './providers.ts';
import type { RateLimit } from './rate-limit.ts';
import { Refusal, refuse } from './refuse.ts';

export interface ModelHalf {
  readonly order: ModelOrder;
  readonly wires: readonly Wire[];
  readonly keys: Keys;
  readonly providers: Providers;
  readonly placeholder: Placeholder;
  readonly account: OrderAccount;
  readonly bodies: BodyRoom;
  readonly rateLimit: RateLimit;
  readonly now: () => number;
  readonly say: (line: string) => void;
  /** A request was refused because of what it would have cost. */
  readonly onSpent: () => void;
}

/** One that is asked, as far as it is known. */
export interface Asking {
  readonly asked: IncomingMessage;
  readonly answer: ServerResponse;
  readonly wire: Wire;
  readonly route: WireRoute;
}

export interface Judged extends Asking {
  /** Those that go on. */
  readonly headers: readonly Header[];
  /** `null`: it has no body, such as a list of models. */
  readonly request: WireRequest | null;
  readonly key: KeyFor;
}

/** Resolves when nothing of it is left, and it is settled. */
export async function serveModel(half: ModelHalf, { asked, answer }: Pick<Asking, 'asked' | 'answer'>, path: string): Promise<void> {
  const { method = '' } = asked;
  const found = routeAmong(half.wires, asked, path);
  const wire = found?.wire ?? null;
  try {
    if (asked.headers.upgrade !== undefined) throw new Refusal(426, { code: 'upgrade_refused', message: 'the gateway speaks plain HTTP alone, and no websockets' });
    if (found === null) throw new Refusal(404, { code: 'not_found', message: `the gateway has no route ${method} ${path.replace(/\?.*/s, '').slice(0, 200)}` });
    await serveRoute(half, { asked, answer, ...found });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    half.say(`a model request was refused: ${error.fault.message}`);
    refuse(answer, wire, error);
    asked.resume();
  }
}

/** Some paths are of several wires: by the header that shows the key it is known whose it is. */
function routeAmong(wires: readonly Wire[], { method = '', headers }: IncomingMessage, path: string): Pick<Asking, 'wire' | 'route'> | null {
  const found = wires.flatMap((wire) => {
    const route = wire.route(method, path);
    return route === null ? [] : [{ wire, route }];
  });
  return found.find(({ wire: { credentialHeaders: [name = ''] } }) => headers[name] !== undefined) ?? found[0] ?? null;
}

async function serveRoute(half: ModelHalf, asking: Asking): Promise<void> {
  const { asked, wire } = asking;
  const headers = judgedHeaders(half, asked, wire);
  const body = await half.bodies.collect(asked);
  if (body.kind === 'gone') return;
  if (body.kind === 'too-long') throw new Refusal(413, { code: 'request_too_large', message: `the body has more than ${mostBodyBytes} bytes` });
  if (body.kind === 'too-much-at-once') throw new Refusal(429, { code: 'too_many_requests', message: 'this order asks too much at once' });
  try {
    const request = asked.method === 'GET' && body.bytes.length === 0 ? null : readBody(half, asking, body.bytes);
    const key = await keyOf(half, wire);
    await serveJudged(half, { ...asking, headers, request, key });
  } finally {
    body.release();
  }
}

/** Those that go on. The order's own key, and no other, is to be among them. */
function judgedHeaders({ placeholder }: ModelHalf, { rawHeaders }: IncomingMessage, wire: Wire): readonly Header[] {
  const pairs = rawHeaders.flatMap((name, at): readonly Header[] => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? '']] : []));
  let isForeign = false;
  const judged = judgeHeaders(pairs, wire, (key) => {
    const isIt = placeholder.isIt(key);
    isForeign ||= !isIt;
    return isIt;
  });
  if (isForeign || (judged.ok && !judged.showsKey)) throw new Refusal(401, { code: 'invalid_api_key', message: 'the key that was shown is not this order\'s' });
  if (!judged.ok) throw new Refusal(403, { code: 'forbidden', message: judged.why });
  return judged.headers;
}

function readBody({ order }: ModelHalf, { wire, route }: Asking, bytes: Uint8Array): WireRequest {
  const request = wire.read(bytes, route, { model: order.model, tools: order.tools });
  if (!request.ok) throw new Refusal(403, { code: 'forbidden', message: request.why });
  return request;
}

async function keyOf({ keys }: ModelHalf, wire: Wire): Promise<KeyFor> {
  try {
    return await keys.keyFor(wire.name);
  } catch (error) {
    if (error instanceof GatewayError) throw new Refusal(401, { code: 'no_key', message: error.message });
    throw error;
  }
}

async function serveJudged(half: ModelHalf, judged: Judged): Promise<void> {
  const hold = judged.route.kind === 'generate' ? await holdFor(half, judged) : null;
  if (hold === 'gone') return;
  try {
    await askProvider(half, judged, hold);
  } catch (error) {
    hold?.settleUnknown();
    throw error;
  }
}

async function holdFor(half: ModelHalf, { answer, request, key }: Judged): Promise<Hold | 'gone'> {
  if (request === null) throw new Refusal(400, { code: 'invalid_request', message: 'the request has no body' });
  const { model, inputBytes, mostOutput, asksProvider } = request;
  const gone = new AbortController();
  answer.once('close', () => gone.abort());
  const held = await half.account.hold({ provider: key.provider, model, inputBytes, mostOutput, hasPrice: !key.isSubscription && !asksProvider }, gone.signal);
  if (typeof held !== 'string') return held;
  if (gone.signal.aborted) return 'gone';
  half.onSpent();
  // As a bad request, since every program stops at once then: those of payment and of rates are tried again.
  throw new Refusal(400, { code: 'budget_reached', message: held });
}
