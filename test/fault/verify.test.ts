/** `verify` against every damage that rows, blobs and anchors can have. */

import assert from 'node:assert/strict';
import { cp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { verifyRun } from '../../src/host/verify-run.ts';
import { openLocal } from '../../src/journal/open-local.ts';
import { makeSmallJournal, smallEvents, smallRun, tamper } from '../contracts/small-journal.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';
import { toyBrain } from '../contracts/toy-brain.ts';

const good = new TemporaryDirectory();
const bad = new TemporaryDirectory();

/** What is found, as `position kind`. */
async function found(): Promise<readonly string[]> {
  const local = openLocal(bad.path);
  const findings = await verifyRun(smallRun, { ...local, brain: toyBrain });
  await local.journal.close();
  for (const { message } of findings) assert.match(message, /^(Event|Run) .+\.$/);
  return findings.map(({ position, kind }) => `${position} ${kind}`);
}

async function restore(): Promise<void> {
  await rm(bad.path, { recursive: true });
  await cp(good.path, bad.path, { recursive: true });
}

function finds(what: string, damage: () => void | Promise<void>, expected: readonly string[]): void {
  it(what, async () => {
    await restore();
    await damage();
    assert.deepEqual(await found(), expected);
  });
}

const sql = (statement: string) => (): void => tamper(bad.path, statement);
/** Copies the events from `from` on one place further. */
const shift = (from: number): string => `
  UPDATE events SET position = -position - 1 WHERE position >= ${from};
  UPDATE events SET position = -position WHERE position < 0;`;
const dataOf = (position: number): string => `(SELECT run, ${position}, schema, bytes, chain FROM events WHERE position = `;

async function anyFile(folder: string): Promise<string> {
  const names = await readdir(join(bad.path, folder), { recursive: true, withFileTypes: true });
  const file = names.find((name) => name.isFile());
  assert.ok(file !== undefined);
  return join(file.parentPath, file.name);
}

describe('verify', () => {
  before(() => makeSmallJournal(good.path));
  after(() => {
    good.remove();
    bad.remove();
  });

  finds('nothing in a whole journal', () => undefined, []);
  finds('a changed event', sql("UPDATE events SET bytes = CAST(replace(CAST(bytes AS TEXT), 'word 5', 'word X') AS BLOB) WHERE position = 5"), ['5 changed']);
  finds('a changed schema', sql('UPDATE events SET schema = 1 WHERE position = 5'), ['5 changed', '5 unreplayable']);
  finds('a changed chain', sql(`UPDATE events SET chain = zeroblob(32) WHERE position = 5`), ['5 changed']);
  finds('a chain that is none', sql(`UPDATE events SET chain = x'00' WHERE position = 5`), ['5 unreadable']);
  finds('a missing event', sql('DELETE FROM events WHERE position = 5'), ['5 missing']);
  finds('several missing events', sql('DELETE FROM events WHERE position BETWEEN 5 AND 7'), ['5 missing']);
  finds('a missing first event', sql('DELETE FROM events WHERE position = 1'), ['1 missing']);
  finds('a missing event whose place was closed up', sql(`DELETE FROM events WHERE position = 5;
    UPDATE events SET position = position - 1 WHERE position > 5`),
    ['5 changed', '6 moved', '7 moved', '8 cut']);
  finds('a doubled event', sql(`${shift(6)} INSERT INTO events SELECT * FROM ${dataOf(6)}5)`),
    ['6 doubled', '7 moved', '8 moved', '8 forked', '9 moved']);
  finds('a doubled event at the end', sql(`INSERT INTO events SELECT * FROM ${dataOf(9)}8)`), ['9 doubled']);
  finds('an event put in', sql(`INSERT INTO events VALUES ('${smallRun}', 9, 2, x'7b7d', zeroblob(32))`), ['9 changed', '9 unreplayable']);
  finds('reordered events', sql(`UPDATE events SET position = -5 WHERE position = 5;
    UPDATE events SET position = 5 WHERE position = 6; UPDATE events SET position = 6 WHERE position = -5`),
    ['5 moved', '6 moved']);
  finds('an event moved to the end', sql(`UPDATE events SET position = 99 WHERE position = 5;
    UPDATE events SET position = position - 1 WHERE position BETWEEN 6 AND 8; UPDATE events SET position = 8 WHERE position = 99`),
    ['5 moved', '6 moved', '7 moved', '8 moved', '8 forked']);
  finds('an event moved past the end', sql('UPDATE events SET position = 99 WHERE position = 5'), ['5 missing', '9 missing', '99 moved']);
  finds('an event that was changed and moved', sql(`UPDATE events SET position = -5 WHERE position = 5;
    UPDATE events SET position = 5 WHERE position = 6; UPDATE events SET position = 6, bytes = x'7b7d' WHERE position = -5`),
    ['5 changed', '6 changed', '6 unreplayable', '7 changed']);
  finds('events of another run', sql(`UPDATE events SET run = 'other' WHERE position = 5`), ['5 missing']);
  finds('a cut tail', sql('DELETE FROM events WHERE position > 6'), ['7 cut']);
  finds('a run that is gone', sql('DELETE FROM events'), ['1 cut']);
  finds('a missing blob', async () => rm(await anyFile('blobs')), [`${smallEvents} blob-missing`]);
  finds('a changed blob', async () => writeFile(await anyFile('blobs'), 'A blob'), [`${smallEvents} blob-changed`]);
  finds('a damaged anchor', async () => writeFile(await anyFile('anchors'), 'anchor'), ['0 unanchored']);
});
