/**
 * One way in which programs speak to models: which requests it has, what may be in them, and how its replies are counted.
 *
 * Pure: bytes and words in, judgements out. Nothing here knows a socket, a key or a price.
 */

import type { TokenCount } from '../../ports/gateway.ts';
import type { WireName } from '../../ports/provider.ts';

export type { WireName };

export interface Wire {
  readonly name: WireName;
  /** What a request's first line asks for; `null`: nothing of this wire's. */
  route(method: string, target: string): WireRoute | null;
  /** What a body asks for, judged: it is parsed here and nowhere else, with caps. */
  read(body: Uint8Array, route: WireRoute, rules: WireRules): WireRequest | WireRefusal;
  /** Hears one reply from its first byte; `isStream`: as events, otherwise as one document. */
  meter(isStream: boolean): WireMeter;
  /** Headers by which a program shows a key of its own: dropped, whatever they hold. */
  readonly credentialHeaders: readonly string[];
  /** The header that carries the real key. */
  credential(key: string): readonly [string, string];
  /** The body of an error as this wire's programs understand it. */
  refusal(fault: { readonly code: string; readonly message: string }): string;
}

/** `generate`: it costs. `free`: counting tokens, listing models. */
export interface WireRoute {
  readonly kind: 'generate' | 'free';
  /** The path that the provider is asked, without credentials in its query. */
  readonly path: string;
  /** Where the path names the model. */
  readonly model: string | null;
  /** Where the path says whether it streams. */
  readonly streams: boolean | null;
}

export interface WireRules {
  /** The one model; `null`: any. */
  readonly model: string | null;
  /** Tools that the provider runs and that may be asked for. */
  readonly tools: readonly string[];
}

export interface WireRequest {
  readonly ok: true;
  readonly model: string;
  readonly streams: boolean;
  /** What it may print at most, in tokens; `null`: it does not say. */
  readonly mostOutput: number | null;
  /** Bytes of what is asked, by which the input is estimated before it is known; an image counts as no more than it can cost. */
  readonly inputBytes: number;
  /** Whether the provider may run a tool for it that was declared: what that costs no count of tokens tells. */
  readonly asksProvider: boolean;
  /** What is sent on: the document that was judged, written anew, so that nobody can read it in another way. */
  readonly body: Uint8Array;
}

export interface WireRefusal {
  readonly ok: false;
  readonly why: string;
}

export interface WireMeter {
  push(bytes: Uint8Array): void;
  /** As far as the reply has said. `isWhole`: it came to its own end and told everything. */
  count(): { readonly tokens: TokenCount; readonly isWhole: boolean; readonly outputBytes: number };
}
