/** Names in a row, for tests and the simulation: unique as long as each prefix is used once. */

import type { Ids } from '../ports/ids.ts';

export class CountedIds implements Ids {
  readonly #prefix: string;
  #count = 0;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  next(): string {
    this.#count += 1;
    return `${this.#prefix}${this.#count}`;
  }
}
