import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf, recipeEntry, resolveName } from './source-name.ts';

test('a name is relative to the file that says it', () => {
  equal(resolveName('fix.esp', 'prompts/write.md'), 'prompts/write.md');
  equal(resolveName('parts/review.esp', 'prompts/review.md'), 'parts/prompts/review.md');
  equal(resolveName('parts/review.esp', '../prompts/./review.md'), 'prompts/review.md');
  equal(resolveName(recipeEntry('develop'), 'prompts/fix.md'), 'recipe:develop/prompts/fix.md');
});

test('no name leads out of its tree', () => {
  const out = ['', '/etc/passwd', '..', '../x', 'a/../../x', 'C:/x', 'a\\b', 'a\0b', '.', 'x'.repeat(2_000), 'recipe:other/x'];
  for (const said of out) equal(resolveName('fix.esp', said), null, said);
  equal(resolveName(recipeEntry('develop'), '../feature/feature.esp'), null);
});

test('a name has a tree and a path', () => {
  deepEqual(partsOf('recipe:develop/prompts/a.md'), { tree: 'recipe:develop/', path: 'prompts/a.md' });
  deepEqual(partsOf('a/b.md'), { tree: '', path: 'a/b.md' });
});
