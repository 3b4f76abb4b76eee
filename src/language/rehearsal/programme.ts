/**
 * A linear programme over names: how much their worths can come to together, while sums of them stay
 * within amounts. What it tells is never too little, however far the solving of it got: prices of
 * the amounts prove it.
 */

import { Simplex } from './simplex.ts';

/** So many times what is named. */
export type Times = readonly (readonly [times: number, name: string])[];

/** Amounts are a little more than they are, each by another bit: so no two are used up at once, and every step leads on. */
const bit = 1e-8;
const tiny = 1e-7;
const mostRounds = 2_000;

export class Programme {
  readonly #amounts: number[] = [];
  /** By name, what one takes of each amount. */
  readonly #takes = new Map<string, Map<number, number>>();

  atMost(amount: number, sum: Times): void {
    const row = this.#amounts.length;
    this.#amounts.push(amount + bit * (row + 1));
    for (const [times, name] of sum) {
      const takes = this.#takes.get(name) ?? new Map<number, number>();
      this.#takes.set(name, takes.set(row, (takes.get(row) ?? 0) + times));
    }
  }

  /** `highest`: above whatever any of them can be. */
  most(worths: ReadonlyMap<string, number>, highest: number): number {
    const columns = [...this.#takes].map(([name, takes]) => ({ worth: worths.get(name) ?? 0, takes: this.#dense(takes) }));
    const simplex = new Simplex(this.#amounts);
    const proved = (): number => {
      const prices = simplex.prices();
      const over = columns.reduce((sum, column) => sum + Math.max(0, gainOf(column, prices)), 0);
      return prices.reduce((sum, price, row) => sum + price * (this.#amounts[row] ?? 0), over * highest);
    };
    let least = proved();
    for (let round = 0; round < mostRounds; round += 1) {
      const prices = simplex.prices();
      const best = columns.reduce((one, other) => (gainOf(other, prices) > gainOf(one, prices) ? other : one), nothing);
      if (gainOf(best, prices) <= tiny || !simplex.add(best.takes, best.worth)) break;
    }
    least = Math.min(least, proved());
    return Math.floor(least + 1e-4);
  }

  #dense(takes: ReadonlyMap<number, number>): readonly number[] {
    return this.#amounts.map((_, row) => takes.get(row) ?? 0);
  }
}

interface Column {
  readonly worth: number;
  readonly takes: readonly number[];
}

const nothing: Column = { worth: 0, takes: [] };

/** What one more of it would yield, at these prices. */
const gainOf = ({ worth, takes }: Column, prices: readonly number[]): number =>
  takes.reduce((sum, take, row) => sum - take * (prices[row] ?? 0), worth);
