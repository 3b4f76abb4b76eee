import { deepEqual, equal, throws } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { SandboxError } from '../../ports/sandbox.ts';
import { readLocked, readWithin } from './locked-files.ts';

const top = mkdtempSync(join(tmpdir(), 'espalier-locked-'));
after(() => rmSync(top, { recursive: true, force: true }));
const workspace = join(top, 'workspace');
mkdirSync(join(workspace, 'part'), { recursive: true });
writeFileSync(join(top, 'secret'), 'canary');
writeFileSync(join(workspace, 'part', 'lock'), 'one');
symlinkSync('../secret', join(workspace, 'link'));
symlinkSync('..', join(workspace, 'up'));

test('lockfiles are read in the order of their paths, each once', () => {
  writeFileSync(join(workspace, 'a'), '');
  deepEqual(readLocked(workspace, ['part/lock', 'a', 'part/lock']).map(({ path }) => path), ['a', 'part/lock']);
  throws(() => readLocked(workspace, ['missing']), /there is none/);
  equal(readWithin(workspace, 'part/missing/lock'), null);
});

test('no link and no path leads out of the workspace', () => {
  throws(() => readWithin(workspace, 'link'), /no regular file/);
  throws(() => readWithin(workspace, 'up/secret'), /up is no directory/);
  for (const path of ['../secret', join(top, 'secret'), 'part/../../secret', '..']) throws(() => readWithin(workspace, path), /no path below/);
  throws(() => readWithin(workspace, 'part'), /no regular file/);
});

test('a name that no file can have is refused as any other fault of a workspace', () => {
  for (const path of ['a\0b', 'a'.repeat(300), `${'b'.repeat(300)}/c`]) throws(() => readWithin(workspace, path), SandboxError);
});
