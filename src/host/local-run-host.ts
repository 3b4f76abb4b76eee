/**
 * The host of one machine: feeds the brain from a journal, one lane a run, with group commit.
 *
 * It performs nothing and knows nothing of what commands mean. With `timers` it also gives the
 * ticks that states ask for, follows what other processes append, and tells the brain once for
 * each run that its host was away (L3); a server wants that, a command of the CLI does not.
 */

import type { Refusal } from '../kernel/refusal.ts';
import type { Anchor } from '../ports/anchor.ts';
import type { Brain } from '../ports/brain.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Journal } from '../ports/journal.ts';
import { type Limits, limits as allLimits } from '../ports/limits.ts';
import type { Owners } from '../ports/owners.ts';
import type { RunHost } from '../ports/run-host.ts';
import type { Snapshots } from '../ports/snapshots.ts';
import type { Version } from '../ports/version.ts';
import { Alarms } from './alarms.ts';
import { HostError } from './host-error.ts';
import { Keeper } from './keeper.ts';
import { Lane } from './lane.ts';
import { loadRun } from './load-run.ts';
import { Ownership } from './ownership.ts';

export interface HostParts<S, C, E> {
  readonly brain: Brain<S, C, E>;
  readonly journal: Journal;
  readonly snapshots: Snapshots;
  readonly anchor: Anchor;
  readonly owners: Owners;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface HostOptions {
  readonly timers: boolean;
  /** From 0 up to 1, at random: spreads the pauses of hosts that want the same run. */
  readonly jitter: () => number;
  /** Told of failures that no caller waits for: of anchors, snapshots, ticks. */
  readonly onTrouble: (error: unknown, run: string) => void;
  readonly limits?: Partial<Limits>;
}

export class LocalRunHost<S, C, E> implements RunHost<S, C, E> {
  readonly #parts: HostParts<S, C, E>;
  readonly #options: HostOptions;
  readonly #limits: Limits;
  readonly #host: string;
  readonly #alarms: Alarms;
  /** The one that was used last is the last. */
  readonly #lanes = new Map<string, Lane<S, C, E>>();
  /** What followed runs are woken by, with `timers`; each run is in it once it was touched. */
  readonly #followed = new Map<string, AsyncIterator<void>>();
  readonly #finishing = new Set<Promise<void>>();
  #closed = false;

  constructor(parts: HostParts<S, C, E>, options: HostOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#limits = { ...allLimits, ...options.limits };
    this.#host = parts.ids.next();
    this.#alarms = new Alarms({ clock: parts.clock, limits: this.#limits, tick: (run) => this.#tick(run) });
  }

  async exec(run: string, command: C): Promise<readonly E[] | Refusal> {
    return this.#lane(run).exec(command);
  }

  async look<T>(run: string, read: (state: S, version: Version) => T): Promise<T> {
    return this.#lane(run).look(read);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#alarms.close();
    for (const wakes of this.#followed.values()) await wakes.return?.();
    await Promise.all([...this.#lanes.values()].map((lane) => lane.finish()));
    await Promise.all(this.#finishing);
  }

  #lane(run: string): Lane<S, C, E> {
    if (this.#closed) throw new HostError('closed', `Cannot use run ${run}: the host is closed.`);
    const known = this.#lanes.get(run);
    const lane = known ?? this.#newLane(run);
    this.#lanes.delete(run);
    this.#lanes.set(run, lane);
    if (known === undefined) {
      this.#putAway(lane);
      if (this.#options.timers && !this.#followed.has(run)) this.#follow(run, lane);
    }
    return lane;
  }

  #newLane(run: string): Lane<S, C, E> {
    const { brain, journal, owners, clock } = this.#parts;
    const { jitter, onTrouble } = this.#options;
    const limits = this.#limits;
    return new Lane(run, {
      brain,
      journal,
      limits,
      onTrouble,
      load: () => loadRun(run, this.#parts),
      keeper: new Keeper(run, { ...this.#parts, limits, onTrouble }),
      ownership: new Ownership(run, { owners, clock, host: this.#host, jitter, limits }),
      onState: (state) => {
        if (this.#options.timers) this.#alarms.set(run, brain.nextDueAt(state));
      },
    });
  }

  /** Keeps the states in memory bounded; a lane that works is never put away. */
  #putAway(newest: Lane<S, C, E>): void {
    for (const lane of this.#lanes.values()) {
      if (this.#lanes.size <= this.#limits.loadedRuns) return;
      if (!lane.isIdle || lane === newest) continue;
      this.#lanes.delete(lane.run);
      const finishing = lane.finish().then(() => {
        this.#finishing.delete(finishing);
      });
      this.#finishing.add(finishing);
    }
  }

  #follow(run: string, lane: Lane<S, C, E>): void {
    const { brain, journal, clock, ids } = this.#parts;
    const wakes = journal.wake(run)[Symbol.asyncIterator]();
    this.#followed.set(run, wakes);
    this.#unwatched(run, lane.exec(brain.hostStarted(ids.next(), clock.now())));
    this.#unwatched(run, this.#refresh(run, wakes));
  }

  /** Looks again whenever the journal may have grown, so that alarms and readers are up to date. */
  async #refresh(run: string, wakes: AsyncIterator<void>): Promise<void> {
    while (!((await wakes.next()).done ?? false)) {
      if (this.#closed) return;
      const lane = this.#lane(run);
      if (lane.isIdle) this.#unwatched(run, lane.look(() => undefined));
    }
  }

  #tick(run: string): void {
    const { brain, ids, clock } = this.#parts;
    const ticked = this.exec(run, brain.tick(ids.next(), clock.now())).catch((error: unknown) => {
      this.#alarms.set(run, clock.now() + this.#limits.backoffMaxMs);
      throw error;
    });
    this.#unwatched(run, ticked);
  }

  #unwatched(run: string, work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      if (!this.#closed) this.#options.onTrouble(error, run);
    });
  }
}
