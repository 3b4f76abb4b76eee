// What a killed doctor leaves is found, removed and named; what is somebody else's, or in use, is not touched.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { sweepLooks } from '../machine/cgroup-places.ts';
import { Canaries, sweepCanaries } from './canaries.ts';
import { sweepLooked } from './sweep-looked.ts';

async function inDirectory(act: (directory: string) => Promise<void> | void): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'espalier-looked-'));
  try {
    await act(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test('empty files and directories of a look are removed and named, and nothing else is', () => inDirectory((directory) => {
  for (const name of ['espalier-look-12', 'espalier-look-x', 'other']) writeFileSync(join(directory, name), '');
  writeFileSync(join(directory, 'espalier-look-13'), 'something');
  for (const name of ['espalier-look-in-14', 'espalier-look-in-15/kept']) mkdirSync(join(directory, name), { recursive: true });
  const removed = ['espalier-look-12', 'espalier-look-in-14'].map((name) => `${join(directory, name)}, left of a look: removed`);
  assert.deepEqual(sweepLooked([directory, join(directory, 'none')]).toSorted(), removed);
  assert.deepEqual(readdirSync(directory).toSorted(), ['espalier-look-13', 'espalier-look-in-15', 'espalier-look-x', 'other']);
}));

test('groups of a look are removed and named', () => inDirectory((directory) => {
  for (const name of ['espalier-look-0', 'espalier-1']) mkdirSync(join(directory, name));
  const places = { version: 1, parents: { memory: directory, pids: directory } } as const;
  assert.deepEqual(sweepLooks(places), [`control group ${join(directory, 'espalier-look-0')}, left of a look: removed`]);
  assert.deepEqual([readdirSync(directory), sweepLooks(null)], [['espalier-1'], []]);
}));

test('canaries of a host that was killed are removed and named; those of one that lives stay', () => inDirectory(async (state) => {
  const script = `const { Canaries } = await import(${JSON.stringify(join(import.meta.dirname, 'canaries.ts'))});
    const canaries = await Canaries.make(${JSON.stringify(state)}); console.log(JSON.stringify([canaries.directory, canaries.look.shm, canaries.look.pid]));`;
  const doctor = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said]: Buffer[] = await once(doctor.stdout, 'data');
  const [directory, shm, sleeper]: readonly [string, string, number] = JSON.parse(String(said));
  const own = await Canaries.make(state);
  try {
    assert.deepEqual(sweepCanaries(state), [], 'both live');
    doctor.kill('SIGKILL');
    await once(doctor, 'exit');
    process.kill(sleeper, 'SIGKILL');
    assert.deepEqual(sweepCanaries(state), [directory, shm].map((path) => `canary ${path} of a host that no longer lives: removed`));
    assert.deepEqual([directory, shm, own.directory].map((path) => existsSync(path)), [false, false, true]);
  } finally {
    await own.remove();
  }
  assert.deepEqual([existsSync(own.directory), readdirSync(join(state, 'canaries'))], [false, []]);
}));
