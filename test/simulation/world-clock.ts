/** The time of a world, and fresh names in it. */

import type { Command } from '../../src/kernel/command.ts';
import type { Saying } from './act.ts';

export class WorldClock {
  now = 1_000_000;
  #count = 0;

  stamp(saying: Saying): Command {
    return { ...saying, id: this.name('c'), at: this.now };
  }

  name(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#count}`;
  }
}
