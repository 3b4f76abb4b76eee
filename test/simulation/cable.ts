/**
 * The cable between a host and everything that outlives it. When the host's process dies it is
 * cut: what was under way may have had its effect, and nobody is answered any more.
 */

import type { Anchor } from '../../src/ports/anchor.ts';
import type { Journal } from '../../src/ports/journal.ts';
import type { Owners } from '../../src/ports/owners.ts';
import type { Snapshots } from '../../src/ports/snapshots.ts';

export interface Lasting {
  readonly journal: Journal;
  readonly snapshots: Snapshots;
  readonly anchor: Anchor;
  readonly owners: Owners;
}

const never = <T>(): Promise<T> => new Promise(() => undefined);

export class Cable {
  isCut = false;
  /** Calls that still come through, and whether the one after them has its effect. */
  #left = Infinity;
  #last: 'effect' | 'nothing' = 'nothing';
  readonly #wakes: AsyncIterator<void>[] = [];

  /** The process dies at the call after `calls` more. */
  dieAfter(calls: number, last: 'effect' | 'nothing'): void {
    this.#left = calls;
    this.#last = last;
  }

  cut(): void {
    this.isCut = true;
    for (const wakes of this.#wakes) void wakes.return?.();
  }

  connect({ journal, snapshots, anchor, owners }: Lasting): Lasting {
    return {
      journal: {
        append: (run, version, events) => this.#through(() => journal.append(run, version, events)),
        read: (run, page) => this.#through(() => journal.read(run, page)),
        head: (run) => this.#through(() => journal.head(run)),
        runs: () => this.#through(() => journal.runs()),
        wake: (run) => this.#wake(journal.wake(run)),
        close: () => this.#through(() => journal.close()),
      },
      snapshots: {
        load: (run) => this.#through(() => snapshots.load(run)),
        save: (run, snapshot) => this.#through(() => snapshots.save(run, snapshot)),
      },
      anchor: {
        write: (run, version) => this.#through(() => anchor.write(run, version)),
        read: (run) => this.#through(() => anchor.read(run)),
        runs: () => this.#through(() => anchor.runs()),
      },
      owners: {
        ownerOf: (run) => this.#through(() => owners.ownerOf(run)),
        own: (run, owner, now) => this.#through(() => owners.own(run, owner, now)),
        disown: (run, host) => this.#through(() => owners.disown(run, host)),
      },
    };
  }

  async #through<T>(call: () => Promise<T>): Promise<T> {
    if (this.isCut) return never();
    if (this.#left === 0) {
      this.cut();
      if (this.#last === 'effect') await call().catch(() => undefined);
      return never();
    }
    this.#left -= 1;
    try {
      const answer = await call();
      return this.isCut ? await never() : answer;
    } catch (error) {
      if (this.isCut) return never();
      throw error;
    }
  }

  #wake(source: AsyncIterable<void>): AsyncIterable<void> {
    const wakes = source[Symbol.asyncIterator]();
    this.#wakes.push(wakes);
    const next = async (): Promise<IteratorResult<void>> => {
      const woken = await wakes.next();
      return this.isCut ? never() : woken;
    };
    const iterator: AsyncIterator<void> = { next, return: async () => wakes.return?.() ?? { done: true, value: undefined } };
    return { [Symbol.asyncIterator]: () => iterator };
  }
}
