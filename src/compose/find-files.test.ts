import { deepEqual } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { findFiles } from './find-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'espalier-find-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
for (const name of [
  'b.esp', 'a.esp', 'a.rehearsal', '.hidden.esp', 'deep/er/c.esp', '.espalier/d.esp', '.git/e.esp', 'node_modules/f.esp', 'out/g.esp',
]) {
  mkdirSync(dirname(at(name)), { recursive: true });
  writeFileSync(at(name), '');
}
symlinkSync(at('out'), at('deep/link'));
symlinkSync(at('a.esp'), at('deep/link.esp'));

test('those of one kind are found in the order of their names, without what is hidden, brought or linked', () => {
  deepEqual(findFiles(folder, '.esp'), { ok: true, files: ['.espalier/d.esp', 'a.esp', 'b.esp', 'deep/er/c.esp', 'out/g.esp'].map(at) });
  deepEqual(findFiles(at('.espalier'), '.esp'), { ok: true, files: [at('.espalier/d.esp')] });
  deepEqual(findFiles(at('nowhere'), '.esp'), { ok: true, files: [] });
});

test('where there is more than is looked at, nothing is found', () => {
  deepEqual(findFiles(folder, '.esp', 5), { ok: false, most: 5 });
});
