/** Sweeps that meet: other hosts that sweep, and orders that begin meanwhile. */

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { SandboxError } from '../../ports/sandbox.ts';
import { thisHost } from '../machine/host-life.ts';
import { processNamespace } from '../machine/process-namespace.ts';
import { lives, markOf } from '../machine/processes.ts';
import { UidPool } from '../machine/uid-pool.ts';
import { leavePlace, type OrderRecord, readRecords, takePlace, writeInitial } from './order-place.ts';
import { sweepOrders } from './sweep-orders.ts';

const dead = '0123456789abcdef';

async function inState(act: (state: string) => Promise<void>): Promise<void> {
  const state = mkdtempSync(join(tmpdir(), 'espalier-sweeps-'));
  try {
    await act(state);
  } finally {
    rmSync(state, { recursive: true });
  }
}

function placeOf(state: string, id: string, more: Partial<OrderRecord> = {}): string {
  return takePlace(state, id, { host: dead, mark: `${id}-of-${state}`, ...more });
}

test('a place says whose it is as soon as it is there', () => inState(async (state) => {
  const place = takePlace(state, 'one');
  assert.deepEqual(readRecords(state).map(({ record }) => record?.host), [thisHost(state)]);
  assert.deepEqual(await sweepOrders(state, null), []);
  assert.throws(() => takePlace(state, 'one'), SandboxError);
  leavePlace(place);
  assert.deepEqual(readdirSync(join(state, 'orders')), []);
}));

test('what another living host sweeps is left to it; what one was sweeping that was killed is not', () => inState(async (state) => {
  const script = `const { thisHost } = await import(${JSON.stringify(join(import.meta.dirname, '../machine/host-life.ts'))});
    console.log(thisHost(${JSON.stringify(state)})); setInterval(() => {}, 60_000);`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [name]: Buffer[] = await once(other.stdout, 'data');
  try {
    const [one, two] = ['one', 'two'].map((id) => placeOf(state, id));
    symlinkSync(String(name).trim(), join(one ?? '', 'swept-by'));
    symlinkSync(dead, join(two ?? '', 'swept-by'));
    assert.match((await sweepOrders(state, null)).join(), /^order two of a host that no longer lives: [^\n,]*,[^\n,]*,[^\n,]*$/);
    assert.deepEqual(readdirSync(join(state, 'orders')), ['one']);
  } finally {
    other.kill('SIGKILL');
    await once(other, 'exit');
  }
  assert.equal((await sweepOrders(state, null)).length, 1);
}));

test('the user of an order that is still recorded is not given to another', () => inState(async (state) => {
  const pool = new UidPool(state);
  const [kept, lost] = [pool.take(), pool.take()];
  for (const uid of [kept, lost]) {
    pool.free(uid);
    symlinkSync(dead, join(state, 'uids', String(uid)));
  }
  const place = placeOf(state, 'one', { uid: kept, isUidOwn: true });
  symlinkSync(thisHost(state), join(place, 'swept-by'));
  assert.deepEqual(await sweepOrders(state, pool), []);
  assert.deepEqual(readdirSync(join(state, 'uids')), [String(kept)]);
  assert.equal(pool.take(), lost);
}));

test('a box\'s first process is ended though nothing in its arguments tells of it', () => inState(async (state) => {
  const box = spawn('sleep', ['600'], { stdio: 'ignore' });
  await once(box, 'spawn');
  const initial = markOf(box.pid ?? 0);
  assert.ok(initial !== null);
  const place = placeOf(state, 'one');
  writeInitial(place, initial);
  const ended = once(box, 'exit');
  assert.match((await sweepOrders(state, null)).join(), new RegExp(`^order ${basename(place)} .* ended and removed 1 processes`));
  await ended;
  assert.ok(!lives(initial) && !existsSync(place));
}));

test('what a host of another namespace has left with an engine is left to who sees it', () => inState(async (state) => {
  const own = processNamespace();
  const unseen = `${own.split(' ')[0] ?? ''} pid:[1]`;
  // From the machine's own namespace everything is seen.
  const isAbove = own.endsWith('pid:[4026531836]');
  const removal = { command: ['/bin/true'], env: {} };
  placeOf(state, 'one', { namespace: unseen, removal });
  const told = (await sweepOrders(state, null)).join();
  assert.match(told, isAbove ? /ended and removed/ : /is of another namespace of processes: left/);
  placeOf(state, 'two', { namespace: 'earlier pid:[1]', removal });
  assert.match((await sweepOrders(state, null)).join(), /order two .* ended and removed/);
  placeOf(state, 'three', { namespace: own, removal });
  assert.match((await sweepOrders(state, null)).join(), /order three .* ended and removed/);
}));

test('a place that a killed host had begun or was leaving is removed', () => inState(async (state) => {
  takePlace(state, 'one');
  spawnSync('mkdir', ['-p', join(state, 'orders', `.${dead}-x`, 'inner')]);
  await sweepOrders(state, null);
  assert.deepEqual(readdirSync(join(state, 'orders')), ['one']);
}));
