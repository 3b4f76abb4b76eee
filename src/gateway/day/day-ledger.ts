/**
 * What all runs of this machine used today, in a file that its processes share.
 *
 * 1. What a request may cost is put down before it is asked, and what it did cost afterwards (R4): both are durable, and
 *    however many processes ask at once, what is put down never passes the budget.
 * 2. What was never settled, because its process was killed, counts as the whole of what was put down.
 * 3. A day is one of UTC: the same for every process, whatever its zone. What was put down before midnight stays
 *    with its day.
 *
 * A transaction takes as long as a disk takes to sync, some milliseconds, and nothing else goes on meanwhile: so what is
 * put down is an order's whole allowance, where it has one, and what one request may cost only where it has none.
 */

import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Amount } from '../../kernel/ir.ts';
import { GatewayError } from '../../ports/gateway.ts';
import { limits } from '../../ports/limits.ts';

/** `null`: not limited. */
export interface DayAmount {
  readonly usdMicros: number | null;
  readonly tokens: number | null;
}

export interface DayRequest {
  /** `null`: nobody knows its price. */
  readonly usdMicros: number | null;
  readonly tokens: number;
}

export type DayReservation = { readonly ok: true; readonly id: number } | DayRefusal;

export interface DayRefusal {
  readonly ok: false;
  readonly why: string;
  /** When the next day begins, in milliseconds since 1970; `null`: no day helps. */
  readonly until: number | null;
}

export interface DayLedgerOptions {
  readonly file: string;
  readonly budget: DayAmount;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How long another process's turn is waited for. */
  readonly busyTimeoutMs?: number;
}

const dayMs = 86_400_000;
/** Days that are kept, for who looks back. */
const keptDays = 62;

const tables = `
  CREATE TABLE IF NOT EXISTS days (day INTEGER PRIMARY KEY, usd_micros INTEGER NOT NULL, tokens INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS open (id INTEGER PRIMARY KEY AUTOINCREMENT, day INTEGER NOT NULL, usd_micros INTEGER NOT NULL, tokens INTEGER NOT NULL) STRICT;
`;

export class DayLedger {
  readonly #options: DayLedgerOptions;
  readonly #db: DatabaseSync;

  constructor(options: DayLedgerOptions) {
    this.#options = options;
    this.#db = opened(options);
    this.#whole(() => {
      this.#db.exec(tables);
      const first = this.#today() - keptDays;
      this.#db.prepare('DELETE FROM open WHERE day < ?').run(first);
      this.#db.prepare('DELETE FROM days WHERE day < ?').run(first);
    });
  }

  /** Puts down what a request may cost; refused where the day has less left. Throws `GatewayError` where the file cannot be written. */
  reserve(request: DayRequest): DayReservation {
    const { budget } = this.#options;
    if (request.usdMicros === null && budget.usdMicros !== null) return { ok: false, why: unknownPrice, until: null };
    const most = { usdMicros: request.usdMicros ?? 0, tokens: request.tokens };
    return this.#whole(() => {
      const day = this.#today();
      const used = this.#usedOn(day);
      const why = passed(used, most, budget);
      if (why !== null) return { ok: false, why, until: (day + 1) * dayMs };
      this.#add(day, most);
      const { lastInsertRowid } = this.#db.prepare('INSERT INTO open (day, usd_micros, tokens) VALUES (?, ?, ?)').run(day, most.usdMicros, most.tokens);
      return { ok: true, id: Number(lastInsertRowid) };
    });
  }

  /** What it did cost, once: a second time changes nothing. Money that is not known stays as it was put down. */
  settle(id: number, actual: DayRequest): void {
    this.#whole(() => {
      const row = this.#db.prepare('DELETE FROM open WHERE id = ? RETURNING day, usd_micros, tokens').get(id);
      if (row === undefined) return;
      const [day, usdMicros, tokens] = [Number(row['day']), Number(row['usd_micros']), Number(row['tokens'])];
      this.#add(day, { usdMicros: (actual.usdMicros ?? usdMicros) - usdMicros, tokens: actual.tokens - tokens });
    });
  }

  /** With what is put down and not settled. */
  usedToday(): Amount {
    return this.#usedOn(this.#today());
  }

  close(): void {
    this.#db.close();
  }

  #today(): number {
    return Math.floor(this.#options.now() / dayMs);
  }

  #usedOn(day: number): Amount {
    const row = this.#db.prepare('SELECT usd_micros, tokens FROM days WHERE day = ?').get(day);
    return { usdMicros: Number(row?.['usd_micros'] ?? 0), tokens: Number(row?.['tokens'] ?? 0) };
  }

  #add(day: number, { usdMicros, tokens }: Amount): void {
    this.#db.prepare(`INSERT INTO days (day, usd_micros, tokens) VALUES (?1, ?2, ?3)
      ON CONFLICT (day) DO UPDATE SET usd_micros = usd_micros + ?2, tokens = tokens + ?3`).run(day, usdMicros, tokens);
  }

  /** Nobody else writes meanwhile, and all of it is kept, or nothing. */
  #whole<T>(act: () => T): T {
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      const result = act();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw fault(this.#options.file, error);
    }
  }
}

function opened({ file, busyTimeoutMs = limits.busyTimeoutMs }: DayLedgerOptions): DatabaseSync {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // Nobody else reads what a person spends.
    closeSync(openSync(file, 'a', 0o600));
    const db = new DatabaseSync(file, { timeout: busyTimeoutMs });
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF');
    return db;
  } catch (error) {
    throw fault(file, error);
  }
}

function fault(file: string, error: unknown): GatewayError {
  const said = error instanceof Error ? error.message : String(error);
  return new GatewayError(`Cannot keep the budget of the day in ${file}: ${said}; mend that, or leave \`day\` out of your config.esp`);
}

const unknownPrice = 'nobody knows the price of this model, and the budget of the day is in money; give it in tokens alone, or ask a model with a price';

function passed(used: Amount, most: Amount, budget: DayAmount): string | null {
  if (budget.usdMicros !== null && used.usdMicros + most.usdMicros > budget.usdMicros) return whyPassed(usd(most.usdMicros), usd(Math.max(0, budget.usdMicros - used.usdMicros)), usd(budget.usdMicros));
  if (budget.tokens !== null && used.tokens + most.tokens > budget.tokens) return whyPassed(`${most.tokens} tokens`, `${Math.max(0, budget.tokens - used.tokens)} tokens`, `${budget.tokens}`);
  return null;
}

const whyPassed = (most: string, left: string, of: string): string => (
  `this request may use ${most}, and the budget of the day has ${left} left of ${of}, over all runs of this machine; it begins anew at midnight (UTC), or raise \`day\` in your config.esp`
);

const usd = (micros: number): string => `${(micros / 1e6).toFixed(micros % 10_000 === 0 ? 2 : 6)} USD`;
