/**
 * What is told of realistic sources in every language, as texts that are kept beside them. `REWRITE=1` writes them anew;
 * the change to them is what a reviewer reads.
 */

import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ParsedSignatures } from '../../src/repo/signatures/parsed-signatures.ts';

const FOLDER = join(import.meta.dirname, '..', 'fixtures', 'signatures');
const sources = globSync('*/**/*.*', { cwd: FOLDER }).filter((path) => !path.endsWith('.txt')).sort();
const told = await new ParsedSignatures().of(sources.map((path) => ({ path, content: readFileSync(join(FOLDER, path)) })));

for (const { path, lines, why, partial } of told) {
  test(`the signatures of ${path}`, () => {
    const kept = join(FOLDER, `${path}.txt`);
    const text = [...(partial ? [`partial: ${why ?? ''}`] : []), ...(lines ?? [`none: ${why ?? ''}`]), ''].join('\n');
    if (process.env['REWRITE'] === '1') writeFileSync(kept, text);
    assert.equal(text, existsSync(kept) ? readFileSync(kept, 'utf8') : '', `${path}.txt differs; REWRITE=1 node --test test/signatures/golden.test.ts writes it anew`);
  });
}

test('every language has sources here', () => {
  const languages = new Set(told.map(({ language }) => language));
  assert.deepEqual([...languages].sort(), ['go', 'java', 'javascript', 'python', 'rust', 'typescript']);
});
