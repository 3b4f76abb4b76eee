/**
 * The journal in SQLite, the default: one file, several processes at once, nothing lost that was
 * acknowledged.
 *
 * Calls to SQLite are synchronous and short; an append waits for the disk as long as a sync takes.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { genesis } from '../ports/hash-chain.ts';
import { JournalError } from '../ports/journal-error.ts';
import type { Journal, NewEvent, Page, StoredEvent } from '../ports/journal.ts';
import { limits } from '../ports/limits.ts';
import type { Owners } from '../ports/owners.ts';
import type { Version } from '../ports/version.ts';
import { checkEvents } from './link-events.ts';
import { openSqlite, type SqliteOptions } from './open-sqlite.ts';
import { checkRunId } from './run-id.ts';
import { SqliteAppends } from './sqlite-appends.ts';
import { journalError } from './sqlite-errors.ts';
import { SqliteOwners } from './sqlite-owners.ts';
import { eventOf, numberOf, textOf, versionOf } from './sqlite-rows.ts';
import { Waker } from './waker.ts';

export class SqliteJournal implements Journal {
  /** Soft ownership, in the same file. */
  readonly owners: Owners;
  readonly #db: DatabaseSync;
  readonly #file: string;
  readonly #appends: SqliteAppends;
  readonly #waker: Waker;
  readonly #head: StatementSync;
  readonly #read: StatementSync;
  readonly #nextRun: StatementSync;
  readonly #dataVersion: StatementSync;
  #poll: NodeJS.Timeout | null = null;
  #seen = 0;

  /** Opens the file, or creates it. Throws `JournalError`. */
  constructor(file: string, options: SqliteOptions = {}) {
    this.#file = file;
    this.#db = openSqlite(file, options);
    try {
      this.#head = this.#db.prepare('SELECT position, chain FROM events WHERE run = ? ORDER BY position DESC LIMIT 1');
      this.#read = this.#db.prepare(
        'SELECT position, schema, bytes, chain FROM events WHERE run = ? AND position > ? ORDER BY position LIMIT ?',
      );
      this.#nextRun = this.#db.prepare('SELECT run FROM events WHERE run > ? ORDER BY run LIMIT 1');
      this.#dataVersion = this.#db.prepare('PRAGMA data_version');
      this.#waker = new Waker({ onListening: (listening) => this.#listen(listening) });
      this.#appends = new SqliteAppends(this.#db, {
        file,
        head: (run) => this.#headOf(run),
        onGrown: (run) => this.#waker.announce(run),
      });
      this.owners = new SqliteOwners(this.#db, file);
    } catch (error) {
      this.#db.close();
      throw journalError(error, file);
    }
  }

  /** Not `async`: that would cost two more promises on the path that is measured. */
  append(run: string, version: Version, events: readonly NewEvent[]): Promise<Version | null> {
    try {
      this.#check(run);
      checkEvents(events);
    } catch (error) {
      return Promise.reject(error);
    }
    return this.#appends.append(run, version, events);
  }

  async read(run: string, page: Page): Promise<readonly StoredEvent[]> {
    this.#check(run);
    const events: StoredEvent[] = [];
    try {
      for (const row of this.#read.iterate(run, page.after, page.limit)) events.push(eventOf(row));
      return events;
    } catch (error) {
      const { code, message } = journalError(error, this.#file);
      throw new JournalError(code, message, { cause: error, position: (events.at(-1)?.position ?? page.after) + 1 });
    }
  }

  async head(run: string): Promise<Version> {
    this.#check(run);
    return this.#guard(() => this.#headOf(run));
  }

  async runs(): Promise<readonly string[]> {
    return this.#guard(() => {
      const runs: string[] = [];
      // One seek a run, whatever the number of events.
      for (let row = this.#nextRun.get(''); row !== undefined; row = this.#nextRun.get(runs.at(-1) ?? '')) {
        runs.push(textOf(row, 'run'));
      }
      return runs.toSorted();
    });
  }

  wake(run: string): AsyncIterable<void> {
    return this.#waker.listen(run);
  }

  async close(): Promise<void> {
    if (!this.#db.isOpen) return;
    this.#appends.flush();
    this.#waker.close();
    this.#db.close();
  }

  #headOf(run: string): Version {
    const row = this.#head.get(run);
    return row === undefined ? genesis(run) : versionOf(row);
  }

  /** Another process's commits show in `data_version` only, which has to be asked for. */
  #listen(listening: boolean): void {
    if (this.#poll !== null) clearInterval(this.#poll);
    this.#poll = null;
    if (!listening) return;
    this.#seen = this.#version();
    this.#poll = setInterval(() => this.#lookForOthers(), limits.wakePollMs);
  }

  #lookForOthers(): void {
    let version: number | null = null;
    try {
      version = this.#version();
    } catch {
      // Nobody catches what a timer throws; whoever is woken reads, and meets the error himself.
    }
    if (version !== null && version === this.#seen) return;
    this.#seen = version ?? this.#seen;
    this.#waker.announceAll();
  }

  #version(): number {
    return this.#guard(() => numberOf(this.#dataVersion.get(), 'data_version'));
  }

  #check(run: string): void {
    if (!this.#db.isOpen) throw new JournalError('closed', `Cannot use ${this.#file}: it is closed.`);
    checkRunId(run);
  }

  #guard<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw journalError(error, this.#file);
    }
  }
}
