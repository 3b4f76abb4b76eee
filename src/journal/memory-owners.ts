/** Soft ownership in memory. */

import type { Owner, Owners } from '../ports/owners.ts';

export class MemoryOwners implements Owners {
  readonly #owners = new Map<string, Owner>();

  async ownerOf(run: string): Promise<Owner | null> {
    return this.#owners.get(run) ?? null;
  }

  async own(run: string, owner: Owner, now: number): Promise<Owner> {
    const before = this.#owners.get(run);
    if (before !== undefined && before.host !== owner.host && now < before.until) return before;
    this.#owners.set(run, owner);
    return owner;
  }

  async disown(run: string, host: string): Promise<void> {
    if (this.#owners.get(run)?.host === host) this.#owners.delete(run);
  }
}
