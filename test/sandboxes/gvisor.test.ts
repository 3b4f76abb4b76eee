/** The back-end gvisor beyond the suite: killed hosts, who its processes are on the machine, and what is never on a command line (E1, B4). */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Gvisor } from '../../src/sandbox/gvisor/gvisor.ts';
import { belongsTo, hasArgument, processesWhere } from '../../src/sandbox/machine/processes.ts';
import { UidPool } from '../../src/sandbox/machine/uid-pool.ts';
import { markOfOrder } from '../../src/sandbox/order/new-record.ts';
import { boxedOrder } from '../contracts/boxed-order.ts';
import { TemporaryDirectory } from '../contracts/temporary-directory.ts';

const directory = new TemporaryDirectory();
chmodSync(directory.path, 0o755);
after(() => directory.remove());
const state = join(directory.path, 'state');
const box = new Gvisor({ state, path: process.env['PATH'] ?? '' });
const { usable, why } = await box.probe();
const skip = usable ? {} : { skip: why ?? 'it is not usable here' };
const asRoot = { skip: skip.skip ?? (process.getuid?.() === 0 ? false : 'this is not root') };
const quiet = { onOutput: (): void => undefined };

/** By the order's mark, or by its place, which what opens files has among its arguments. */
const ofOrder = (id: string): readonly number[] => processesWhere((pid) => (
  hasArgument(pid, markOfOrder(state, id)) || commandLine(pid).some((argument) => argument.includes(join(state, 'orders', id)))
));

test('a host that is killed leaves nothing that the next sweep does not remove and name', skip, async () => {
  const host = spawn(process.execPath, [join(import.meta.dirname, '../contracts/boxing-host.ts'), state, 'left', directory.path, 'left-in-gvisor', 'gvisor'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const bytes of host.stdout) {
    said += String(bytes);
    if (said.split('\n').length > 2) break;
  }
  assert.equal(said, 'up\nup\n');
  assert.deepEqual(await box.sweep(), [], 'its host lives: nothing is touched');
  assert.notDeepEqual(ofOrder('left'), []);
  host.kill('SIGKILL');
  await once(host, 'exit');
  assert.match((await box.sweep()).join('\n'), /^order left of a host that no longer lives: ended and removed [1-9]\d* processes, \d+ control groups, 0 mounts$/);
  assert.deepEqual(ofOrder('left'), []);
  assert.deepEqual(readdirSync(join(state, 'orders')), []);
  if (existsSync(join(state, 'uids'))) assert.deepEqual(readdirSync(join(state, 'uids')), []);
  assert.ok(['upper', 'copy'].some((part) => existsSync(join(directory.path, 'layer', part, 'kept'))), 'the layer stays');
});

test('an order that is cancelled while its box is made leaves none', skip, async () => {
  for (const ms of [0, 60, 150, 300]) {
    const outcome = await box.run(boxedOrder(`cancelled-${ms}`, ['sleep', '600']), { ...quiet, cancel: AbortSignal.timeout(ms) });
    assert.deepEqual(outcome, { kind: 'cancelled' });
    assert.deepEqual(ofOrder(`cancelled-${ms}`), []);
  }
  assert.deepEqual(readdirSync(join(state, 'orders')), []);
});

test('neither its kernel nor what opens files for it is root on the machine, and no command line has a word of the order', asRoot, async () => {
  const word = `secret-${process.pid}-${Math.trunc(performance.now())}`;
  let roots: readonly string[] = [];
  let tellers: readonly number[] = [];
  const order = boxedOrder('seen', ['sh', '-c', 'echo "$WORD"; sleep 1'], { env: { PATH: '/usr/bin:/bin', WORD: word } });
  let [said, count] = ['', 0];
  await box.run(order, {
    onOutput: (_, bytes) => {
      said += String(bytes);
      const started = ofOrder('seen').filter((pid) => /^runsc-(sandbox|gofer)$/.test(commandLine(pid)[0] ?? ''));
      roots = started.filter((pid) => belongsTo(pid, 0)).map((pid) => commandLine(pid).join(' '));
      tellers = processesWhere((pid) => commandLine(pid).some((argument) => argument.includes(word)));
      count = started.length;
    },
  });
  assert.deepEqual([said, count], [`${word}\n`, 2]);
  assert.deepEqual([roots, tellers], [[], []]);
});

test('a base of the box\'s own user stays as it is where there is no layer', skip, async () => {
  const base = join(directory.path, 'own-base');
  mkdirSync(base);
  writeFileSync(join(base, 'file'), 'base');
  if (process.getuid?.() === 0) {
    const { ofBases } = new UidPool(state);
    for (const path of [base, join(base, 'file')]) chownSync(path, ofBases, ofBases);
  }
  await box.run(boxedOrder('closed', ['sh', '-c', 'echo x > file; : > file; rm -f file; touch new; chmod 777 file'], { workspace: { base, layer: null } }), quiet);
  assert.equal(readFileSync(join(base, 'file'), 'utf8'), 'base');
  assert.deepEqual(readdirSync(base), ['file']);
});

test('an image is refused', skip, async () => {
  await assert.rejects(box.run(boxedOrder('image', ['true'], { image: `example@sha256:${'0'.repeat(64)}` }), quiet), /gvisor has no images/);
});

function commandLine(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return []; // gone
  }
}
