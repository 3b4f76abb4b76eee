/**
 * Real keys, on the host: who answers on a wire, and the header by which it knows who pays.
 *
 * A key is read when it is first needed and kept in this process alone. What is thrown never holds one.
 */

import { GatewayError } from '../../ports/gateway.ts';
import type { KeySource, Provider, WireName } from '../../ports/provider.ts';
import { providerOf, subscriptionVariable } from './known-providers.ts';
import { type KeySurroundings, placeOf, readKey } from './read-key.ts';

export interface Keys {
  /** Throws `GatewayError` with what to do where there is none. */
  keyFor(wire: WireName): Promise<KeyFor>;
  /** The provider refused it: it is read anew the next time. */
  forget(wire: WireName): void;
  /** All that were read till now, for who has to keep them out of what is stored or shown. */
  secrets(): readonly string[];
}

export interface KeyFor {
  readonly provider: string;
  readonly url: URL;
  readonly header: readonly [name: string, value: string];
  /** A token of a subscription, made for unattended use: what it uses has no price. */
  readonly isSubscription: boolean;
}

export interface HostKeysOptions extends KeySurroundings {
  /** The person's own; what they do not say, `knownProviders` do. */
  readonly providers: readonly Provider[];
  readonly now: () => number;
}

/** A key that is refused again and again is not asked for more often: its command may be slow, or count. */
const leastAgeMs = 10_000;

interface Kept {
  readonly key: string;
  readonly isSubscription: boolean;
}

export class HostKeys implements Keys {
  readonly #options: HostKeysOptions;
  readonly #kept = new Map<string, { readonly read: Promise<Kept>; readonly at: number }>();
  readonly #secrets = new Set<string>();

  constructor(options: HostKeysOptions) {
    this.#options = options;
  }

  async keyFor(wire: WireName): Promise<KeyFor> {
    const provider = this.#providerOf(wire);
    const { key, isSubscription } = await this.#keptOf(provider);
    return { provider: provider.name, url: provider.url, header: headerOf(wire, key, isSubscription), isSubscription };
  }

  forget(wire: WireName): void {
    const { name } = this.#providerOf(wire);
    const kept = this.#kept.get(name);
    if (kept !== undefined && this.#options.now() - kept.at >= leastAgeMs) this.#kept.delete(name);
  }

  secrets(): readonly string[] {
    return [...this.#secrets];
  }

  #providerOf(wire: WireName): Provider {
    return providerOf(wire, this.#options.providers);
  }

  /** Asked by many at once, it is read once. */
  #keptOf(provider: Provider): Promise<Kept> {
    const kept = this.#kept.get(provider.name);
    if (kept !== undefined) return kept.read;
    const read = this.#read(provider);
    this.#kept.set(provider.name, { read, at: this.#options.now() });
    // What failed is tried again: the person may mend it meanwhile.
    read.catch(() => this.#kept.delete(provider.name));
    return read;
  }

  async #read({ name, keys }: Provider): Promise<Kept> {
    for (const source of keys) {
      const key = await readKey(source, this.#options);
      if (key === null) continue;
      this.#secrets.add(key);
      return { key, isSubscription: isToken(source, key) };
    }
    const places = keys.map(placeOf).join(' and ');
    const none = keys.length === 1 ? 'is not set' : 'are not set';
    throw new GatewayError(`Cannot ask a model of ${name}: ${places} ${none}; set one, or declare \`provider ${name}\` with its key in your own config.esp`);
  }
}

/** Anthropic marks the tokens that `claude setup-token` makes. */
function isToken(source: KeySource, key: string): boolean {
  return key.startsWith('sk-ant-oat') || (source.from === 'env' && source.name === subscriptionVariable);
}

function headerOf(wire: WireName, key: string, isSubscription: boolean): readonly [string, string] {
  if (wire === 'gemini') return ['x-goog-api-key', key];
  return wire === 'messages' && !isSubscription ? ['x-api-key', key] : ['authorization', `Bearer ${key}`];
}
