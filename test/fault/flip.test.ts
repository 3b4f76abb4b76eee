/**
 * Every byte of a small journal's file, flipped in turn: `verify` or SQLite finds it, or it is
 * harmless, which means that the very same events are read. Never a crash, never silence.
 */

import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { verifyRun } from '../../src/host/verify-run.ts';
import { MemoryAnchor } from '../../src/journal/memory-anchor.ts';
import { MemoryBlobs } from '../../src/journal/memory-blobs.ts';
import { openLocal } from '../../src/journal/open-local.ts';
import { SqliteJournal } from '../../src/journal/sqlite-journal.ts';
import { JournalError } from '../../src/ports/journal-error.ts';
import type { Journal } from '../../src/ports/journal.ts';
import { makeSmallJournal, smallRun } from '../contracts/small-journal.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';
import { toyBrain } from '../contracts/toy-brain.ts';

type Fate = 'refused' | 'found' | 'harmless';

const good = new TemporaryDirectory();
const bad = new TemporaryDirectory();
const file = join(bad.path, 'journal.db');
/** The good ones, in memory: it is the database that is flipped. */
const anchor = new MemoryAnchor();
const blobs = new MemoryBlobs();

async function textOf(journal: Journal): Promise<string> {
  const events = await journal.read(smallRun, { after: 0, limit: 1_000 });
  return JSON.stringify(events.map(({ position, schema, chain, bytes }) => [position, schema, chain, Buffer.from(bytes).toString('hex')]));
}

async function fateOf(bytes: Uint8Array, whole: string): Promise<Fate> {
  for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true });
  // In place: a file that is emptied first is flushed to the disk by some file systems.
  writeFileSync(file, bytes, { flag: existsSync(file) ? 'r+' : 'w' });
  truncateSync(file, bytes.length);
  let journal: Journal;
  try {
    journal = new SqliteJournal(file, { busyTimeoutMs: 0 });
  } catch (error) {
    assert.ok(error instanceof JournalError, String(error));
    return 'refused';
  }
  try {
    const findings = await verifyRun(smallRun, { journal, anchor, blobs, brain: toyBrain });
    if (findings.length > 0) return 'found';
    assert.equal(await textOf(journal), whole);
    return 'harmless';
  } finally {
    await journal.close();
  }
}

describe('flipped bytes', () => {
  let whole = '';

  before(async () => {
    await makeSmallJournal(good.path);
    const local = openLocal(good.path);
    whole = await textOf(local.journal);
    const anchored = await local.anchor.read(smallRun);
    assert.ok(anchored !== null);
    await anchor.write(smallRun, anchored);
    await blobs.put(Buffer.from('a blob'));
    await local.journal.close();
  });

  after(() => {
    good.remove();
    bad.remove();
  });

  // All bits of a byte, and one of them, which another each time.
  for (const [what, maskOf] of [['all bits', () => 0xff], ['one bit', (at: number) => 1 << at % 8]] as const) {
    it(`each is found or harmless: ${what}`, async (t) => {
      const bytes = readFileSync(join(good.path, 'journal.db'));
      const fates: Record<Fate, number> = { refused: 0, found: 0, harmless: 0 };
      for (const [at, byte] of bytes.entries()) {
        const flipped = Buffer.from(bytes);
        flipped[at] = byte ^ maskOf(at);
        fates[await fateOf(flipped, whole)] += 1;
      }
      t.diagnostic(`${bytes.length} bytes: ${JSON.stringify(fates)}`);
      assert.equal(fates.refused + fates.found + fates.harmless, bytes.length);
      assert.ok(fates.found > 1_000 && fates.refused > 0 && fates.harmless > 0);
    });
  }
});
