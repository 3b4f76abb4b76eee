/** Soft ownership as a row of the journal's database. */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Owner, Owners } from '../ports/owners.ts';
import { journalError } from './sqlite-errors.ts';
import { ownerOf } from './sqlite-rows.ts';

export class SqliteOwners implements Owners {
  readonly #file: string;
  readonly #read: StatementSync;
  readonly #own: StatementSync;
  readonly #disown: StatementSync;

  constructor(db: DatabaseSync, file: string) {
    this.#file = file;
    this.#read = db.prepare('SELECT host, until FROM owners WHERE run = ?');
    this.#own = db.prepare(
      `INSERT INTO owners (run, host, until) VALUES (:run, :host, :until)
       ON CONFLICT (run) DO UPDATE SET host = excluded.host, until = excluded.until
       WHERE owners.host = excluded.host OR owners.until <= :now`,
    );
    this.#disown = db.prepare('DELETE FROM owners WHERE run = ? AND host = ?');
  }

  async ownerOf(run: string): Promise<Owner | null> {
    return this.#guard(() => {
      const row = this.#read.get(run);
      return row === undefined ? null : ownerOf(row);
    });
  }

  async own(run: string, owner: Owner, now: number): Promise<Owner> {
    return this.#guard(() => {
      const { changes } = this.#own.run({ run, ...owner, now });
      if (changes !== 0) return owner;
      const row = this.#read.get(run);
      return row === undefined ? owner : ownerOf(row);
    });
  }

  async disown(run: string, host: string): Promise<void> {
    this.#guard(() => this.#disown.run(run, host));
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw journalError(error, this.#file);
    }
  }
}
