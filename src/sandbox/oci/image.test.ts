// What was being unpacked or tried by a host that was killed is removed and named; what a living one has in hand is not touched.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { thisHost } from '../machine/host-life.ts';
import type { Engine } from './engine.ts';
import { sweepImages } from './image.ts';
import { sweepTriedImages } from './try-image.ts';

const dead = '0123456789abcdef';
const uuid = '00000000-0000-4000-8000-000000000000';
const image = 'a'.repeat(64);
/** It answers everything with nothing: there is no such box and no such image. */
const engine: Engine = { kind: 'podman', program: '/bin/false', globals: [], env: {}, isRoot: false, hasGroups: false };

test('halves of images and images that were tried', async () => {
  const state = mkdtempSync(join(tmpdir(), 'espalier-images-'));
  try {
    const own = thisHost(state);
    for (const host of [own, dead]) {
      for (const name of [`images/${image}.espalier-unpack-${host}-${uuid}`, `image-${host}-${uuid}`]) {
        mkdirSync(join(state, name), { recursive: true });
        writeFileSync(join(state, `${name}.tar`), '');
      }
    }
    // Killed after its directory was removed.
    writeFileSync(join(state, 'images', `${image}.espalier-unpack-${dead}-${uuid.replace('4', '5')}.tar`), '');
    mkdirSync(join(state, 'images', image));
    const halves = [uuid, uuid.replace('4', '5')].map((one) => `half of an image, of a host that no longer lives: removed ${image}.espalier-unpack-${dead}-${one}`);
    assert.deepEqual((await sweepImages(engine, state)).toSorted(), halves);
    assert.deepEqual(await sweepTriedImages(engine, state), [`image ${dead}-${uuid}, tried by a host that no longer lives: removed`]);
    const kept = `${image}.espalier-unpack-${own}-${uuid}`;
    assert.deepEqual(readdirSync(join(state, 'images')).toSorted(), [image, kept, `${kept}.tar`]);
    assert.deepEqual(readdirSync(state).toSorted(), ['hosts', `image-${own}-${uuid}`, `image-${own}-${uuid}.tar`, 'images']);
  } finally {
    rmSync(state, { recursive: true });
  }
});
