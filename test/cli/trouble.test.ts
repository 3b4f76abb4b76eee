/** What the program says when the world is not as it should be: one clear message, and never a stack trace. */

import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, closeSync, cpSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { FileSnapshots } from '../../src/journal/file-snapshots.ts';
import { SqliteJournal } from '../../src/journal/sqlite-journal.ts';
import { freezeState, frozenSchema } from '../../src/kernel/snapshot.ts';
import { initialState } from '../../src/kernel/state.ts';
import { espalier, root, type Run } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'espalier-cli-'));
const good = join(folder, 'good');
const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

before(() => equal(espalier(['start', '--seed', '1'], { state: good }).status, 0));
after(() => rmSync(folder, { recursive: true, force: true }));

let copies = 0;
function copy(): string {
  copies += 1;
  const state = join(folder, `copy-${copies}`);
  cpSync(good, state, { recursive: true });
  return state;
}

function open(state: string, change: (db: DatabaseSync) => void): void {
  const db = new DatabaseSync(join(state, 'espalier/journal.db'));
  change(db);
  db.close();
}

/** It failed as it should: with these words, one status, and no stack trace. */
function fails({ stderr, status }: Run, expected: number, words: RegExp): void {
  match(stderr, words);
  doesNotMatch(stderr, /^\s+at /m);
  equal(status, expected, stderr);
}

test('verify finds a flipped byte, and says at which event', () => {
  const state = copy();
  open(state, (db) => {
    const { bytes } = db.prepare('SELECT bytes FROM events WHERE position = 40').get() ?? {};
    if (!(bytes instanceof Uint8Array)) throw new Error('no event 40');
    const flipped = Uint8Array.from(bytes, (byte, at) => (at === 5 ? byte ^ 1 : byte));
    db.prepare('UPDATE events SET bytes = ? WHERE position = 40').run(flipped);
  });
  const { stdout, status } = espalier(['verify', 'feature'], { state });
  match(stdout, /^feature-20260101-\w+: \d+ findings? in \d+ events\n +40 {2}changed: Event 40 is not what was written there/);
  equal(status, 1);
  fails(espalier(['show', 'feature'], { state }), 1, /^espalier: Event 40 of run .* cannot be read|is missing or not the one that was written/);
  const listed = espalier(['list'], { state });
  fails(listed, 1, /feature-20260101-\w+ cannot be read: /);
});

test('verify finds a blob that is gone, and one that was changed', () => {
  const state = copy();
  const blobs = join(state, 'espalier/blobs');
  const [first = ''] = readdirSync(blobs).toSorted();
  for (const name of readdirSync(join(blobs, first))) writeFileSync(join(blobs, first, name), 'other bytes');
  match(espalier(['verify', '--all'], { state }).stdout, /blob-changed: Event \d+ names blob /);
  rmSync(blobs, { recursive: true });
  const { stdout, status } = espalier(['verify', '--all'], { state });
  match(stdout, /blob-missing: Event 1 names blob [0-9a-f]{64}, which is missing/);
  equal(status, 1);
});

test('a run that is gone from the journal is still found, by its anchor', () => {
  const state = copy();
  rmSync(join(state, 'espalier/journal.db'));
  const { stdout, status } = espalier(['verify', '--all'], { state });
  match(stdout, /cut: Event 1 to \d+ were cut off/);
  equal(status, 1);
});

test('show says what the anchor has against a journal, and shows what is left of it', () => {
  const gone = copy();
  open(gone, (db) => db.exec('DELETE FROM events'));
  for (const args of [['show', 'feature'], ['show', 'feature', '--events', '--json']]) {
    const shown = espalier(args, { state: gone });
    fails(shown, 1, /^espalier: Run feature-\S+ once had \d+ events, as its anchor shows/);
    equal(shown.stdout, '');
  }
  const cut = copy();
  open(cut, (db) => db.exec('DELETE FROM events WHERE position > 100'));
  const shown = espalier(['show', 'feature', '--json'], { state: cut });
  fails(shown, 1, /^espalier: Run feature-\S+ once had \d+ events/);
  equal(JSON.parse(shown.stdout).position, 100);
});

