import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { TemporaryDirectory } from '../../test/contracts/temporary-directory.ts';
import { genesis } from '../ports/hash-chain.ts';
import { JournalError, type JournalErrorCode } from '../ports/journal-error.ts';
import type { NewEvent } from '../ports/journal.ts';
import { checkSqliteVersion, type SqliteOptions } from './open-sqlite.ts';
import { SqliteJournal } from './sqlite-journal.ts';

const event = (bytes: number): NewEvent => ({ schema: 1, bytes: Buffer.alloc(bytes, '7') });

/** That it is this error, and that its message says where and what to do. */
const clear = (code: JournalErrorCode, ...parts: readonly string[]) => (error: unknown): boolean => {
  assert.ok(error instanceof JournalError, String(error));
  assert.equal(error.code, code);
  for (const part of parts) assert.ok(error.message.includes(part), error.message);
  return true;
};

async function inDirectory(body: (file: string, directory: string) => Promise<void>): Promise<void> {
  const directory = new TemporaryDirectory();
  try {
    await body(join(directory.path, 'journal.db'), directory.path);
  } finally {
    directory.remove();
  }
}

describe('sqlite journal: what stands in its way', () => {
  it('an older SQLite', () => {
    for (const old of ['3.51.2', '3.50.9', '2.99.99', undefined]) assert.throws(() => checkSqliteVersion(old), clear('old-sqlite', '3.51.3', 'Update'));
    for (const good of ['3.51.3', '3.52.0', '4.0.0']) checkSqliteVersion(good);
  });

  it('a newer schema: the file stays as it is', () => inDirectory(async (file) => {
    await new SqliteJournal(file).close();
    const db = new DatabaseSync(file);
    db.exec('PRAGMA user_version = 2');
    db.close();
    const before = readFileSync(file);
    assert.throws(() => new SqliteJournal(file), clear('newer-schema', file, 'Update'));
    assert.deepEqual(readFileSync(file), before);
  }));

  it('another database, or no database: the file stays as it is', () => inDirectory(async (file) => {
    writeFileSync(file, 'This is a letter, and no database. '.repeat(20));
    assert.throws(() => new SqliteJournal(file), clear('not-a-journal', file));
    const other = `${file}.other`;
    const db = new DatabaseSync(other);
    db.exec('CREATE TABLE t (a)');
    db.close();
    const before = readFileSync(other);
    assert.throws(() => new SqliteJournal(other), clear('not-a-journal', other));
    assert.deepEqual(readFileSync(other), before);
  }));

  it('a lock that another holds for too long', () => inDirectory(async (file) => {
    const journal = new SqliteJournal(file, { busyTimeoutMs: 1 });
    const holder = new DatabaseSync(file);
    holder.exec('BEGIN IMMEDIATE');
    await assert.rejects(journal.append('r', genesis('r'), [event(1)]), clear('locked', file, 'try again'));
    holder.exec('ROLLBACK');
    assert.equal((await journal.append('r', genesis('r'), [event(1)]))?.position, 1);
    holder.close();
    await journal.close();
  }));

  it('a directory that may not be written', { skip: process.getuid?.() === 0 ? false : 'only root can become somebody else' }, () =>
    inDirectory(async (file, directory) => {
      await new SqliteJournal(file).close();
      process.seteuid?.(65_534);
      try {
        assert.throws(() => new SqliteJournal(file), clear('read-only', directory));
        assert.throws(() => new SqliteJournal(join(directory, 'deeper', 'journal.db')), clear('read-only', directory));
      } finally {
        process.seteuid?.(0);
      }
    }));

  it('a file where a directory should be', () => inDirectory(async (file) => {
    writeFileSync(file, '');
    assert.throws(() => new SqliteJournal(join(file, 'journal.db')), clear('unopenable', file));
  }));
});

describe('sqlite journal: what stands in the way of many', () => {
  it('a lock of another process is waited for once, however many want to append', () => inDirectory(async (file) => {
    const journal = new SqliteJournal(file, { busyTimeoutMs: 1 });
    const holder = new DatabaseSync(file);
    holder.exec('BEGIN IMMEDIATE');
    let begun = 0;
    const { run } = StatementSync.prototype;
    const counted = function counted(this: StatementSync, ...args: readonly unknown[]): unknown {
      begun += this.sourceSQL === 'BEGIN IMMEDIATE' ? 1 : 0;
      return Reflect.apply(run, this, args);
    };
    Object.assign(StatementSync.prototype, { run: counted });
    try {
      const settled = await Promise.allSettled(['a', 'b', 'c'].map((name) => journal.append(name, genesis(name), [event(1)])));
      for (const one of settled) assert.ok(one.status === 'rejected' && clear('locked')(one.reason));
    } finally {
      StatementSync.prototype.run = run;
    }
    assert.equal(begun, 1);
    holder.close();
    await journal.close();
  }));

  it('a look for others that fails: it wakes, and ends nothing', () => inDirectory(async (file) => {
    const journal = new SqliteJournal(file);
    const wakes = journal.wake('r')[Symbol.asyncIterator]();
    const { get } = StatementSync.prototype;
    StatementSync.prototype.get = () => {
      throw new Error('disk I/O error');
    };
    try {
      assert.equal((await wakes.next()).done, false);
    } finally {
      StatementSync.prototype.get = get;
    }
    await journal.close();
  }));
});

describe('sqlite journal: a full disk', () => {
  const small: SqliteOptions = { maxPages: 24 };

  it('keeps nothing of a write that does not fit, and goes on with one that does', () => inDirectory(async (file) => {
    const journal = new SqliteJournal(file, small);
    const version = await journal.append('r', genesis('r'), [event(1_000)]);
    assert.ok(version !== null);
    const many = Array.from({ length: 200 }, () => event(1_000));
    await assert.rejects(journal.append('r', version, many), clear('full', file, 'Free some space'));
    assert.deepEqual(await journal.head('r'), version);
    assert.equal((await journal.read('r', { after: 0, limit: 1_000 })).length, 1);
    assert.equal((await journal.append('r', version, [event(10)]))?.position, 2);
    await journal.close();
    const again = new SqliteJournal(file);
    assert.equal((await again.head('r')).position, 2);
    await again.close();
  }));

  it('does not fail the writes beside it', () => inDirectory(async (file) => {
    const journal = new SqliteJournal(file, small);
    const many = Array.from({ length: 200 }, () => event(1_000));
    const settled = await Promise.allSettled([
      journal.append('a', genesis('a'), [event(10)]),
      journal.append('b', genesis('b'), many),
      journal.append('c', genesis('c'), [event(10)]),
    ]);
    assert.deepEqual(settled.map(({ status }) => status), ['fulfilled', 'rejected', 'fulfilled']);
    assert.deepEqual(await journal.runs(), ['a', 'c']);
    await journal.close();
  }));
});

describe('sqlite journal: the file', () => {
  it('is synced at each commit, in WAL mode, whole after the last close', () => inDirectory(async (file) => {
    const journal = new SqliteJournal(file);
    await journal.append('r', genesis('r'), [event(10)]);
    assert.ok(statSync(`${file}-wal`).size > 0);
    await journal.close();
    assert.throws(() => statSync(`${file}-wal`), /ENOENT/);
    const db = new DatabaseSync(file);
    assert.equal(db.prepare('PRAGMA journal_mode').get()?.['journal_mode'], 'wal');
    db.close();
  }));
});
