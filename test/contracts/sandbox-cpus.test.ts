/** A part of the processors is claimed only where the kernel has counted that it held an order back. */

import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { after, test } from 'node:test';
import type { SandboxOrder } from '../../src/ports/sandbox.ts';
import { Bubblewrap } from '../../src/sandbox/bubblewrap/bubblewrap.ts';
import { cgroupPlaces } from '../../src/sandbox/machine/cgroup-places.ts';
import { tryHeld } from '../../src/sandbox/order/try-held.ts';
import { whyNoBubblewrap } from './boxed-order.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

const directory = new TemporaryDirectory();
after(() => directory.remove());
chmodSync(directory.path, 0o755);
const box = new Bubblewrap({ state: directory.path, path: process.env['PATH'] ?? '' });
const places = cgroupPlaces(`espalier-look-${process.pid}`);
const why = await whyNoBubblewrap() ?? (places?.parents.cpu === undefined ? 'no control group of processors can be made here' : null);
const skip = why === null ? {} : { skip: why };

test('two busy loops are held back where a group bounds them', skip, async () => {
  const { cpus } = (await box.probe()).holds;
  assert.deepEqual(cpus, { held: true, how: `a control group, version ${places?.version ?? 0}` });
});

test('a controller that is there is not enough: without the quota nothing was held back, and nothing is claimed', skip, async () => {
  const asked: (number | null)[] = [];
  const unbounded = async (order: SandboxOrder): Promise<number> => {
    asked.push(order.limits.cpus);
    const outcome = await box.run({ ...order, limits: { ...order.limits, cpus: null } }, { onOutput: () => undefined });
    assert.deepEqual(outcome, { kind: 'exit', code: 0 });
    return 0;
  };
  const { cpus } = await tryHeld({ sandbox: box, places, countThrottled: unbounded, pidsBy: '', scratch: directory.path });
  assert.deepEqual(cpus, { held: false, how: 'two busy loops were never held back' });
  assert.ok(asked.every((one) => one !== null && one < 1) && asked.length === 1);
});
