/** A wire as small as one can be, for what the gateway does around wires: `POST /v1/toy`, `POST /v1/toy/count` and `GET /v1/models`. */

import type { Wire, WireMeter, WireRequest, WireRoute } from '../../src/gateway/wires/wire.ts';

export const toyWire: Wire = {
  name: 'messages',
  credentialHeaders: ['x-api-key', 'authorization'],
  credential: (key) => ['x-api-key', key],
  route: (method, target) => routes[`${method} ${target.replace(/\?.*/, '')}`] ?? (`${method} ${target}` === 'POST /v1/toy/echo' ? { kind: 'generate', path: '/v1/toy/echo', model: null, streams: null } : null),
  read: (body, _route, { model }) => {
    const asked = parsed(Buffer.from(body).toString('utf8'));
    if (asked === null) return { ok: false, why: 'it is no JSON' };
    if (asked['search'] === true) return { ok: false, why: 'web search is run by the provider, and refused' };
    if (model !== null && asked['model'] !== model) return { ok: false, why: `the model is ${String(asked['model'])}, and this order's is ${model}` };
    const request: WireRequest = { ok: true, model: String(asked['model']), streams: asked['stream'] === true, mostOutput: Number(asked['most'] ?? 0), inputBytes: body.length, asksProvider: false, body };
    return request;
  },
  meter: () => new ToyMeter(),
  refusal: ({ code, message }) => JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', code, message } }),
};

const routes: Readonly<Record<string, WireRoute>> = {
  'POST /v1/toy': { kind: 'generate', path: '/v1/toy', model: null, streams: null },
  'POST /v1/toy/count': { kind: 'free', path: '/v1/toy/count', model: null, streams: null },
  'GET /v1/models': { kind: 'free', path: '/v1/models', model: null, streams: null },
};

function parsed(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Counts `[in:N]` and `[out:N]`; it is whole where both were said. */
class ToyMeter implements WireMeter {
  #text = '';
  #bytes = 0;
  #input = 0;
  #output = 0;
  #isWhole = false;

  push(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    this.#text = `${this.#text}${Buffer.from(bytes).toString('latin1')}`.slice(-4_096);
    this.#input = Number(/\[in:(\d+)\]/.exec(this.#text)?.[1] ?? this.#input);
    const output = /\[out:(\d+)\]/.exec(this.#text)?.[1];
    if (output === undefined) return;
    this.#output = Number(output);
    this.#isWhole = true;
  }

  count(): ReturnType<WireMeter['count']> {
    return { tokens: { input: this.#input, output: this.#output, cacheRead: 0, cacheWrite: 0 }, isWhole: this.#isWhole, outputBytes: this.#bytes };
  }
}
