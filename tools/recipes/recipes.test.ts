// The recipes that ship are what the builder yields, and the checker has nothing against them.
import { deepEqual, equal } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseIr } from '../../src/language/parse-ir.ts';
import { develop } from './develop.ts';
import { feature } from './feature.ts';
import { recipeText } from './recipe-text.ts';

for (const [file, ir] of [['develop.ir.json', develop], ['feature.ir.json', feature]] as const) {
  const text = readFileSync(join(import.meta.dirname, '../../recipes', file), 'utf8');

  test(`recipes/${file} parses and passes the checker`, () => {
    const parsed = parseIr(text);
    deepEqual(parsed.ok ? [] : parsed.faults, []);
  });

  test(`recipes/${file} is up to date: node tools/run.mjs tools/recipes/main.ts`, () => {
    equal(text, recipeText(ir));
  });
}
