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
  /** Made when first needed: most forks never write to most tables. */
  #rows: Map<string, Slot<V>> | null = null;
  /** Keys written since they were last taken; `null`: nobody has asked, so all of them. */
  #dirty: Set<string> | null = null;

  constructor(base: Table<V> | null = null) {
    this.#base = base;
  }

  /** Counting a fork costs what it has changed. */
  get size(): number {
    if (this.#base === null) return this.#rows === null ? 0 : this.#rows.size;
    let size = this.#base.size;
    for (const [key, slot] of this.#rows ?? []) {
      const there = this.#base.has(key);
      if (slot === gone && there) size -= 1;
      if (slot !== gone && !there) size += 1;
    }
    return size;
  }

  get(key: string): V | undefined {
    const slot = this.#rows === null ? undefined : this.#rows.get(key);
    if (slot === undefined) return this.#base === null ? undefined : this.#base.get(key);
    return slot === gone ? undefined : slot;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  set(key: string, row: V): void {
    this.#rows ??= new Map();
    this.#rows.set(key, row);
    if (this.#dirty !== null) this.#dirty.add(key);
  }

  delete(key: string): void {
    if (this.#base !== null) {
      this.#rows ??= new Map();
      this.#rows.set(key, gone);
    } else if (this.#rows !== null) {
      this.#rows.delete(key);
    }
    if (this.#dirty !== null) this.#dirty.add(key);
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
    const own = this.#rows;
    if (own !== null) for (const [key, slot] of own) if (slot !== gone) yield [key, slot];
    if (this.#base === null) return;
    for (const entry of this.#base.entries()) if (own === null || !own.has(entry[0])) yield entry;
  }

  /** Every key, sorted by code unit: the order for whatever is shown or hashed as a list. */
  keys(): string[] {
    const keys: string[] = [];
    for (const [key] of this.entries()) keys.push(key);
    return keys.sort();
  }

  /** Hands over the keys written since the last call; the first time, and for a fork, all. */
  takeDirty(): Iterable<string> {
    if (this.#base !== null) return this.keys();
    const dirty = this.#dirty ?? this.keys();
    this.#dirty = new Set();
    return dirty;
  }

  /** Whether `takeDirty` tells all rows, and not only what changed. */
  get isFork(): boolean {
    return this.#base !== null;
  }
}
