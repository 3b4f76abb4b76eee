/**
 * A keyed collection of immutable rows: what the state is made of.
 *
 * `fork` gives a copy in constant time that shares the rows and keeps its own changes apart, so
 * that `decide` can try what it is about to say without touching the state it was given. A row
 * is never changed in place; it is replaced. Nothing may depend on the order of iteration.
 */

const gone: unique symbol = Symbol('gone');
type Slot<V> = V | typeof gone;

export class Table<V> {
  readonly #base: Table<V> | null;
  readonly #rows = new Map<string, Slot<V>>();
  #size: number;
  /** Keys written since the hash was last asked for; see state-hash.ts. */
  #dirty = new Set<string>();

  constructor(base: Table<V> | null = null) {
    this.#base = base;
    this.#size = base === null ? 0 : base.size;
  }

  get size(): number {
    return this.#size;
  }

  get(key: string): V | undefined {
    const slot = this.#rows.get(key);
    if (slot === gone) return undefined;
    if (slot !== undefined || this.#base === null) return slot;
    return this.#base.get(key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  set(key: string, row: V): void {
    if (!this.has(key)) this.#size += 1;
    this.#rows.set(key, row);
    if (this.#base === null) this.#dirty.add(key);
  }

  delete(key: string): void {
    if (!this.has(key)) return;
    this.#size -= 1;
    if (this.#base === null) {
      this.#rows.delete(key);
      this.#dirty.add(key);
    } else {
      this.#rows.set(key, gone);
    }
  }

  /** A copy that sees this table's rows and keeps its changes to itself. Do not write to the
   * original while the fork is in use. */
  fork(): Table<V> {
    return new Table<V>(this);
  }

  /** An independent copy, for those who keep many states (the search). */
  clone(): Table<V> {
    const copy = new Table<V>();
    for (const [key, row] of this.entries()) copy.set(key, row);
    return copy;
  }

  /** Every row, in no order that may be relied upon. */
  *entries(): Generator<readonly [string, V]> {
    for (const [key, slot] of this.#rows) if (slot !== gone) yield [key, slot];
    if (this.#base === null) return;
    for (const entry of this.#base.entries()) if (!this.#rows.has(entry[0])) yield entry;
  }

  /** Every key, sorted by code unit: the order for whatever is shown or hashed as a list. */
  keys(): string[] {
    const keys: string[] = [];
    for (const [key] of this.entries()) keys.push(key);
    return keys.sort();
  }

  /** Hands over the keys written since the last call; `null` for a fork, which does not count. */
  takeDirty(): Set<string> | null {
    if (this.#base !== null) return null;
    const dirty = this.#dirty;
    this.#dirty = new Set();
    return dirty;
  }
}
