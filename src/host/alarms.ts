/**
 * Ticks: a state says when it wants one next, and its host gives it at that time (R5).
 *
 * One alarm a run. It outlives the state in memory, so that a run that was put away is loaded
 * again when its time has come.
 */

import type { Clock } from '../ports/clock.ts';
import type { Limits } from '../ports/limits.ts';

interface Alarm {
  readonly when: number;
  readonly cancel: () => void;
}

export interface AlarmsOptions {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly tick: (run: string) => void;
}

export class Alarms {
  readonly #options: AlarmsOptions;
  readonly #alarms = new Map<string, Alarm>();
  /** When each run last had a tick, so that a state that is never content cannot spin. */
  readonly #ticked = new Map<string, number>();
  #closed = false;

  constructor(options: AlarmsOptions) {
    this.#options = options;
  }

  set(run: string, due: number | null): void {
    const { clock, limits, tick } = this.#options;
    const ticked = this.#ticked.get(run);
    const when = due === null || ticked === undefined ? due : Math.max(due, ticked + limits.tickEveryMs);
    const before = this.#alarms.get(run);
    if (this.#closed || before?.when === when) return;
    before?.cancel();
    this.#alarms.delete(run);
    if (when === null) return;
    const cancel = clock.at(when, () => {
      this.#alarms.delete(run);
      this.#ticked.set(run, clock.now());
      tick(run);
    });
    this.#alarms.set(run, { when, cancel });
  }

  close(): void {
    this.#closed = true;
    for (const alarm of this.#alarms.values()) alarm.cancel();
    this.#alarms.clear();
  }
}