test('a journal that was cut short is said to be so by verify, which does not send the person to itself', () => {
  const state = copy();
  const file = join(state, 'espalier/journal.db');
  truncateSync(file, Math.floor(statSync(file).size / 2));
  for (const verb of ['verify', 'show']) {
    const { stdout, stderr, status } = espalier([verb, 'feature'], { state });
    equal(status, 1, stderr);
    match(`${stdout}${stderr}`, /cut short by something else\. Restore it and the files beside it from a backup/);
    doesNotMatch(`${stdout}${stderr}`, /Run `espalier verify/);
  }
});

test('a damaged anchor hides no other run, and verify finds it', () => {
  const state = copy();
  equal(espalier(['start', '--seed', '2'], { state }).status, 0);
  const anchors = join(state, 'espalier/anchors');
  const [damaged = '', whole = ''] = readdirSync(anchors).toSorted().map((name) => name.replace('.anchor', ''));
  writeFileSync(join(anchors, `${damaged}.anchor`), 'no anchor');
  equal(espalier(['show', whole], { state }).status, 0);
  equal(espalier(['verify', whole], { state }).status, 0);
  fails(espalier(['show', damaged], { state }), 1, /^espalier: The anchor .* is damaged/);
  match(espalier(['verify', damaged], { state }).stdout, /unanchored: Run .* has no anchor that can be read/);
  const listed = espalier(['list', '--json'], { state });
  deepEqual(JSON.parse(listed.stdout).runs.map(({ run }: { run: string }) => run), [whole]);
  equal(listed.status, 1);
});

for (const name of ['anchors', 'blobs', 'snapshots', 'journal.db']) {
  test(`a file where ${name} should be, or a directory, is said in one line`, () => {
    const state = copy();
    const path = join(state, 'espalier', name);
    rmSync(path, { recursive: true, force: true });
    if (name === 'journal.db') mkdirSync(path);
    else writeFileSync(path, '');
    const readers = [['list'], ['show', 'feature'], ['replay', 'feature'], ['verify', '--all']].map((args) => espalier(args, { state }));
    const made = espalier(['start', '--seed', '5'], { state });
    for (const { stderr } of [...readers, made]) doesNotMatch(stderr, /is a bug|^\s+at /m);
    const needed = name === 'anchors' || name === 'journal.db';
    deepEqual(readers.map(({ status }) => status), needed ? [1, 1, 1, 1] : [0, 0, 0, name === 'blobs' ? 1 : 0]);
    // Snapshots are an optimisation: without them everything is as it was.
    if (name === 'snapshots') equal(made.status, 0);
    else fails(made, 1, new RegExp(`espalier: .*/${name}.* cannot be (read|opened|made)`));
  });
}

test('a snapshot that is not what the events make is told, with exit status 6', async () => {
  const state = copy();
  const directory = join(state, 'espalier');
  const journal = new SqliteJournal(join(directory, 'journal.db'));
  const [run = ''] = await journal.runs();
  const version = await journal.head(run);
  await journal.close();
  const wrong = { ...freezeState(initialState()) };
  await new FileSnapshots(join(directory, 'snapshots')).save(run, { version, schema: frozenSchema, data: JSON.stringify(wrong) });
  fails(espalier(['replay', run], { state }), 6, /do not make the state that its host has/);
});

test('a journal of a newer schema is left alone', () => {
  const state = copy();
  open(state, (db) => db.exec('PRAGMA user_version = 99'));
  for (const verb of [['list'], ['show', 'feature'], ['verify', '--all'], ['start', '--seed', '1']]) {
    fails(espalier(verb, { state }), 1, /^espalier: .* was written by a newer Espalier .*nothing was changed\.\n$/);
  }
});

test('a file that is no journal is told to be none', () => {
  const state = join(folder, 'foreign');
  mkdirSync(join(state, 'espalier'), { recursive: true });
  writeFileSync(join(state, 'espalier/journal.db'), 'These are notes, and no database.'.repeat(40));
  fails(espalier(['list'], { state }), 1, /^espalier: .* is not an Espalier journal/);
});

test('a state directory that may not be written', (t) => {
  const state = join(folder, 'read-only');
  mkdirSync(state);
  chmodSync(folder, 0o755);
  chmodSync(state, 0o555);
  // Root may write everywhere, so it becomes somebody else, to whom the checkout may be closed.
  const who = isRoot ? { state, uid: nobody } : { state };
  if (espalier(['--version'], who).status !== 0) {
    t.skip('another user cannot read this checkout');
    return;
  }
  fails(espalier(['start', '--seed', '1'], who), 1, /^espalier: .*read-only for this user|cannot be made/);
  deepEqual(readdirSync(state), []);
});

test('without a home directory, the state directory has to be named', () => {
  fails(espalier(['list'], { state: '', env: { HOME: '' } }), 2, /^espalier: There is no home directory.*Set XDG_STATE_HOME/);
  equal(espalier(['list'], { state: '', env: { HOME: '', XDG_STATE_HOME: good } }).status, 0);
});

test('a reader who goes away is no error', async () => {
  const child = spawn(process.execPath, [join(root, 'bin/espalier.cjs'), 'replay', 'feature', '--json'], { env: { XDG_STATE_HOME: good, HOME: good } });
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString();
  });
  child.stdout.destroy();
  const status = await new Promise((resolve) => {
    child.on('close', resolve);
  });
  doesNotMatch(stderr, /EPIPE|at /);
  equal(status, 0);
});

test('output that cannot be written is a failure, said in one line', { skip: existsSync('/dev/full') ? false : 'this system has no /dev/full' }, () => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'bin/espalier.cjs'), 'list'], {
    env: { XDG_STATE_HOME: good, HOME: good }, encoding: 'utf8', stdio: ['ignore', full, 'pipe'],
  });
  closeSync(full);
  match(stderr, /^espalier: Cannot write the output: ENOSPC/m);
  doesNotMatch(stderr, /^\s+at /m);
  equal(status, 1);
});

test('Ctrl-C leaves a rehearsal in the journal, with exit status 130', async () => {
  const state = join(folder, 'interrupted');
  const child = spawn(process.execPath, [join(root, 'bin/espalier.cjs'), 'start', '--seed', '1'], { env: { XDG_STATE_HOME: state, HOME: state } });
  child.stderr.once('data', () => child.kill('SIGINT'));
  const status = await new Promise((resolve) => {
    child.on('close', resolve);
  });
  equal(status, 130);
  equal(espalier(['verify', '--all'], { state }).status, 0);
});

test('rehearsals that want the same name at once each get one of their own', async () => {
  const state = join(folder, 'together');
  const statuses = await Promise.all(Array.from({ length: 6 }, () => new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'bin/espalier.cjs'), 'start', '--seed', '1'], { env: { XDG_STATE_HOME: state, HOME: state }, stdio: 'ignore' });
    child.on('close', resolve);
  })));
  deepEqual(statuses, [0, 0, 0, 0, 0, 0]);
  equal(JSON.parse(espalier(['list', '--json'], { state }).stdout).runs.length, 6);
  equal(espalier(['verify', '--all'], { state }).status, 0);
});

test('a program that has nothing left to do before its work is over has failed, and says so', () => {
  // Appends wait for a turn that never comes.
  const env = { HOME: folder, XDG_STATE_HOME: join(folder, 'stuck'), NODE_OPTIONS: '--import data:text/javascript,globalThis.setImmediate=()=>0' };
  fails(espalier(['start', '--seed', '1'], { state: folder, env }), 1, /ended before its work was over/);
});

test('a reader makes no journal where there is none', () => {
  const state = join(folder, 'untouched');
  for (const args of [['list'], ['verify', '--all'], ['show', 'x']]) espalier(args, { state });
  deepEqual(readdirSync(folder).includes('untouched'), false);
});

test('JSON is the same with colours forced, and steers no terminal', () => {
  const env = { XDG_STATE_HOME: good, HOME: good };
  const plain = espalier(['show', 'feature', '--json'], { state: good, env });
  const forced = espalier(['show', 'feature', '--json'], { state: good, env: { ...env, FORCE_COLOR: '1' } });
  equal(plain.stdout, forced.stdout);
  equal(forced.stderr.includes('\u001b['), true);
  equal(plain.stdout.includes('\u001b'), false);
  equal(JSON.parse(plain.stdout).run, JSON.parse(espalier(['list', '--json'], { state: good }).stdout).runs[0].run);
  equal(readFileSync(join(root, 'package.json'), 'utf8').includes(JSON.parse(espalier(['--version', '--json'], { state: good }).stdout).version), true);
});
