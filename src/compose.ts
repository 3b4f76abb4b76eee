/**
 * The only place that chooses adapters: what the command line gets to work with.
 *
 * It knows no terminal and no home directory: its caller says where the state directory is. What
 * only one verb needs is loaded when it is asked for, so that the others start fast.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isRefusal, type Refusal } from './kernel/refusal.ts';
import { brain } from './kernel/brain.ts';
import type { Command } from './kernel/command.ts';
import type { Event } from './kernel/event.ts';
import type { Plan } from './compose/plan-file.ts';
import type { Prepared } from './compose/rehearsal.ts';
import { stateSchema } from './kernel/snapshot.ts';
import { stateTables } from './kernel/state-tables.ts';
import { singletons, type State } from './kernel/state.ts';
import { stateHash } from './kernel/state-hash.ts';
import { HostError } from './host/host-error.ts';
import { checkAnchor } from './host/load-run.ts';
import { LocalRunHost } from './host/local-run-host.ts';
import { type Placed, readEvents } from './host/read-events.ts';
import { randomIds } from './host/random-ids.ts';
import { systemClock } from './host/system-clock.ts';
import { type Finding, verifyRun } from './host/verify-run.ts';
import { type Local, openLocal } from './journal/open-local.ts';
import { stateDirectory } from './journal/state-directory.ts';
import { BlobDamaged } from './ports/blobs.ts';
import { JournalError } from './ports/journal-error.ts';
import { RepoError } from './ports/repo.ts';
import { SandboxError } from './ports/sandbox.ts';

export { isRefusal as isRefused, stateDirectory };

/** What went wrong in words for a person, if it is something that happens; `null`: a bug. */
export function expectedMessage(error: unknown): string | null {
  const isExpected = error instanceof JournalError || error instanceof HostError || error instanceof BlobDamaged
    || error instanceof SandboxError || error instanceof RepoError;
  return isExpected ? error.message : null;
}

type Unsent<C> = C extends Command ? Omit<C, 'id' | 'at'> : never;
/** A command by a person, before it has its id and its time. */
export type PersonCommand = Unsent<Extract<Command, { readonly person: string }>>;

/** A state as it was at a position, to be read at once: what is read must not be kept. */
export interface At {
  readonly state: State;
  readonly position: number;
  readonly hash: string;
}

export interface Replaying {
  /** The last position; otherwise the end. */
  readonly to?: number;
  /** Given each event before it is evolved. */
  readonly onEvent?: (event: Event) => void;
}

export interface Verified {
  readonly run: string;
  readonly events: number;
  readonly findings: readonly Finding[];
}

export interface RehearsalOptions {
  readonly plan: Plan;
  /** The name of its file. */
  readonly file: string;
  /** The course of `npm start`; otherwise everything goes well. */
  readonly isFeature: boolean;
  /** With it the run is the same every time, its clock and its id as well. */
  readonly seed: number | null;
  /** The program's own version. */
  readonly kernel: string;
  readonly onStart: (run: string) => void;
  readonly onEvents: (events: readonly Event[]) => void;
  readonly onAnswerRefused: (question: string, refusal: Refusal) => void;
  readonly isInterrupted: () => boolean;
}

export interface Rehearsed {
  readonly run: string;
  readonly status: State['run']['status'];
}

/** The machine's journal, or `null` where there is none yet. Throws `JournalError`. */
export function openExisting(directory: string): Espalier | null {
  const parts = ['journal.db', 'anchors'];
  return parts.some((name) => existsSync(join(directory, name))) ? new Espalier(directory) : null;
}

/** The machine's journal; begins one where there is none. Throws `JournalError`. */
export function openOrMake(directory: string): Espalier {
  return new Espalier(directory);
}

export class Espalier {
  readonly directory: string;
  readonly #local: Local;
  #reader: LocalRunHost<State, Command, Event> | null = null;

  constructor(directory: string) {
    this.directory = directory;
    this.#local = openLocal(directory);
  }

