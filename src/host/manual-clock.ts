/** A clock that stands until it is told to go on: for tests and the simulation. */

import type { Clock } from '../ports/clock.ts';

interface Alarm {
  readonly when: number;
  readonly wake: () => void;
}

export class ManualClock implements Clock {
  #now: number;
  /** In the order in which they were asked for; the earliest goes first, ties in this order. */
  readonly #alarms = new Set<Alarm>();

  constructor(now = 0) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  at(when: number, wake: () => void): () => void {
    const alarm = { when, wake };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  /** When the next alarm is due, or `null`. It may be past: alarms go off only in `advanceTo`. */
  nextAlarmAt(): number | null {
    return this.#next()?.when ?? null;
  }

  advance(ms: number): void {
    this.advanceTo(this.#now + ms);
  }

  /**
   * Lets time pass, and each alarm go off at its own time, those that are set meanwhile included.
   * An alarm that is set again and again for the past never lets this end: that is the caller's bug.
   */
  advanceTo(when: number): void {
    for (let next = this.#next(); next !== null && next.when <= when; next = this.#next()) {
      this.#alarms.delete(next);
      this.#now = Math.max(this.#now, next.when);
      next.wake();
    }
    this.#now = Math.max(this.#now, when);
  }

  /** Sets the clock, also backward, as an administrator would. No alarm goes off. */
  step(now: number): void {
    this.#now = now;
  }

  #next(): Alarm | null {
    let next: Alarm | null = null;
    for (const alarm of this.#alarms) {
      if (next === null || alarm.when < next.when) next = alarm;
    }
    return next;
  }
}
