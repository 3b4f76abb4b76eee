import { deepEqual, equal, rejects, throws } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { layerFormat } from './bake-request.ts';
import { layerInputs } from './layer-inputs.ts';
import { type BakedLayer, LayerStore } from './layer-store.ts';

const state = mkdtempSync(join(tmpdir(), 'espalier-store-'));
after(() => rmSync(state, { recursive: true, force: true }));
const store = new LayerStore(state);
const layer = (key: string, more: Partial<BakedLayer> = {}): BakedLayer => ({
  format: layerFormat, name: 'own', key, digest: 'd', origin: { kind: 'base' }, parts: [{ at: '/work/deps', writes: 'refused', files: 1, bytes: 1 }],
  gate: { env: { A: key }, bins: [`/${key}`] }, allow: [], lockfiles: ['lock'], ...more,
});

function partsOf(text: string): string {
  const parts = join(state, `parts-${text}`);
  mkdirSync(join(parts, '0'), { recursive: true });
  writeFileSync(join(parts, '0', 'file'), text);
  return parts;
}

test('a layer is found by its key, and by the beginning of it', () => {
  equal(store.find('ab1'), null);
  store.keep(partsOf('one'), layer('ab1'));
  store.keep(partsOf('two'), layer('ab2'));
  deepEqual(store.find('ab1'), layer('ab1'));
  deepEqual(store.list().map(({ key }) => key), ['ab1', 'ab2']);
  equal(store.byKey('ab2').key, 'ab2');
  throws(() => store.byKey('ab'), /Several baked layers begin with ab/);
  throws(() => store.byKey('c'), /There is no baked layer c/);
});

test('what a gate gets: inputs, variables and the beginning of its PATH', () => {
  deepEqual(layerInputs(store, [layer('ab1')], []), { inputs: [{ from: join(store.place(layer('ab1')), '0'), to: '/work/deps', writes: 'refused' }], env: { A: 'ab1' }, bins: ['/ab1'] });
});

test('a layer that a candidate made serves no gate but that candidate\'s', () => {
  const own = layer('cd', { origin: { kind: 'candidate', changes: ['t1'] } });
  equal(layerInputs(store, [own], ['t0', 't1']).inputs.length, 1);
  for (const changes of [['t2'], []]) throws(() => layerInputs(store, [own], changes), /it serves no other/);
});

test('one at a time bakes a key, and the half of one that was killed is removed', async () => {
  const module = new URL('./layer-store.ts', import.meta.url).href;
  const text = `const { LayerStore } = await import(${JSON.stringify(module)}); await new LayerStore(${JSON.stringify(state)}).lock('ef'); console.log('locked'); process.stdin.resume();`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', text], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(other.stdout, 'data');
  mkdirSync(join(store.half('ef'), 'layer'), { recursive: true });
  deepEqual(await store.sweep(), [], 'its host lives');
  const waiting = store.lock('ef');
  other.kill('SIGKILL');
  (await waiting)();
  deepEqual(await store.sweep(), ['half of a layer, of a host that no longer lives: removed ef']);
  equal(existsSync(store.half('ef')), false);
});

test('who no longer wants to wait is let go', async () => {
  const unlock = await store.lock('gh');
  const cancel = new AbortController();
  const waiting = store.lock('gh', cancel.signal);
  cancel.abort();
  await waiting.then(() => { throw new Error('it was given the lock'); }, (error: unknown) => equal(error instanceof Error && error.name, 'AbortError'));
  unlock();
  (await store.lock('gh'))();
});

test('a layer is removed with its files, unless another key has the same, and not while a host bakes it', async () => {
  const [one, two] = [layer('k1', { digest: 'shared' }), layer('k2', { digest: 'shared' })];
  store.keep(partsOf('shared'), one);
  store.keep(partsOf('shared'), two);
  await store.remove(one);
  deepEqual([store.find('k1'), store.find('k2'), existsSync(store.place(two))], [null, two, true]);
  const unlock = await store.lock('k2');
  await rejects(store.remove(two), /Cannot remove the layer k2: a host bakes it now/);
  unlock();
  await store.remove(two);
  deepEqual([store.find('k2'), existsSync(store.place(two)), existsSync(store.half('k2'))], [null, false, false]);
});
