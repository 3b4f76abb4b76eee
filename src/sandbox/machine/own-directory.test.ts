// What sandboxes keep is closed to other users, whoever made it and however open it was.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { backEnds } from '../back-ends.ts';
import { LayerStore } from '../bake/layer-store.ts';
import { takePlace } from '../order/order-place.ts';
import { takeWayOutPlace } from '../order/way-out-place.ts';
import { writeProof } from '../proof/proof-file.ts';
import { holdsNothing } from '../order/try-order.ts';
import { UidPool } from './uid-pool.ts';

const modeOf = (directory: string): string => (statSync(directory).mode & 0o777).toString(8);

function inDirectory(act: (directory: string) => void): void {
  const directory = mkdtempSync(join(tmpdir(), 'espalier-own-'));
  try {
    act(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

for (const [name, make] of backEnds) {
  test(`${name}: its state is the host's alone, that of an earlier version as well`, () => inDirectory((directory) => {
    const [made, found] = [join(directory, 'made'), join(directory, 'found')];
    mkdirSync(found);
    chmodSync(found, 0o755);
    for (const state of [made, found]) make({ state, path: '/usr/bin' });
    assert.deepEqual([made, found].map(modeOf), ['700', '700']);
  }));
}

test('whatever is made first below a directory that is not there yet closes all of it', () => inDirectory((directory) => {
  const state = (name: string): string => join(directory, name, 'sandboxes');
  takePlace(state('order'), 'one');
  takeWayOutPlace(directory, 'one');
  new UidPool(state('pool'));
  new LayerStore(state('store'));
  const probe = { name: 'box', version: null, usable: false, why: null, holds: holdsNothing };
  writeProof(join(state('proof'), 'proofs'), { format: 1, program: '', machine: '', foundations: '', probe, failed: [] });
  const made = ['order', 'pool', 'store', 'proof'].flatMap((name) => [join(directory, name), state(name)]);
  assert.deepEqual(made.map(modeOf), made.map(() => '700'));
}));
