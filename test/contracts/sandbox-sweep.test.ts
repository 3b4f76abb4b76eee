/** Kills a host for good while it boxes a command, and sweeps: nothing is left, and what was written is kept (B4). */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Bubblewrap } from '../../src/sandbox/bubblewrap/bubblewrap.ts';
import { processesWhere } from '../../src/sandbox/machine/processes.ts';
import { whyNoBubblewrap } from './boxed-order.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

const why = await whyNoBubblewrap();
const skip = why === null ? {} : { skip: why };

const mark = `left-by-${process.pid}`;

/** The shells that carry the mark first: not what started them, which has it among its arguments. */
const boxed = (): number => processesWhere((pid) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(`sh\0-c\0: ${mark};`);
  } catch {
    return false; // gone
  }
}).length;

test('a host that is killed leaves nothing that the next sweep does not remove and name', skip, async () => {
  const directory = new TemporaryDirectory();
  chmodSync(directory.path, 0o755);
  const state = join(directory.path, 'state');
  const host = spawn(process.execPath, [join(import.meta.dirname, 'boxing-host.ts'), state, 'left', directory.path, mark]);
  let complaint = '';
  host.stderr.on('data', (bytes) => { complaint += bytes; });
  await Promise.race([twoLines(host.stdout), once(host, 'exit')]);
  assert.equal(host.exitCode, null, complaint);
  const box = new Bubblewrap({ state, path: process.env['PATH'] ?? '' });
  assert.deepEqual(await box.sweep(), [], 'its host lives: nothing is touched');
  assert.equal(boxed(), 2);
  host.kill('SIGKILL');
  await once(host, 'exit');
  const swept = await box.sweep();
  assert.equal(swept.length, 1);
  assert.match(swept[0] ?? '', /^order left of a host that no longer lives: ended and removed \d+ processes, \d+ control groups, 0 mounts$/);
  assert.equal(boxed(), 0);
  assert.deepEqual(readdirSync(join(state, 'orders')), []);
  if (existsSync(join(state, 'uids'))) assert.deepEqual(readdirSync(join(state, 'uids')), []);
  assert.ok(!readFileSync('/proc/self/mountinfo', 'utf8').includes(directory.path));
  assert.ok(['upper', 'copy'].some((part) => existsSync(join(directory.path, 'layer', part, 'kept'))), 'the layer stays');
  assert.deepEqual(await box.sweep(), []);
  directory.remove();
});

async function twoLines(output: AsyncIterable<Buffer>): Promise<void> {
  let said = '';
  for await (const bytes of output) {
    said += String(bytes);
    if (said.split('\n').length > 2) return;
  }
}
