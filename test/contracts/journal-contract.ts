/** What every journal must do, as tests: run on each implementation. */

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { genesis, nextChain } from '../../src/ports/hash-chain.ts';
import { JournalError } from '../../src/ports/journal-error.ts';
import type { Journal, NewEvent } from '../../src/ports/journal.ts';
import type { Version } from '../../src/ports/version.ts';
import { opened } from './opened.ts';

export interface JournalUnderTest {
  readonly journal: Journal;
  /** The same events through another handle, as another process has it. */
  readonly other: Journal;
  readonly dispose: () => Promise<void>;
}

export function journalContract(name: string, open: () => Promise<JournalUnderTest>): void {
  const test = opened(open);
  describe(`journal contract: ${name}`, () => {
    describe('append', () => appends(test));
    describe('read', () => reads(test));
    describe('arguments', () => checks(test));
    describe('wake', () => wakes(test));
  });
}

type Test = (title: string, body: (parts: JournalUnderTest) => Promise<void>) => void;

const all = { after: 0, limit: 1_000 };

function event(text: string, schema = 1): NewEvent {
  return { schema, bytes: Buffer.from(JSON.stringify(text)) };
}

async function grown(journal: Journal, run: string, ...texts: readonly string[]): Promise<Version> {
  const version = await journal.append(run, await journal.head(run), texts.map((text) => event(text)));
  assert.ok(version !== null);
  return version;
}

async function textsOf(journal: Journal, run: string): Promise<readonly unknown[]> {
  const events = await journal.read(run, all);
  return events.map(({ bytes }): unknown => JSON.parse(Buffer.from(bytes).toString()));
}

function appends(test: Test): void {
  test('begins with nothing', async ({ journal }) => {
    assert.deepEqual(await journal.head('r'), genesis('r'));
    assert.deepEqual(await journal.read('r', all), []);
    assert.deepEqual(await journal.runs(), []);
  });

  test('keeps events in order and chained, and returns the version', async ({ journal }) => {
    const version = await grown(journal, 'r', 'a', 'b', 'c');
    assert.equal(version.position, 3);
    let { chain } = genesis('r');
    for (const stored of await journal.read('r', all)) {
      chain = nextChain('r', chain, stored);
      assert.equal(stored.chain, chain);
    }
    assert.deepEqual(version, { position: 3, chain });
    assert.deepEqual(await journal.head('r'), version);
    assert.deepEqual(await textsOf(journal, 'r'), ['a', 'b', 'c']);
  });

  test('answers a stale version with null and appends nothing', async ({ journal, other }) => {
    await grown(journal, 'r', 'a');
    await grown(other, 'r', 'b');
    assert.equal(await journal.append('r', genesis('r'), [event('c')]), null);
    assert.equal(await journal.append('r', { ...(await journal.head('r')), position: 1 }, [event('c')]), null);
    assert.deepEqual(await textsOf(journal, 'r'), ['a', 'b']);
  });

  test('answers a version of another history of the same length with null', async ({ journal }) => {
    await grown(journal, 'r', 'a');
    const elsewhere = { position: 1, chain: nextChain('r', genesis('r').chain, { position: 1, ...event('z') }) };
    assert.equal(await journal.append('r', elsewhere, [event('b')]), null);
    assert.equal(await journal.append('r', { position: 2, chain: elsewhere.chain }, [event('b')]), null);
  });

  test('lets exactly one of those win who append at once', async ({ journal, other }) => {
    const racers = [journal, other, journal, other, journal];
    const versions = await Promise.all(racers.map((each, i) => each.append('r', genesis('r'), [event(`${i}`), event(`${i}`)])));
    assert.equal(versions.filter((version) => version !== null).length, 1);
    const [first, second, ...rest] = await textsOf(journal, 'r');
    assert.equal(first, second);
    assert.deepEqual(rest, []);
  });

  test('has a sequence of its own for each run', async ({ journal }) => {
    const runs = ['a', 'A', 'a/b', 'ä', 'with space', '\u{1F33F}', 'a\nb', 'x'.repeat(200)];
    const versions = await Promise.all(runs.map((run) => journal.append(run, genesis(run), [event(run), event(run)])));
    for (const version of versions) assert.equal(version?.position, 2);
    for (const run of runs) assert.deepEqual(await textsOf(journal, run), [run, run]);
    assert.deepEqual(await journal.runs(), runs.toSorted());
  });

  test('takes many at once', async ({ journal }) => {
    const runs = Array.from({ length: 1_000 }, (_, i) => `run-${i}`);
    const versions = await Promise.all(runs.map((run) => journal.append(run, genesis(run), [event(run)])));
    assert.ok(versions.every((version) => version?.position === 1));
    assert.equal((await journal.runs()).length, 1_000);
  });
}

