/**
 * Everything that a world leaves to chance, as rows of small numbers: one row for how the world is
 * made, and one for each step after it.
 *
 * A row that is missing, or too short, reads as zeros, and zero is always the tamest choice: no
 * fault, the honest word, the shortest list. So a world is made smaller by taking rows out and by
 * lowering numbers, whatever the numbers mean.
 */

import { Random } from './random.ts';

export type Rows = readonly (readonly number[])[];

export class Choices {
  readonly #random: Random | null;
  readonly #rows: number[][];
  readonly #recorded: number[][] = [];
  #row = -1;
  #at = 0;
  #calm = false;

  private constructor(random: Random | null, rows: Rows) {
    this.#random = random;
    this.#rows = rows.map((row) => [...row]);
  }

  static fromSeed(seed: number): Choices {
    return new Choices(new Random(seed), []);
  }

  static fromRows(rows: Rows): Choices {
    return new Choices(null, rows);
  }

  /** What was chosen so far; `fromRows` of it makes the same world again. */
  get rows(): Rows {
    return this.#recorded;
  }

  /** How many rows were given, where the world is made from rows. */
  get length(): number | null {
    return this.#random === null ? this.#rows.length : null;
  }

  nextRow(): void {
    this.#row += 1;
    this.#at = 0;
    this.#recorded.push([]);
  }

  /** From now on every choice is the tamest one, and nothing is recorded. */
  calm(): void {
    this.#calm = true;
  }

  get isCalm(): boolean {
    return this.#calm;
  }

  /** A whole number from 0 up to `bound`, which it never reaches. */
  below(bound: number): number {
    if (this.#calm || bound <= 1) return 0;
    const value = this.#random === null
      ? Math.min(this.#rows[this.#row]?.[this.#at] ?? 0, bound - 1)
      : this.#random.below(bound);
    this.#at += 1;
    this.#recorded.at(-1)?.push(value);
    return value;
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(percent: number): boolean {
    return this.below(100) >= 100 - percent;
  }

  /** The first is the tamest. The list MUST NOT be empty. */
  pick<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)];
    if (found === undefined) throw new Error('Cannot pick from an empty list');
    return found;
  }

  /** One of the entries, each as often as its weight says. The first is the tamest. */
  weighted<T>(entries: readonly (readonly [number, T])[]): T {
    let left = this.below(entries.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, value] of entries) {
      if (left < weight) return value;
      left -= weight;
    }
    throw new Error('Cannot choose among nothing');
  }
}
