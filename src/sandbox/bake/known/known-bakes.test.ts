import { deepEqual } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readableBakes } from './known-bakes.ts';

const top = mkdtempSync(join(tmpdir(), 'espalier-known-'));
after(() => rmSync(top, { recursive: true, force: true }));

function workspace(files: Readonly<Record<string, string>>): string {
  const made = mkdtempSync(join(top, 'w-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(made, name), text);
  return made;
}

const packages = (name: string): string => JSON.stringify({ packages: { '': {}, [name]: {} } });
const go = { 'go.mod': 'module m\n', 'go.sum': '' };

test('whatever a lockfile names, it is the fault of no program of ours, and hides no other lockfile', () => {
  const hostile: readonly Readonly<Record<string, string>>[] = [
    { 'package-lock.json': packages('a\0b') }, { 'package-lock.json': packages('a'.repeat(300)) }, { 'package-lock.json': '{' },
    { 'package-lock.json': packages('gone') }, { 'requirements.txt': `-r ${'a'.repeat(300)}` }, { 'requirements.txt': '-r a\0b' }, { 'requirements.txt': '-r ../up' },
  ];
  for (const files of hostile) deepEqual(readableBakes(workspace({ ...go, ...files })).map(({ request }) => request.name), ['go'], JSON.stringify(files));
});

test('a lockfile that is a directory is none', () => {
  const made = workspace(go);
  mkdirSync(join(made, 'package-lock.json'));
  deepEqual(readableBakes(made).map(({ request, files }) => [request.name, files.map(({ path }) => path)]), [['go', ['go.mod', 'go.sum']]]);
});
