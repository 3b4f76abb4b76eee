/** The entries of a few trees, as they were read last: a tree never changes, and most orders of a run stand on the same. */

import type { TreeEntry } from '../ports/repo.ts';

/** Of all that are kept together. A larger tree is read anew each time. */
const mostEntries = 400_000;

export class KeptEntries {
  readonly #read: (tree: string) => Promise<readonly TreeEntry[]>;
  /** The one that was asked for last is the last. */
  readonly #kept = new Map<string, readonly TreeEntry[]>();
  #size = 0;

  constructor(read: (tree: string) => Promise<readonly TreeEntry[]>) {
    this.#read = read;
  }

  async of(tree: string): Promise<readonly TreeEntry[]> {
    const entries = this.#take(tree) ?? await this.#read(tree);
    // Two may have read it at once.
    this.#take(tree);
    if (entries.length <= mostEntries) this.#put(tree, entries);
    return entries;
  }

  #take(tree: string): readonly TreeEntry[] | undefined {
    const entries = this.#kept.get(tree);
    if (entries !== undefined && this.#kept.delete(tree)) this.#size -= entries.length;
    return entries;
  }

  #put(tree: string, entries: readonly TreeEntry[]): void {
    this.#kept.set(tree, entries);
    this.#size += entries.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#size <= mostEntries) return;
      this.#take(oldest);
    }
  }
}
