/**
 * Everything that a worker does to the world, seen from outside: how much is under way, and when each thing is over.
 *
 * 1. Time stands while anything is under way, and leaps to the next alarm when nothing is: nobody waits for a lease.
 * 2. With `onEffect`, what changes the disk happens one at a time, and is told of while the disk stands still.
 */

import { ManualClock } from '../../../src/host/manual-clock.ts';

/** Of all calls of ports, those after which something else is on the disk. */
const changing: ReadonlySet<string> = new Set([
  'journal.append', 'anchor.write', 'snapshots.save', 'blobs.put', 'repo.keep', 'repo.apply', 'repo.commit', 'repo.moveRef', 'repo.note',
  'checkouts.checkout', 'checkouts.collect', 'checkout.release', 'boxes.place', 'place.give', 'place.remove', 'boxes.run', 'boxes.collect', 'publisher.publish',
]);

/** Told when the disk stands as the effect has left it. */
export type OnEffect = (name: string) => void;

export class Effects {
  readonly clock: ManualClock;
  readonly #onEffect: OnEffect | null;
  #underWay = 0;
  #turn: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(now: number, onEffect: OnEffect | null) {
    this.clock = new ManualClock(now);
    this.#onEffect = onEffect;
  }

  /** The same port, watched. */
  watched<T extends object>(name: string, port: T): T {
    return new Proxy(port, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (typeof value !== 'function') return value;
        return (...args: readonly unknown[]) => this.#call(`${name}.${String(key)}`, () => Reflect.apply(value, target, args));
      },
    });
  }

  /** Time leaps no more. */
  close(): void {
    this.#isClosed = true;
  }

  #call(name: string, act: () => unknown): unknown {
    if (changing.has(name) && this.#onEffect !== null) return this.#counted(this.#inTurn(name, act));
    const result = act();
    return result instanceof Promise ? this.#counted(result.then((found) => this.#part(name, found))) : result;
  }

  async #inTurn(name: string, act: () => unknown): Promise<unknown> {
    const before = this.#turn;
    let done: () => void = () => undefined;
    this.#turn = new Promise((resolve) => { done = resolve; });
    await before;
    try {
      return this.#part(name, await act());
    } finally {
      this.#onEffect?.(name);
      done();
    }
  }

  /** What a call hands out has effects of its own. */
  #part(name: string, found: unknown): unknown {
    if (name === 'checkouts.checkout' && typeof found === 'object' && found !== null) return this.watched('checkout', found);
    if (name === 'boxes.place' && typeof found === 'object' && found !== null) return this.watched('place', found);
    return found;
  }

  async #counted(work: Promise<unknown>): Promise<unknown> {
    this.#underWay += 1;
    try {
      return await work;
    } finally {
      this.#underWay -= 1;
      this.#leapWhenIdle();
    }
  }

  /** Two turns of the loop: what follows from the last effect has begun by then. */
  #leapWhenIdle(): void {
    setImmediate(() => setImmediate(() => {
      const next = this.clock.nextAlarmAt();
      if (this.#underWay > 0 || this.#isClosed || next === null) return;
      this.clock.advanceTo(next);
      this.#leapWhenIdle();
    }));
  }
}
