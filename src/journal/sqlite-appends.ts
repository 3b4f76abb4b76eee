/**
 * Group commit: appends that are asked for at the same time share one transaction and one sync.
 *
 * Each has its own version check, so that one's conflict is not another's. If a transaction of
 * several fails, each is tried alone: a write that does not fit must not fail those beside it. But
 * a lock that another process holds fails them all: each alone would wait as long again.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { AppendUnknown } from '../ports/append-unknown.ts';
import { JournalError } from '../ports/journal-error.ts';
import type { NewEvent } from '../ports/journal.ts';
import { limits } from '../ports/limits.ts';
import { sameVersion, type Version } from '../ports/version.ts';
import { linkEvents, versionAfter } from './link-events.ts';
import { isTaken, isUnknownOutcome, journalError } from './sqlite-errors.ts';

interface Append {
  readonly run: string;
  readonly version: Version;
  readonly events: readonly NewEvent[];
  readonly resolve: (version: Version | null) => void;
  readonly reject: (error: Error) => void;
}

export interface AppendsOptions {
  readonly file: string;
  readonly head: (run: string) => Version;
  /** Called with each run that grew, after the commit. */
  readonly onGrown: (run: string) => void;
}

export class SqliteAppends {
  readonly #db: DatabaseSync;
  readonly #options: AppendsOptions;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #insert: StatementSync;
  /** The last version of each run that this process committed: it needs no look at the head. */
  readonly #committed = new Map<string, Version>();
  #waiting: Append[] = [];

  constructor(db: DatabaseSync, options: AppendsOptions) {
    this.#db = db;
    this.#options = options;
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#insert = db.prepare('INSERT INTO events (run, position, schema, bytes, chain) VALUES (?, ?, ?, ?, ?)');
  }

  append(run: string, version: Version, events: readonly NewEvent[]): Promise<Version | null> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ run, version, events, resolve, reject });
      // After the promises of this turn, so that whoever they woke can join; and once a turn, so
      // that writers in a loop leave timers and files theirs.
      if (this.#waiting.length === 1) setImmediate(() => this.flush());
    });
  }

  /** Commits what waits. Synchronous: nothing of this process comes between its steps. */
  flush(): void {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, limits.coalescedAppends);
      const failure = this.#transact(group);
      if (failure === null) continue;
      const [only] = group;
      if (group.length === 1 || isOfAll(failure)) for (const append of group) append.reject(failure);
      else if (only !== undefined) for (const append of group) this.#alone(append);
    }
  }

  #alone(append: Append): void {
    const failure = this.#transact([append]);
    if (failure !== null) append.reject(failure);
  }

  /** Answers the group if the transaction came through; otherwise says why not. */
  #transact(group: readonly Append[]): Error | null {
    const answers: (Version | null)[] = [];
    try {
      this.#begin.run();
      for (const append of group) answers.push(this.#write(append));
    } catch (error) {
      return this.#rollBack(error);
    }
    try {
      this.#commit.run();
    } catch (error) {
      const failure = this.#rollBack(error);
      if (!isUnknownOutcome(error)) return failure;
      return new AppendUnknown(`${failure.message} Whether the events were kept is not known.`, { cause: error });
    }
    for (const [index, append] of group.entries()) {
      const answer = answers[index] ?? null;
      if (answer !== null) this.#note(append.run, answer);
      append.resolve(answer);
    }
    return null;
  }

  #write({ run, version, events }: Append): Version | null {
    // A run only grows: what was its head once and is not now has a successor, on which the
    // primary key stumbles. Any other version has to be compared.
    const known = this.#committed.get(run);
    const wasHead = known !== undefined && sameVersion(version, known);
    if (!wasHead && !sameVersion(version, this.#options.head(run))) return null;
    const linked = linkEvents(run, version, events);
    for (const { position, schema, bytes, chain } of linked) {
      try {
        this.#insert.run(run, position, schema, bytes, Buffer.from(chain, 'hex'));
      } catch (error) {
        if (position === version.position + 1 && isTaken(error)) return null;
        throw error;
      }
    }
    return versionAfter(linked);
  }

  #note(run: string, version: Version): void {
    this.#committed.delete(run);
    this.#committed.set(run, version);
    const [oldest] = this.#committed.size > limits.loadedRuns ? this.#committed.keys() : [];
    if (oldest !== undefined) this.#committed.delete(oldest);
    this.#options.onGrown(run);
  }

  #rollBack(error: unknown): Error {
    const failure = journalError(error, this.#options.file);
    if (!this.#db.isOpen || !this.#db.isTransaction) return failure;
    try {
      this.#db.exec('ROLLBACK');
    } catch (again) {
      // The next BEGIN fails as well, so that nobody builds on a transaction that nobody ended.
      failure.message += ` It could not be rolled back either: ${String(again)}.`;
    }
    return failure;
  }
}

/** Whether each alone could only fail likewise, or must not be tried again. */
function isOfAll(failure: Error): boolean {
  return failure instanceof AppendUnknown || (failure instanceof JournalError && failure.code === 'locked');
}
