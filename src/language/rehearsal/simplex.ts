/**
 * A linear programme that grows by columns: the most that columns can yield together, while what
 * they take is within what there is. Dense, for some dozens of rows.
 */

const tiny = 1e-9;

export class Simplex {
  /** A row for each thing that there is only so much of: slacks, columns in the basis aside, and what is left. */
  readonly #rows: number[][];
  /** What one more of each would yield, negated; the last is what is yielded. */
  readonly #worth: number[];
  readonly #slacks: number;

  constructor(amounts: readonly number[]) {
    this.#slacks = amounts.length;
    this.#rows = amounts.map((amount, index) => [...amounts.map((_, other) => (index === other ? 1 : 0)), amount]);
    this.#worth = Array.from({ length: amounts.length + 1 }, () => 0);
  }

  /** What one more of each thing would yield. */
  prices(): readonly number[] {
    return this.#worth.slice(0, this.#slacks).map((price) => Math.max(0, price));
  }

  get yielded(): number {
    return this.#worth.at(-1) ?? 0;
  }

  /** A column that is worth more than what it takes; false: nothing bounds it. */
  add(takes: readonly number[], yields: number): boolean {
    const column = this.#rows.map((row) => dot(row, takes));
    let gain = yields - dot(this.#worth, takes);
    if (gain <= tiny) return true;
    const pivot = this.#leaving(column);
    if (pivot < 0) return false;
    this.#pivot(pivot, column, gain);
    gain = 0;
    return this.#settle();
  }

  /** Slacks that are worth less than nothing come back. */
  #settle(): boolean {
    for (let round = 0; round < mostPivots; round += 1) {
      const back = this.#worth.findIndex((price, index) => index < this.#slacks && price < -tiny);
      if (back < 0) return true;
      const column = this.#rows.map((row) => row[back] ?? 0);
      const pivot = this.#leaving(column);
      if (pivot < 0) return false;
      this.#pivot(pivot, column, -(this.#worth[back] ?? 0));
    }
    return true;
  }

  #leaving(column: readonly number[]): number {
    let best = -1;
    let least = Infinity;
    for (const [index, takes] of column.entries()) {
      if (takes <= tiny) continue;
      const ratio = (this.#rows[index]?.at(-1) ?? 0) / takes;
      if (ratio < least - tiny) [best, least] = [index, ratio];
    }
    return best;
  }

  #pivot(pivot: number, column: readonly number[], gain: number): void {
    const row = this.#rows[pivot] ?? [];
    const by = column[pivot] ?? 1;
    for (const [index, value] of row.entries()) row[index] = value / by;
    for (const [index, other] of this.#rows.entries()) {
      const times = column[index] ?? 0;
      if (index === pivot || Math.abs(times) <= tiny) continue;
      for (const [at, value] of row.entries()) other[at] = (other[at] ?? 0) - times * value;
    }
    for (const [at, value] of row.entries()) this.#worth[at] = (this.#worth[at] ?? 0) + gain * value;
  }
}

const mostPivots = 1_000;

/** Over the slacks: the last of a row is what is left. */
function dot(row: readonly number[], takes: readonly number[]): number {
  let sum = 0;
  for (const [index, take] of takes.entries()) sum += (row[index] ?? 0) * take;
  return sum;
}
