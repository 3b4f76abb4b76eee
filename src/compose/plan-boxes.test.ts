import { deepEqual, rejects } from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { BoxWork } from '../ports/boxes.ts';
import { PlanBoxes } from './plan-boxes.ts';

const directory = mkdtempSync(join(tmpdir(), 'espalier-boxes-'));
after(() => rmSync(directory, { recursive: true, force: true }));
const boxes = new PlanBoxes({
  machine: { directory, path: process.env['PATH'] ?? '' }, toolchains: { found: [], unresolved: [] }, hosts: [], baked: [], run: 'r1', mayBake: false, gateway: { open: () => Promise.reject(new Error('nothing is asked')) }, onRefused: () => undefined,
});
const work: BoxWork = { id: 'one', sandbox: { name: 'box', use: 'bubblewrap' }, command: ['true'], workspace: null, inputs: [], env: {}, services: [], wallMs: null, returns: [] };

test('what nothing can say of a machine is refused before anything is run', async () => {
  const refused = { ...work, sandbox: { name: 'box', use: 'bubblewrap', needs: ['kvm'] } };
  await rejects(boxes.run(refused, { onOutput: () => undefined }), { name: 'SandboxError', message: /Cannot use sandbox box: no sandbox here can say whether the machine has kvm; leave out `needs`/ });
});

test('what hosts that no longer live have left of ways out, repositories and layers is removed, and named', { skip: process.platform === 'linux' ? false : 'it needs Linux' }, async () => {
  const [host, state] = [`${2 ** 22 + 1}-1`, join(directory, 'sandboxes')];
  const left = ['way-outs', 'repositories', 'orders'].map((kind) => join(state, kind, `${host}-left`));
  for (const place of [...left, join(state, 'baked/halves/ab.half')]) mkdirSync(place, { recursive: true });
  const lines = await boxes.sweep([]);
  deepEqual([lines.filter((line) => line.includes('no longer lives')).length, left.filter((place) => existsSync(place))], [4, []]);
});
