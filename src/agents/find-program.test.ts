// Where an agent's program is found, and what a box is given of it.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { findProgram } from './find-program.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'espalier-test-')));
after(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return file;
}

test('a package comes with all packages around it, and a script with the Node that is to run it', () => {
  const script = put('lib/node_modules/@x/agent/bin/agent.js', '#!/usr/bin/env node\n');
  put('lib/node_modules/@x/agent/package.json', '{"version":"1.2.3"}');
  mkdirSync(join(folder, 'bin'));
  symlinkSync(script, join(folder, 'bin/agent'));
  const node = put('node/bin/node', 'ELF');
  assert.deepEqual(findProgram('agent', { path: `relative:${folder}/none:${folder}/bin`, node }), {
    command: [node, script], version: '1.2.3',
    inputs: [node, join(folder, 'lib/node_modules')].map((path) => ({ from: path, to: path })),
  });
});

test('a program by itself comes by itself, and one that is not there is none', () => {
  const program = put('own/agent', 'ELF');
  assert.deepEqual(findProgram('agent', { path: join(folder, 'own'), node: '/usr/bin/node' }), { command: [program], inputs: [{ from: program, to: program }], version: null });
  assert.equal(findProgram('agent', { path: join(folder, 'nowhere'), node: '/usr/bin/node' }), null);
  writeFileSync(join(folder, 'plain'), 'text');
  assert.equal(findProgram('plain', { path: folder, node: '/usr/bin/node' }), null, 'nobody may run it');
});
