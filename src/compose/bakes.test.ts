import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { layerFormat } from '../sandbox/bake/bake-request.ts';
import { LayerStore } from '../sandbox/bake/layer-store.ts';
import { leavePlace, takePlace } from '../sandbox/order/order-place.ts';
import { listImages, listLayers, removeKept } from './bakes.ts';

test('what is kept is removed by name or by kind, and nothing of it while an order runs', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'espalier-kept-'));
  const machine = { directory, path: '' };
  const state = join(directory, 'sandboxes');
  try {
    const store = new LayerStore(state);
    for (const key of ['a1', 'a2', 'b1']) {
      const parts = join(state, key);
      mkdirSync(parts);
      store.keep(parts, { format: layerFormat, name: 'own', key, digest: `digest-${key}`, origin: { kind: 'base' }, parts: [], gate: { env: {}, bins: [] }, allow: [], lockfiles: [] });
    }
    const image = 'c'.repeat(64);
    mkdirSync(join(state, 'images', image, 'deep'), { recursive: true });
    mkdirSync(join(state, 'images', `${image}.espalier-unpack-0123456789abcdef-x`));
    const place = takePlace(state, 'one');
    await assert.rejects(removeKept(machine, ['layers', 'images']), /the order one runs, and may use it/);
    leavePlace(place);
    await assert.rejects(removeKept(machine, ['a']), /Several baked layers begin with a/);
    assert.deepEqual([listLayers(machine).length, listImages(machine)], [3, [image]]);
    assert.deepEqual(await removeKept(machine, ['b', 'b1', 'images']), [{ kind: 'layer', key: 'b1' }, { kind: 'image', key: image }]);
    assert.deepEqual([listLayers(machine).map(({ key }) => key), listImages(machine)], [['a1', 'a2'], []]);
    assert.equal((await removeKept(machine, ['layers'])).length, 2);
    assert.deepEqual(['baked/records', 'baked/layers', 'baked/halves'].map((part) => readdirSync(join(state, part))), [[], [], []]);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
