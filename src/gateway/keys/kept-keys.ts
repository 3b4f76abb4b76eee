/** Keys that were read, by whose they are: each is read once for many, and kept in this process alone. */

import { GatewayError } from '../../ports/gateway.ts';
import type { KeySource } from '../../ports/provider.ts';
import { type KeySurroundings, placeOf, readKey } from './read-key.ts';

export interface KeptKey {
  readonly key: string;
  readonly source: KeySource;
}

/** Whose it is: `provider local`, `registry packages`. */
export interface KeyOwner {
  readonly word: 'provider' | 'registry';
  readonly name: string;
  readonly keys: readonly KeySource[];
}

/** A key that is refused again and again is not asked for more often: its command may be slow, or count. */
const leastAgeMs = 10_000;

export class KeptKeys {
  readonly #surroundings: KeySurroundings & { readonly now: () => number };
  readonly #kept = new Map<string, { readonly read: Promise<KeptKey>; readonly at: number }>();
  readonly #secrets = new Set<string>();

  constructor(surroundings: KeySurroundings & { readonly now: () => number }) {
    this.#surroundings = surroundings;
  }

  of(owner: KeyOwner): Promise<KeptKey> {
    const kept = this.#kept.get(nameOf(owner));
    if (kept !== undefined) return kept.read;
    const read = this.#read(owner);
    this.#kept.set(nameOf(owner), { read, at: this.#surroundings.now() });
    // What failed is tried again: the person may mend it meanwhile.
    read.catch(() => this.#kept.delete(nameOf(owner)));
    return read;
  }

  forget(owner: Omit<KeyOwner, 'keys'>): void {
    const kept = this.#kept.get(nameOf(owner));
    if (kept !== undefined && this.#surroundings.now() - kept.at >= leastAgeMs) this.#kept.delete(nameOf(owner));
  }

  secrets(): readonly string[] {
    return [...this.#secrets];
  }

  /** What comes of it in a header is as secret as the key. */
  addSecret(secret: string): void {
    this.#secrets.add(secret);
  }

  async #read({ word, name, keys }: KeyOwner): Promise<KeptKey> {
    for (const source of keys) {
      const key = await readKey(source, this.#surroundings);
      if (key === null) continue;
      this.#secrets.add(key);
      return { key, source };
    }
    const places = keys.map(placeOf).join(' and ');
    const none = keys.length === 1 ? 'is not set' : 'are not set';
    throw new GatewayError(`Cannot ask ${name}: ${places} ${none}; set one, or declare \`${word} ${name}\` with its key in your own config.esp`);
  }
}

const nameOf = ({ word, name }: Omit<KeyOwner, 'keys'>): string => `${word} ${name}`;
