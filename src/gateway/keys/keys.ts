/**
 * Real keys, on the host: who answers on a wire, and the header by which it knows who pays.
 *
 * A key is read when it is first needed and kept in this process alone. What is thrown never holds one.
 */

import type { KeySource, Provider, Registry, RegistryKind, WireName } from '../../ports/provider.ts';
import { KeptKeys } from './kept-keys.ts';
import { providerOf, subscriptionVariable } from './known-providers.ts';
import type { KeySurroundings } from './read-key.ts';

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

/** The same for who gives packages. */
export interface RegistryKeys {
  /** `null`: it is asked without one. Throws `GatewayError` with what to do where it has none, and should. */
  registryHeader(registry: Registry, kind: RegistryKind): Promise<readonly [name: string, value: string] | null>;
  forgetRegistry(registry: Registry): void;
}

export interface HostKeysOptions extends KeySurroundings {
  /** The person's own; what they do not say, `knownProviders` do. */
  readonly providers: readonly Provider[];
  readonly now: () => number;
}

export class HostKeys implements Keys, RegistryKeys {
  readonly #providers: readonly Provider[];
  readonly #kept: KeptKeys;

  constructor({ providers, ...surroundings }: HostKeysOptions) {
    this.#providers = providers;
    this.#kept = new KeptKeys(surroundings);
  }

  async keyFor(wire: WireName): Promise<KeyFor> {
    const { name, url, keys } = providerOf(wire, this.#providers);
    const { key, source } = await this.#kept.of({ word: 'provider', name, keys });
    const isSubscription = isToken(source, key);
    return { provider: name, url, header: headerOf(wire, key, isSubscription), isSubscription };
  }

  forget(wire: WireName): void {
    this.#kept.forget({ word: 'provider', name: providerOf(wire, this.#providers).name });
  }

  async registryHeader({ name, keys }: Registry, kind: RegistryKind): Promise<readonly [string, string] | null> {
    if (keys.length === 0) return null;
    const { key } = await this.#kept.of({ word: 'registry', name, keys });
    const value = registryCredential(kind, key);
    this.#kept.addSecret(value.replace(/^\w+ /, ''));
    return ['authorization', value];
  }

  forgetRegistry({ name }: Registry): void {
    this.#kept.forget({ word: 'registry', name });
  }

  secrets(): readonly string[] {
    return this.#kept.secrets();
  }
}

/** As each kind of registry is shown one: a name and a password, a token's own name on PyPI, cargo's without a word. */
function registryCredential(kind: RegistryKind, key: string): string {
  if (kind === 'crates') return key;
  const pair = key.includes(':') ? key : kind === 'pypi' ? `__token__:${key}` : null;
  return pair === null ? `Bearer ${key}` : `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** Anthropic marks the tokens that `claude setup-token` makes. */
function isToken(source: KeySource, key: string): boolean {
  return key.startsWith('sk-ant-oat') || (source.from === 'env' && source.name === subscriptionVariable);
}

function headerOf(wire: WireName, key: string, isSubscription: boolean): readonly [string, string] {
  if (wire === 'gemini') return ['x-goog-api-key', key];
  return wire === 'messages' && !isSubscription ? ['x-api-key', key] : ['authorization', `Bearer ${key}`];
}
