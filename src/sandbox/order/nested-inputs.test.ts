// Where one input lies in another: through what is there, and through no link.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { coverPlaces } from '../toolchains/cover-places.ts';
import { linkToPlace } from './nested-inputs.ts';

const directory = mkdtempSync(join(tmpdir(), 'espalier-nested-'));
after(() => rmSync(directory, { recursive: true }));
const outer = join(directory, 'outer');
mkdirSync(join(outer, 'real/deep'), { recursive: true });
writeFileSync(join(outer, 'real/deep/secret'), '');
writeFileSync(join(directory, 'outside'), '');
for (const [name, leads] of [['link', 'real'], ['away', '/'], ['end', 'real/deep/secret'], ['out', '../outside']] as const) symlinkSync(leads, join(outer, name));

test('a link on the way to an input within another is found, wherever it leads and wherever it stands', () => {
  const inputs = [{ from: outer, to: '/opt/outer' }];
  const found = ['real/deep', 'real/missing/deps', 'link/deep', 'away/tmp', 'end', '../outer-beside/link'].map((path) => linkToPlace({ from: directory, to: join('/opt/outer', path) }, inputs));
  assert.deepEqual(found, [null, null, '/opt/outer/link', '/opt/outer/away', '/opt/outer/end', null]);
});

test('what is covered is covered at its real place, and what a link leads out to is not there', () => {
  symlinkSync(outer, join(directory, 'alias'));
  const alias = join(directory, 'alias');
  assert.deepEqual(coverPlaces([outer, alias], ['link/deep/secret', 'end', 'out', 'missing'].map((path) => join(outer, path))), [outer, alias].map((bound) => join(bound, 'real/deep/secret')));
});
