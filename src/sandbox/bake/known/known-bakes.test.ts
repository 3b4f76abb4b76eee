import { deepEqual, throws } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { knownBakes, readableBakes } from './known-bakes.ts';

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

test('requirements by which pip would build something while it fetches are refused, whatever they are written as', () => {
  const hostile = [
    '--no-binary :all:', '--no-bin x', '--only-binary :none:', '--only-binary=:none:', 'a==1 --config-settings x', '-e .', '--editable=x', './a', 'a/b', 'a @ file:x', 'https://a.test/a.tar.gz', 'a.tar.gz',
    'a==1 \\\n--no-binary :all:', '-r more.txt \\\n --no-binary :all:', '# coding: utf-7\n+AC0-', '# -*- coding: utf-16 -*-', 'a\u00a0', '# a\f--no-binary :all:', '# a\u0085--no-binary :all:', '# a\u2028--no-binary :all:', '--find-links x', '-fx',
  ];
  for (const text of hostile) throws(() => knownBakes(workspace({ 'requirements.txt': text, 'more.txt': '' })), /Cannot bake pip/, text);
  throws(() => knownBakes(workspace({ 'requirements.txt': '-r more.txt', 'more.txt': '--no-binary=a' })), /more\.txt says "--no-binary=a"/);
  const plain = "# 'ü', -e and https://a.test say nothing here\n-r more.txt\n-c=more.txt\n--index-url https://pypi.org/simple\n--require-hashes\na[x] ~= 1.0 ; python_version < '3.9' --hash=sha256:aa \\\n  --hash=sha256:bb\nb>=1,<2\n";
  deepEqual(knownBakes(workspace({ 'requirements.txt': plain, 'more.txt': '' })).map(({ name }) => name), ['pip']);
});
