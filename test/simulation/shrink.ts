/**
 * Makes a failing world smaller: takes out steps, then lowers choices, as long as the same rule
 * stays broken. Deterministic, and bounded by a number of tries.
 */

import type { Rows } from './choices.ts';

export interface Shrinking {
  readonly rows: Rows;
  /** Whether the world that these rows make still shows what is looked for. */
  readonly fails: (rows: Rows) => Promise<boolean>;
  readonly mostTries?: number;
}

export interface Shrunk {
  readonly rows: Rows;
  readonly tries: number;
}

export async function shrink({ rows, fails, mostTries = 1_500 }: Shrinking): Promise<Shrunk> {
  const shrinker = new Shrinker(rows, fails, mostTries);
  await shrinker.run();
  return { rows: shrinker.best, tries: shrinker.tries };
}

class Shrinker {
  best: Rows;
  tries = 0;
  readonly #fails: Shrinking['fails'];
  readonly #most: number;

  constructor(rows: Rows, fails: Shrinking['fails'], most: number) {
    this.best = rows;
    this.#fails = fails;
    this.#most = most;
  }

  async run(): Promise<void> {
    for (let size = -1; size !== measure(this.best) && this.tries < this.#most;) {
      size = measure(this.best);
      await this.#dropRows();
      await this.#eachRow(() => []);
      await this.#lowerNumbers();
    }
  }

  /** Ever smaller stretches of steps; the first row makes the world, and stays. */
  async #dropRows(): Promise<void> {
    for (let length = Math.ceil((this.best.length - 1) / 2); length >= 1; length = length > 1 ? Math.ceil(length / 2) : 0) {
      for (let at = this.best.length - length; at >= 1; at -= length) {
        await this.#try([...this.best.slice(0, at), ...this.best.slice(at + length)]);
      }
    }
  }

  /** What becomes of a row by itself, from the last to the first. */
  async #eachRow(change: (row: readonly number[]) => readonly number[]): Promise<void> {
    for (let at = this.best.length - 1; at >= 0; at -= 1) {
      const row = this.best[at] ?? [];
      if (row.length > 0) await this.#try(this.best.with(at, change(row)));
    }
  }

  async #lowerNumbers(): Promise<void> {
    for (let at = this.best.length - 1; at >= 0; at -= 1) {
      for (let place = 0; place < (this.best[at]?.length ?? 0); place += 1) {
        const value = this.best[at]?.[place] ?? 0;
        if (value === 0) continue;
        for (const lower of new Set([0, Math.floor(value / 2), value - 1])) {
          if (await this.#try(this.best.with(at, (this.best[at] ?? []).with(place, lower)))) break;
        }
      }
    }
  }

  async #try(rows: Rows): Promise<boolean> {
    if (this.tries >= this.#most) return false;
    this.tries += 1;
    if (!await this.#fails(rows)) return false;
    this.best = rows.map((row) => row.slice(0, row.findLastIndex((value) => value !== 0) + 1));
    return true;
  }
}

function measure(rows: Rows): number {
  return rows.reduce((sum, row) => sum + 1 + row.reduce((part, value) => part + value, row.length), 0);
}
