/** Hosts are killed for good at any moment of what they do: the next one finds and removes what is left, and says so (B4). */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Bubblewrap } from '../../src/sandbox/bubblewrap/bubblewrap.ts';
import { markOfOrder } from '../../src/sandbox/order/new-record.ts';
import { whyNoBubblewrap } from '../contracts/boxed-order.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';
import { busyOrders } from './busy-host.ts';
import { noTraces, tracesOf } from './order-traces.ts';

const why = await whyNoBubblewrap();
const skip = why === null ? {} : { skip: why };

const kills = 60;
/** Of its first hundred milliseconds at work every one is as likely as the next. */
const longestMs = 100;

test(`${kills} hosts are killed while they box, and nothing of them stays`, skip, async () => {
  const directory = new TemporaryDirectory();
  chmodSync(directory.path, 0o755);
  const state = join(directory.path, 'state');
  const word = `busy-${randomUUID()}`;
  const marks = new Set(Array.from({ length: kills }, (_, at) => busyOrders.map((name) => markOfOrder(state, `${name}-${at}`))).flat());
  let found = 0;
  for (let at = 0; at < kills; at += 1) {
    const host = spawn(process.execPath, [join(import.meta.dirname, 'busy-host.ts'), state, directory.path, word, String(at)], { stdio: ['ignore', 'pipe', 'pipe'] });
    let complaint = '';
    host.stderr.on('data', (bytes) => { complaint += bytes; });
    await Promise.race([once(host.stdout, 'data'), once(host, 'exit')]);
    assert.equal(host.exitCode, null, complaint);
    await pause(randomInt(longestMs));
    host.kill('SIGKILL');
    await once(host, 'exit');
    const swept = await new Bubblewrap({ state, path: process.env['PATH'] ?? '' }).sweep();
    assert.deepEqual(swept.filter((line) => line.includes('could not')), []);
    found += swept.length;
    assert.deepEqual(tracesOf(state, word, marks), noTraces, swept.join('\n'));
    const kept = ['upper', 'copy'].map((part) => join(directory.path, `layer-${at}`, part, 'kept')).find((path) => existsSync(path));
    if (kept !== undefined) assert.equal(readFileSync(kept, 'utf8'), 'kept\n');
  }
  console.log(`${kills} hosts were killed; what ${found} orders had left was found and removed`);
  assert.ok(found > kills / 4, 'most hosts were killed while they did nothing');
  directory.remove();
});
