/**
 * What is told of a box beside its streams: its first process, that it has begun, and what its control group counted.
 *
 * The group is the engine's and goes with the box, so it is read while the box lives: now and then, and once more when
 * the command has ended and the shell waits to be let go.
 */

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { placesOfProcess } from '../machine/cgroup-places.ts';
import { type Counters, countersOf } from '../machine/control-group.ts';
import { isFirstOfItsOwn } from '../machine/processes.ts';
import type { Teller } from '../order/watch-box.ts';
import type { BoxLine } from './box-line.ts';
import { ask, type Engine } from './engine.ts';

const lookEveryMs = 5;

interface Telling {
  readonly child: ChildProcess;
  readonly line: BoxLine;
  readonly engine: Engine;
  readonly pidFile: string;
  readonly name: string;
}

export class BoxTeller implements Teller {
  readonly ended: Promise<unknown>;
  readonly #telling: Telling;
  #initial = 0;
  #counters: Counters | null = null;
  #oomKills = 0;
  #cpuMs = 0;
  #throttled = 0;
  #isReleased = false;

  constructor(telling: Telling) {
    this.#telling = telling;
    // What was written is told. The line may be held open by the engine until the box is removed.
    this.ended = Promise.all([telling.child.stdout, telling.child.stderr].map((stream) => (stream === null ? undefined : once(stream, 'close'))));
    const clock = setInterval(() => this.#letGo(), lookEveryMs);
    telling.child.on('exit', () => clearInterval(clock));
  }

  get initial(): number {
    if (this.#initial === 0) {
      const pid = Number(read(this.#telling.pidFile) ?? 0);
      // Its number may be another's by now.
      if (pid > 0 && isFirstOfItsOwn(pid)) this.#initial = pid;
    }
    return this.#initial;
  }

  get oomKills(): number {
    return this.#oomKills;
  }

  get cpuMs(): number {
    return this.#cpuMs;
  }

  /** `null`: there is no group. */
  get throttled(): number | null {
    return this.#counters === null ? null : this.#throttled;
  }

  code(chainCode: number | null): number | null {
    return this.#telling.line.hasBegun ? chainCode : null;
  }

  /** Reads what the group has counted until now. */
  async look(): Promise<void> {
    const { engine, line, name } = this.#telling;
    if (engine.kind === 'docker' && this.#initial === 0 && line.hasBegun) {
      this.#initial = Number((await ask(engine, ['inspect', '--format', '{{.State.Pid}}', name])).stdout.trim());
    }
    this.#count();
  }

  #letGo(): void {
    const { line } = this.#telling;
    if (this.#isReleased || !line.hasEnded) return;
    this.#isReleased = true;
    this.#count();
    line.release();
  }

  #count(): void {
    if (!this.#telling.engine.hasGroups) return;
    if (this.#counters === null && this.initial > 0) {
      const places = placesOfProcess(this.initial);
      this.#counters = places === null ? null : countersOf(places);
    }
    // A group that is gone counts nothing: what it counted before is kept.
    this.#oomKills = Math.max(this.#oomKills, this.#counters?.oomKills() ?? 0);
    this.#throttled = Math.max(this.#throttled, this.#counters?.throttled() ?? 0);
    this.#cpuMs = Math.max(this.#cpuMs, this.#counters?.cpuMs() ?? 0);
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null; // not written yet
  }
}
