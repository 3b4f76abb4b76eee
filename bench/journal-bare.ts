/** What the journal is held against: a loop over the same library, settings, table and bytes, and nothing else. */

import { DatabaseSync } from 'node:sqlite';

export const eventBytes: Uint8Array = Buffer.from(JSON.stringify({
  type: 'LeaseGranted', at: 1_700_000_000_000, order: 'o-123456', epoch: 3, hand: 'hand-7', deadline: 1_700_000_060_000,
  allowance: { usdMicros: 250_000, tokens: 120_000 }, padding: 'x'.repeat(40),
}));

export class BareLoop {
  readonly #db: DatabaseSync;
  #position = 0;

  constructor(file: string) {
    this.#db = new DatabaseSync(file);
    this.#db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE events (
      run TEXT NOT NULL, position INTEGER NOT NULL, schema INTEGER NOT NULL, bytes BLOB NOT NULL, chain BLOB NOT NULL,
      PRIMARY KEY (run, position)) STRICT, WITHOUT ROWID`);
  }

  /** One transaction, and one sync, an event. */
  append(times: number): void {
    const insert = this.#db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?)');
    const chain = Buffer.alloc(32, 7);
    for (let i = 0; i < times; i += 1) {
      this.#position += 1;
      this.#db.exec('BEGIN IMMEDIATE');
      insert.run('r', this.#position, 1, eventBytes, chain);
      this.#db.exec('COMMIT');
    }
  }

  close(): void {
    this.#db.close();
  }
}