  /** Every run that the journal has, and every one that it once had, as an anchor shows. */
  async runs(): Promise<readonly string[]> {
    const [journaled, anchored] = [await this.#local.journal.runs(), await this.#local.anchor.runs()];
    return [...new Set([...journaled, ...anchored])].toSorted();
  }

  /** The run as its host has it: from a snapshot, where there is one. */
  async look<T>(run: string, read: (at: At) => T): Promise<T> {
    this.#reader ??= this.#host(() => undefined);
    return this.#reader.look(run, (state, { position }) => read({ state, position, hash: stateHash(state) }));
  }

  /** The run as its events alone make it: no snapshot, no anchor (R5). */
  async replay<T>(run: string, read: (at: At) => T, { to = Infinity, onEvent }: Replaying = {}): Promise<T> {
    let state = brain.initialState();
    let last = 0;
    for await (const { position, event } of this.events(run)) {
      if (position > to) break;
      onEvent?.(event);
      state = brain.evolve(state, event);
      last = position;
    }
    return read({ state, position: last, hash: stateHash(state) });
  }

  /** What its anchor has against the run's journal, in words for a person; `null`: nothing. */
  async trouble(run: string): Promise<string | null> {
    try {
      await checkAnchor(run, this.#local);
      return null;
    } catch (error) {
      const message = expectedMessage(error);
      if (message === null) throw error;
      return message;
    }
  }

  /** How many events the run has. */
  async length(run: string): Promise<number> {
    return (await this.#local.journal.head(run)).position;
  }

  /** The events from a position on, in order. */
  events(run: string, from = 1): AsyncGenerator<Placed<Event>> {
    return readEvents(run, { brain, journal: this.#local.journal, from });
  }

  /** Yields when the run may have grown, by whomever: a hint. Ends when the journal is closed. */
  wakes(run: string): AsyncIterable<void> {
    return this.#local.journal.wake(run);
  }

  /** What is kept under a digest; `null`: nothing. */
  blob(digest: string): Promise<Uint8Array | null> {
    return this.#local.blobs.get(digest);
  }

  async verify(run: string): Promise<Verified> {
    const { journal, blobs, anchor } = this.#local;
    const findings = await verifyRun(run, { journal, blobs, anchor, brain });
    // What cannot be counted is among the findings.
    const events = await this.length(run).catch(() => 0);
    return { run, events, findings };
  }

  /** A refusal by the brain is thrown: a plan that was checked is not refused. */
  async rehearse(options: RehearsalOptions): Promise<Rehearsed> {
    const { rehearsalOf } = await import('./compose/rehearsal.ts');
    const { blobs } = this.#local;
    const taken = new Set(await this.runs());
    for (;;) {
      const rehearsal = await rehearsalOf(options, { blobs, isTaken: (run) => taken.has(run) });
      const { run } = rehearsal;
      const ending = await this.#rehearse(rehearsal, options);
      if (typeof ending !== 'object') return { run, status: ending };
      // Another process was faster to take this name; each that is taken is one less, and they end.
      if (ending.refused !== 'started' || taken.has(run)) throw refusedStart(ending);
      taken.add(run);
    }
  }

  async #rehearse({ run, facts, parts, clock, rehearse }: Prepared, options: RehearsalOptions): Promise<State['run']['status'] | Refusal> {
    const { onStart, onAnswerRefused, isInterrupted, kernel } = options;
    const troubles: unknown[] = [];
    // Commands carry the rehearsal's time; the host waits for other processes, by the machine's clock.
    const host = this.#host((error) => troubles.push(error));
    let hasStarted = false;
    const onEvents = (events: readonly Event[]): void => {
      if (!hasStarted) onStart(run);
      hasStarted = true;
      options.onEvents(events);
    };
    const told = { nextDueAt: brain.nextDueAt, onEvents, onAnswerRefused, isInterrupted };
    const ending = await rehearse(run, { ...facts, kernel }, { ...parts, ...told, host, blobs: this.#local.blobs, clock })
      .finally(() => host.close());
    if (troubles.length > 0) throw troubles[0];
    return ending;
  }

  /** What a person says to a run: durable, when it resolves, unless it was refused. */
  async tell(run: string, told: PersonCommand): Promise<readonly Event[] | Refusal> {
    this.#reader ??= this.#host(() => undefined);
    return this.#reader.exec(run, { ...told, id: randomIds.next(), at: systemClock.now() });
  }

  async close(): Promise<void> {
    await this.#reader?.close();
    await this.#local.journal.close();
  }

  #host(onTrouble: (error: unknown) => void): LocalRunHost<State, Command, Event> {
    const parts = { ...this.#local, brain, clock: systemClock, ids: randomIds };
    return new LocalRunHost(parts, { timers: false, jitter: Math.random, onTrouble });
  }
}

/** The whole state as plain data: rows by table, in the order of their keys. */
export function stateData(state: State): unknown {
  const hashed = stateTables(state).filter(([name]) => !name.startsWith('chain') && !name.startsWith('claim'));
  return {
    schema: stateSchema,
    ...Object.fromEntries(singletons.map((name) => [name, state[name]])),
    ...Object.fromEntries(hashed.map(([name, table]) => [name, Object.fromEntries([...table.entries()].sort(byKey))])),
  };
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function refusedStart({ message, rules }: Refusal): Error {
  return new Error(`The brain refused to start: ${message} (${rules.join(', ')})`);
}
