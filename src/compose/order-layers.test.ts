import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Locked, LockChange } from '../ports/boxes.ts';
import type { Sandbox } from '../ports/sandbox.ts';
import { bakeKey, layerFormat, type Origin } from '../sandbox/bake/bake-request.ts';
import { readableBakes } from '../sandbox/bake/known/known-bakes.ts';
import { LayerStore } from '../sandbox/bake/layer-store.ts';
import { platformOf } from './bakes.ts';
import { OrderLayers } from './order-layers.ts';

const directory = mkdtempSync(join(tmpdir(), 'espalier-layers-'));
after(() => rmSync(directory, { recursive: true, force: true }));
const store = new LayerStore(join(directory, 'sandboxes'));
const sandbox: Sandbox = { name: 'none', foundations: '', probe: () => Promise.reject(new Error('not asked')), run: () => Promise.reject(new Error('nothing is to be run')), sweep: () => Promise.resolve([]) };
const toolchains = { found: [], unresolved: [] };
const layersWith = (mayBake: boolean): OrderLayers => new OrderLayers({ machine: { directory, path: '' }, store, toolchains, run: 'r1', mayBake, onSaid: () => undefined });
const layers = layersWith(false);

function files(of: Readonly<Record<string, string>>): string {
  const base = mkdtempSync(join(directory, 'base-'));
  for (const [name, text] of Object.entries(of)) writeFileSync(join(base, name), text);
  return base;
}

let count = 0;
/** A base with a lockfile that no other has, and a layer of it. */
function baked(origin: Origin): { readonly base: string; readonly key: string } {
  count += 1;
  const base = files({ 'go.mod': `module m${count}\n`, 'go.sum': '' });
  for (const { request, files: locked } of readableBakes(base)) {
    const key = bakeKey({ request, files: locked, image: null, platform: platformOf([]), origin });
    const parts = join(directory, `parts-${count}`);
    mkdirSync(parts);
    store.keep(parts, { format: layerFormat, name: request.name, key, digest: `d${count}`, origin, parts: [], gate: request.gate, allow: [], lockfiles: request.lockfiles });
    return { base, key };
  }
  throw new Error('there is a lockfile');
}

const change = (id: string, more: Partial<LockChange> = {}): LockChange => ({ id, paths: ['go.mod'], isOfDependencies: true, ...more });
const served = (base: string, locked: Partial<Locked>) => ({ base, locked: { changed: [], landed: [], ...locked }, sandbox, cancel: undefined });
const keysOf = async (base: string, locked: Partial<Locked>): Promise<readonly string[]> => (await layers.of(served(base, locked))).map(({ key }) => key);

test('what a person baked from just these lockfiles serves whoever has them', async () => {
  const { base, key } = baked({ kind: 'base' });
  deepEqual(await keysOf(base, {}), [key]);
  deepEqual(await keysOf(base, { changed: [change('a')] }), [key]);
});

test('what a candidate made serves what holds its changes, all of them, and nothing else', async () => {
  const { base, key } = baked({ kind: 'candidate', changes: ['a', 'b'] });
  deepEqual(await keysOf(base, { changed: [change('b'), change('a'), change('c', { paths: ['x.go'], isOfDependencies: false })] }), [key]);
  for (const changed of [[change('a')], [change('c')], [change('a'), change('b'), change('c')]]) await rejects(keysOf(base, { changed }), /this run may fetch nothing/);
  deepEqual(await keysOf(base, {}), [], 'nor a base that has the same lockfiles');
});

test('once all of it has landed it is the base\'s, under a key of its own', async () => {
  const { base, key } = baked({ kind: 'candidate', changes: ['a', 'b'] });
  deepEqual(await keysOf(base, { landed: [change('a')] }), []);
  const [adopted = ''] = await keysOf(base, { landed: [change('a'), change('b')] });
  equal(adopted === key, false);
  deepEqual(store.find(adopted)?.origin, { kind: 'base' });
  deepEqual(await keysOf(base, {}), [adopted]);
  equal(store.find(adopted)?.digest, store.find(key)?.digest);
});

test('without a person\'s word nothing is baked, and what to type is said; what would run while it is fetched is never baked unasked', async () => {
  const base = files({ 'go.mod': 'module other\n', 'go.sum': '' });
  await rejects(keysOf(base, { changed: [change('a')] }), (error: Error) => {
    match(error.message, /`espalier work r1 --bake` lets it, from proxy\.golang\.org, sum\.golang\.org; or bake it yourself: apply `espalier diff r1 TASK`/);
    return error.name === 'SandboxError';
  });
  await rejects(layersWith(true).of(served(base, { changed: [change('a')] })), /nothing is to be run/, 'with it, it is');
  const poms = files({ 'pom.xml': '<project/>' });
  await rejects(layersWith(true).of(served(poms, { changed: [change('a', { paths: ['pom.xml'] })] })), /would run while it is fetched from repo\.maven\.apache\.org/);
});

test('a change that is not about dependencies is judged without, where nothing may be fetched', async () => {
  const base = files({ 'go.mod': 'module plain\n', 'go.sum': '' });
  deepEqual(await keysOf(base, { changed: [change('a', { isOfDependencies: false })] }), []);
  await rejects(layersWith(true).of(served(base, { changed: [change('a', { isOfDependencies: false })] })), /nothing is to be run/, 'where it may, it has its own');
});

test('dependencies that no known lockfile names are no green by what was there before', async () => {
  const base = files({ 'poetry.lock': '', 'pyproject.toml': '' });
  for (const paths of [['poetry.lock', 'pyproject.toml'], ['package.json']]) await rejects(keysOf(base, { changed: [change('a', { paths })] }), /there has to be a lockfile that is known \(package-lock\.json, /);
  const broken = files({ 'package-lock.json': '{', 'package.json': '{}' });
  await rejects(keysOf(broken, { changed: [change('a', { paths: ['package-lock.json'] })] }), /and can be read/);
  deepEqual(await keysOf(base, { changed: [change('a', { paths: ['src/a.py'], isOfDependencies: false })] }), []);
});

test('a lockfile that was removed counts as changed', async () => {
  const { base } = baked({ kind: 'candidate', changes: ['a'] });
  await rejects(keysOf(base, { changed: [change('a'), change('b', { paths: ['old/go.mod'] })] }), /may fetch nothing/);
});