function reads(test: Test): void {
  test('pages', async ({ journal }) => {
    await grown(journal, 'r', 'a', 'b', 'c', 'd', 'e');
    const positions = async (after: number, limit: number): Promise<readonly number[]> =>
      (await journal.read('r', { after, limit })).map((stored) => stored.position);
    assert.deepEqual(await positions(0, 2), [1, 2]);
    assert.deepEqual(await positions(2, 2), [3, 4]);
    assert.deepEqual(await positions(4, 2), [5]);
    assert.deepEqual(await positions(5, 2), []);
    assert.deepEqual(await positions(99, 2), []);
  });

  test('returns the very bytes and schemas, whatever happened to the arrays', async ({ journal }) => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const mine = bytes.slice();
    await journal.append('r', genesis('r'), [{ schema: 7, bytes: mine }, { schema: 4_294_967_295, bytes: new Uint8Array() }]);
    mine.fill(0);
    const [read] = await journal.read('r', all);
    read?.bytes.fill(0);
    const [first, second] = await journal.read('r', all);
    assert.deepEqual(Buffer.from(first?.bytes ?? []), Buffer.from(bytes));
    assert.equal(first?.schema, 7);
    assert.equal(second?.schema, 4_294_967_295);
    assert.equal(second?.bytes.length, 0);
  });

  test('sees what another handle appended', async ({ journal, other }) => {
    const version = await grown(other, 'r', 'a');
    assert.deepEqual(await journal.head('r'), version);
    assert.deepEqual(await textsOf(journal, 'r'), ['a']);
    assert.deepEqual(await journal.runs(), ['r']);
  });
}

function checks(test: Test): void {
  const refused = (code: string) => (error: unknown) => error instanceof JournalError && error.code === code;

  test('refuses ids that name no run', async ({ journal }) => {
    for (const run of ['', 'x'.repeat(201), 'ä'.repeat(101), 'a\0b', '\uD800']) {
      await assert.rejects(journal.append(run, genesis('r'), [event('a')]), refused('invalid'));
      await assert.rejects(journal.head(run), refused('invalid'));
      await assert.rejects(journal.read(run, all), refused('invalid'));
    }
  });

  test('refuses what is no event', async ({ journal }) => {
    const lists = [[], [event('a', 0)], [event('a', 1.5)], [event('a', 4_294_967_296)], [event('a'), event('b', -1)]];
    for (const list of lists) await assert.rejects(journal.append('r', genesis('r'), list), refused('invalid'));
    await assert.rejects(journal.append('r', genesis('r'), [{ schema: 1, bytes: new Uint8Array(16_777_217) }]), refused('invalid'));
    assert.deepEqual(await journal.read('r', all), []);
  });

  test('refuses everything once it is closed, and closes twice', async ({ journal }) => {
    await journal.close();
    await journal.close();
    await assert.rejects(journal.append('r', genesis('r'), [event('a')]), refused('closed'));
    await assert.rejects(journal.read('r', all), refused('closed'));
    await assert.rejects(journal.head('r'), refused('closed'));
    await assert.rejects(journal.runs(), refused('closed'));
  });

  test('finishes what was begun when it is closed', async ({ journal, other }) => {
    const appended = journal.append('r', genesis('r'), [event('a')]);
    await journal.close();
    assert.equal((await appended)?.position, 1);
    if (other !== journal) assert.deepEqual(await textsOf(other, 'r'), ['a']);
  });
}

function wakes(test: Test): void {
  test('wakes those who wait, and keeps a wake for those who do not yet', async ({ journal }) => {
    const waker = journal.wake('r')[Symbol.asyncIterator]();
    const waiting = waker.next();
    await grown(journal, 'r', 'a');
    assert.equal((await waiting).done, false);
    await grown(journal, 'r', 'b');
    await grown(journal, 'r', 'c');
    assert.equal((await waker.next()).done, false);
    await waker.return?.();
  });

  test('wakes for what another handle appends', async ({ journal, other }) => {
    const waker = journal.wake('r')[Symbol.asyncIterator]();
    const waiting = waker.next();
    await grown(other, 'r', 'a');
    assert.equal((await waiting).done, false);
    await waker.return?.();
  });

  test('ends when the consumer goes, and when the journal is closed', async ({ journal }) => {
    const left = journal.wake('r')[Symbol.asyncIterator]();
    const leaving = left.next();
    await left.return?.();
    assert.equal((await leaving).done, true);
    assert.equal((await left.next()).done, true);
    const closed = journal.wake('r')[Symbol.asyncIterator]();
    const closing = closed.next();
    await journal.close();
    assert.equal((await closing).done, true);
    assert.equal((await journal.wake('r')[Symbol.asyncIterator]().next()).done, true);
  });
}
