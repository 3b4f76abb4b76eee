/**
 * The journal in memory: for tests, and for the simulation, which has its faults played here.
 *
 * It has no randomness and no timers of its own: a fault plan, given by the caller, says what goes
 * wrong with each call, and `crash` says what was left of writes that were never synced.
 */

import { AppendUnknown } from '../ports/append-unknown.ts';
import { genesis } from '../ports/hash-chain.ts';
import { JournalError } from '../ports/journal-error.ts';
import type { Journal, NewEvent, Page, StoredEvent } from '../ports/journal.ts';
import { sameVersion, type Version } from '../ports/version.ts';
import { checkEvents, linkEvents, versionAfter } from './link-events.ts';
import { type Fate, MemoryDisk } from './memory-disk.ts';
import { checkRunId } from './run-id.ts';
import { Waker } from './waker.ts';

/**
 * What goes wrong with a call.
 * - `fail`: nothing is done, and the caller knows.
 * - `conflict`: nothing is appended, as if another writer had been first.
 * - `applied`, `dropped`: the outcome is unknown; the events are there, or not.
 * - `unsynced`: the outcome is unknown; `crash` decides it, and the next append ends it as lost.
 * Reads know `fail` only.
 */
export type Fault = 'fail' | 'conflict' | 'applied' | 'dropped' | 'unsynced';

export interface Call {
  readonly what: 'append' | 'read' | 'head';
  readonly run: string;
  /** How many events the append carries; 0 for a reading call. */
  readonly events: number;
  /** The how-manieth call of this journal this is, from 1. */
  readonly count: number;
}

export type FaultPlan = (call: Call) => Fault | null;

export class MemoryJournal implements Journal {
  readonly #disk = new MemoryDisk();
  readonly #waker = new Waker();
  readonly #plan: FaultPlan;
  #calls = 0;
  #closed = false;

  constructor(plan: FaultPlan = () => null) {
    this.#plan = plan;
  }

  async append(run: string, version: Version, events: readonly NewEvent[]): Promise<Version | null> {
    this.#check(run);
    checkEvents(events);
    const fault = this.#fault({ what: 'append', run, events: events.length });
    if (fault === 'conflict' || !sameVersion(version, this.#head(run))) return null;
    const linked = linkEvents(run, version, events.map(copyOf));
    if (fault === 'unsynced') this.#disk.writeUnsynced(run, linked);
    if (fault === null || fault === 'applied') {
      this.#disk.sync(run, linked);
      this.#waker.announce(run);
    }
    if (fault !== null) throw new AppendUnknown(`The fault plan made the outcome of an append to ${run} unknown.`);
    return versionAfter(linked);
  }

  async read(run: string, page: Page): Promise<readonly StoredEvent[]> {
    this.#check(run);
    this.#fault({ what: 'read', run, events: 0 });
    return this.#disk.page(run, page.after, page.limit).map((event) => ({ ...event, ...copyOf(event) }));
  }

  async head(run: string): Promise<Version> {
    this.#check(run);
    this.#fault({ what: 'head', run, events: 0 });
    return this.#head(run);
  }

  async runs(): Promise<readonly string[]> {
    this.#checkOpen();
    return this.#disk.runs();
  }

  wake(run: string): AsyncIterable<void> {
    return this.#waker.listen(run);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#waker.close();
  }

  /** The machine stops and starts again. Calls that were not answered never are. */
  crash(fateOf: (run: string) => Fate): void {
    this.#disk.crash(fateOf);
  }

  #head(run: string): Version {
    const last = this.#disk.last(run);
    return last === undefined ? genesis(run) : { position: last.position, chain: last.chain };
  }

  #fault(call: Omit<Call, 'count'>): Fault | null {
    this.#calls += 1;
    const fault = this.#plan({ ...call, count: this.#calls });
    if (fault === 'fail') throw new JournalError('io', `The fault plan failed ${call.what} of ${call.run}.`);
    return fault;
  }

  #check(run: string): void {
    this.#checkOpen();
    checkRunId(run);
  }

  #checkOpen(): void {
    if (this.#closed) throw new JournalError('closed', 'Cannot use the journal: it is closed.');
  }
}

function copyOf(event: NewEvent): NewEvent {
  return { schema: event.schema, bytes: event.bytes.slice() };
}
