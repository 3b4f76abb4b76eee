/** Anchors in memory. */

import type { Anchor } from '../ports/anchor.ts';
import type { Version } from '../ports/version.ts';

export class MemoryAnchor implements Anchor {
  readonly #anchors = new Map<string, Version>();

  async write(run: string, version: Version): Promise<void> {
    const before = this.#anchors.get(run);
    if (before === undefined || before.position < version.position) this.#anchors.set(run, version);
  }

  async read(run: string): Promise<Version | null> {
    return this.#anchors.get(run) ?? null;
  }

  async runs(): Promise<readonly string[]> {
    return [...this.#anchors.keys()].sort();
  }
}
