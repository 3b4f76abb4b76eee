// Asks a wire what it makes of a document, as the gateway does.
import type { Wire, WireRequest } from '../../src/gateway/wires/wire.ts';
import type { WireSample } from './wire-samples.ts';

export interface Asked {
  readonly model?: string | null;
  readonly tools?: readonly string[];
  readonly target?: string;
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function read(wire: Wire, sample: WireSample, { document, asked }: { readonly document: unknown; readonly asked: Asked }): ReturnType<Wire['read']> {
  const route = wire.route('POST', asked.target ?? sample.target);
  if (route === null) throw new Error(`${sample.target} is no route of ${wire.name}`);
  return wire.read(bytesOf(JSON.stringify(document)), route, { model: asked.model ?? null, tools: asked.tools ?? [] });
}

export interface Asking {
  /** What is wrong with the sample with this in it; `null`: nothing. */
  why(change?: Readonly<Record<string, unknown>>, asked?: Asked): string | null;
  /** What is sent on of it. */
  passed(change?: Readonly<Record<string, unknown>>, asked?: Asked): WireRequest;
  sent(change?: Readonly<Record<string, unknown>>, asked?: Asked): unknown;
}

export function asking(wire: Wire, sample: WireSample): Asking {
  const ask = (change: Readonly<Record<string, unknown>> = {}, asked: Asked = {}): ReturnType<Wire['read']> =>
    read(wire, sample, { document: { ...sample.document, ...change }, asked });
  const passed: Asking['passed'] = (change, asked) => {
    const answer = ask(change, asked);
    if (!answer.ok) throw new Error(answer.why);
    return answer;
  };
  return {
    passed,
    why: (change, asked) => {
      const answer = ask(change, asked);
      return answer.ok ? null : answer.why;
    },
    sent: (change, asked) => JSON.parse(new TextDecoder().decode(passed(change, asked).body)) as unknown,
  };
}

/** What a meter says of a reply that came in these pieces. */
export function metered(wire: Wire, isStream: boolean, ...pieces: readonly string[]): ReturnType<ReturnType<Wire['meter']>['count']> {
  const meter = wire.meter(isStream);
  for (const piece of pieces) meter.push(bytesOf(piece));
  return meter.count();
}

export const events = (...all: readonly unknown[]): string => all.map((one) => `data: ${typeof one === 'string' ? one : JSON.stringify(one)}\n\n`).join('');
