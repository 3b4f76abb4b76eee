/**
 * The port of the journal: the append-only event log of each run, and the only truth.
 *
 * A journal knows bytes, positions and chains, nothing of what the events say. Each run has a
 * sequence of its own; the first append begins it.
 */

import type { Version } from './version.ts';

/** An event as the host hands it over: JSON text in UTF-8, and the schema that it is written in. */
export interface NewEvent {
  /** From 1 to 2³² − 1. */
  readonly schema: number;
  readonly bytes: Uint8Array;
}

export interface StoredEvent extends NewEvent {
  readonly position: number;
  /** The chain's head after this event, as stored: `nextChain` says what it must be. */
  readonly chain: string;
}

export interface Page {
  /** The last position that the caller has; 0 for none. */
  readonly after: number;
  /** The most events to return. */
  readonly limit: number;
}

export interface Journal {
  /**
   * Appends `events` after `version` and returns the new version, or `null` when the run's version
   * is another: a conflict. The list MUST NOT be empty.
   *
   * MUST be atomic: all events or none, whatever is killed when. MUST be durable when the promise
   * resolves: a power cut takes nothing back. MUST throw `AppendUnknown` where it cannot tell
   * whether the events were appended or still may be; every other error (`JournalError`) MUST mean
   * that nothing was appended. MUST chain each event to the one before it (`nextChain`).
   */
  append(run: string, version: Version, events: readonly NewEvent[]): Promise<Version | null>;

  /**
   * The events after a position, in order. MUST return `limit` of them if there are as many, and
   * MUST NOT return one that a crash could still take back. MUST NOT repair or hide what is damaged.
   */
  read(run: string, page: Page): Promise<readonly StoredEvent[]>;

  /** The run's version; `genesis(run)` when it has no event. MUST see every append that resolved. */
  head(run: string): Promise<Version>;

  /** The ids of all runs that have an event, in the order of their code units. */
  runs(): Promise<readonly string[]>;

  /**
   * Yields some time after the run's journal may have grown, by this process or another: a hint.
   * MUST yield after each append eventually (one for many is fine); MAY yield for nothing. MUST end
   * when the consumer returns or the journal is closed.
   */
  wake(run: string): AsyncIterable<void>;

  /** Finishes what was begun and lets go of everything. Later calls are refused (`closed`). */
  close(): Promise<void>;
}
