/** What one command costs, decide and evolve together, and whether that grows with the graph. */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ManyTasks } from './kernel-world.ts';
import { medians } from './journal-rounds.ts';
import type { Row } from './row.ts';

const sizes = [10, 1_000, 10_000, 100_000] as const;
/** So many that the collector is at work in every round. */
const perRound = 4_000;
const rounds = 31;

export async function rows(): Promise<readonly Row[]> {
  const worlds = sizes.map((size) => new World(size));
  collectGarbage();
  const found = await medians(rounds, worlds.map((world) => ({ round: () => Promise.resolve(world.round()) })));
  const small = found[1] ?? Number.NaN;
  return sizes.map((size, index): Row => {
    const median = found[index] ?? Number.NaN;
    const row = { id: `kernel-command-${size}`, what: `one command at ${size.toLocaleString('en')} tasks`, median, unit: 'µs' };
    if (size !== 100_000) return { ...row, bar: '-', holds: true };
    const ratio = median / small;
    return { ...row, against: small, ratio, bar: 'ratio <= 1.5, < 20', holds: ratio <= 1.5 && median < 20 };
  });
}

/** What seeding has left over is not for the commands to pay. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
}

/** A seeded run; small ones begin anew when they are over. */
class World {
  readonly #size: number;
  #run: ManyTasks;

  constructor(size: number) {
    this.#size = size;
    this.#run = this.#seeded();
  }

  #seeded(): ManyTasks {
    const run = new ManyTasks(this.#size);
    run.seed();
    return run;
  }

  /** Microseconds a command, on average over a round. */
  round(): number {
    let spent = 0;
    let commands = 0;
    while (commands < perRound) {
      if (this.#run.over) this.#run = this.#seeded();
      const before = { spent: this.#run.spent, commands: this.#run.commands };
      while (!this.#run.over && commands + this.#run.commands - before.commands < perRound) this.#run.step();
      spent += this.#run.spent - before.spent;
      commands += this.#run.commands - before.commands;
    }
    return (spent * 1_000) / commands;
  }
}
