/**
 * The machine of a world: one disk, one or two hosts on it with clocks of their own, and what goes
 * wrong with them. The hosts are the real ones; only the disk's faults are played.
 */

import { setImmediate as drained } from 'node:timers/promises';

import type { KernelBrain } from '../../src/kernel/brain.ts';
import type { Command } from '../../src/kernel/command.ts';
import type { Event } from '../../src/kernel/event.ts';
import type { State } from '../../src/kernel/state.ts';
import { CountedIds } from '../../src/host/counted-ids.ts';
import { LocalRunHost } from '../../src/host/local-run-host.ts';
import { ManualClock } from '../../src/host/manual-clock.ts';
import type { Fault } from '../../src/journal/memory-journal.ts';
import { type InMemory, openMemory } from '../../src/journal/open-memory.ts';
import type { Journal } from '../../src/ports/journal.ts';
import type { Limits } from '../../src/ports/limits.ts';
import type { RunHost } from '../../src/ports/run-host.ts';
import { Cable } from './cable.ts';
import type { Choices } from './choices.ts';
import type { HostBug } from './host-bugs.ts';
import { type Counts, count } from './tally.ts';
import type { WorldClock } from './world-clock.ts';
import { withAppend } from './with-append.ts';

export type KernelHost = RunHost<State, Command, Event>;

export interface Box {
  readonly host: KernelHost;
  readonly cable: Cable;
  readonly clock: ManualClock;
  readonly skew: number;
}

export interface MachineParts {
  readonly choices: Choices;
  readonly clock: WorldClock;
  readonly brain: KernelBrain;
  readonly bug: HostBug | null;
  readonly faults: Counts;
  /** Told of every append before it is made. */
  readonly attempted: (after: number, events: Parameters<Journal['append']>[2]) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** What an answer can be: none when the process died. */
export type Reply<T> = { readonly value: T } | { readonly error: unknown } | 'no answer';

export class Machine {
  readonly disk: InMemory;
  readonly boxes: Box[] = [];
  readonly #parts: MachineParts;
  readonly #timers: boolean;
  readonly #limits: Partial<Limits>;
  #rate: number;
  #started = 0;
  #isQuiet = false;
  #forced: Fault | null = null;

  constructor(parts: MachineParts) {
    this.#parts = parts;
    const { choices } = parts;
    this.disk = openMemory(() => this.#fault());
    this.#timers = choices.chance(50);
    this.#rate = choices.pick([0, 1, 3, 10]);
    this.#limits = {
      snapshotMinEvents: choices.pick([2_000, 20, 100]), snapshotMaxEvents: 10_000,
      anchorEveryEvents: choices.pick([64, 1, 8]), anchorAfterMs: 500,
      loadedRuns: 1, appendAttempts: choices.pick([16, 2]), batchCommands: choices.pick([256, 1, 2]),
    };
    const hosts = choices.pick([1, 2]);
    for (let index = 0; index < hosts; index += 1) this.#start();
  }

  get hosts(): readonly KernelHost[] {
    return this.boxes.map(({ host }) => host);
  }

  /** How the world reads: nothing goes wrong. The journal asks for its fault before its first `await`. */
  readonly read: Journal['read'] = (run, page) => {
    this.#isQuiet = true;
    const events = this.disk.journal.read(run, page);
    this.#isQuiet = false;
    return events;
  };

  /** From now on nothing goes wrong with the journal. */
  hush(): void {
    this.#rate = 0;
  }

  /** Lets every host know the world's time, and whatever is due by then happen. */
  async syncClocks(): Promise<void> {
    for (const { clock, skew } of this.boxes) {
      const now = this.#parts.clock.now + skew;
      if (now < clock.now()) clock.step(now);
      else clock.advanceTo(now);
    }
    await drained();
  }

  /** Waits for an answer; where a host waits for time to pass, it passes. */
  async answerOf<T>(box: Box, asked: Promise<T>): Promise<Reply<T>> {
    let reply: Reply<T> | null = null;
    asked.then((value) => { reply = { value }; }, (error: unknown) => { reply = { error }; });
    for (;;) {
      await drained();
      if (reply !== null) return reply;
      if (box.cable.isCut) return 'no answer';
      const alarm = box.clock.nextAlarmAt();
      if (alarm === null) return { error: new Error('a host answers nothing, and waits for nothing') };
      this.#parts.clock.now = Math.max(this.#parts.clock.now, alarm - box.skew);
      await this.syncClocks();
    }
  }

  /** Something happens to the machine. */
  async befall(): Promise<void> {
    const { choices, faults } = this.#parts;
    const box = choices.pick(this.boxes);
    switch (choices.below(6)) {
      case 0: count(faults, 'process killed'); return this.#kill(box);
      case 1: count(faults, 'power lost'); return this.#losePower();
      case 2: case 3:
        count(faults, 'process killed in a call');
        return box.cable.dieAfter(choices.below(4), choices.pick(['nothing', 'effect']));
      case 4: count(faults, 'host closed'); return this.#close(box);
      default:
        count(faults, 'run put away');
        return void await this.answerOf(box, box.host.look('another-run', () => undefined));
    }
  }

  /** Processes that died are started again. Returns how many. */
  restart(): number {
    const dead = this.boxes.filter(({ cable }) => cable.isCut);
    for (const box of dead) {
      this.boxes.splice(this.boxes.indexOf(box), 1);
      this.#start();
    }
    return dead.length;
  }

  #kill(box: Box): void {
    box.cable.cut();
  }

  #losePower(): void {
    for (const { cable } of this.boxes) cable.cut();
    this.disk.journal.crash(() => this.#parts.choices.pick(['lost', 'torn', 'kept']));
  }

  async #close(box: Box): Promise<void> {
    await this.answerOf(box, box.host.close());
    box.cable.cut();
  }

  #start(): void {
    const { brain, clock, choices, bug, onTrouble } = this.#parts;
    this.#started += 1;
    const skew = choices.pick([0, 0, 700, -700]);
    const own = new ManualClock(clock.now + skew);
    const cable = new Cable();
    const lasting = bug?.lasting?.(this.disk, { force: (fault) => { this.#forced = fault; } }) ?? this.disk;
    const host = new LocalRunHost<State, Command, Event>({
      ...this.#recorded(cable.connect(lasting)), brain, clock: own, ids: new CountedIds(`host${this.#started}.`),
    }, { timers: this.#timers, jitter: () => choices.below(10) / 10, onTrouble, limits: this.#limits });
    this.boxes.push({ host: bug?.host?.(host) ?? host, cable, clock: own, skew });
  }

  #recorded<T extends { readonly journal: Journal }>(lasting: T): T {
    const { journal } = lasting;
    return withAppend(lasting, (run, version, events) => {
      this.#parts.attempted(version.position, events);
      return journal.append(run, version, events);
    });
  }

  #fault(): Fault | null {
    if (this.#isQuiet) return null;
    const forced = this.#forced;
    this.#forced = null;
    if (forced !== null) return forced;
    const { choices, faults } = this.#parts;
    if (this.#rate === 0 || !choices.chance(this.#rate)) return null;
    const fault = choices.pick<Fault>(['fail', 'conflict', 'applied', 'dropped', 'unsynced']);
    count(faults, `journal: ${fault}`);
    return fault;
  }
}
