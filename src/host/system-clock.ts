/** The machine's clock. */

import type { Clock } from '../ports/clock.ts';

/** The longest time that a timer of Node can wait. */
const longestMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),

  at(when: number, wake: () => void): () => void {
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      timer = setTimeout(check, Math.min(Math.max(when - Date.now(), 0), longestMs));
    };
    // A timer may come early, and a clock may have been set back.
    const check = (): void => {
      if (Date.now() < when) arm();
      else wake();
    };
    arm();
    return () => clearTimeout(timer);
  },
};
