/** That every invariant which the brain alone can hold has a planted bug. That each is found, `npm run search` shows. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { worlds } from '../worlds.ts';
import { plantedBugs } from './planted-bugs.ts';

const numbered = (letter: string, last: number): readonly string[] => Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
const contract = [...numbered('L', 6), ...numbered('T', 8), ...numbered('E', 8), ...numbered('B', 5), ...numbered('R', 7)];

test('every invariant has a planted bug, and every bug breaks one of them', () => {
  const broken = new Set(plantedBugs.map(({ rule }) => rule));
  assert.deepEqual(contract.filter((rule) => !broken.has(rule)), []);
  assert.deepEqual([...broken].filter((rule) => !contract.includes(rule)), []);
});

test('ids are unique, and the worlds that find the bugs exist', () => {
  assert.equal(new Set(plantedBugs.map(({ id }) => id)).size, plantedBugs.length);
  for (const { id, world } of plantedBugs) assert.ok(world !== undefined && world in worlds, `${id} in ${world ?? 'no world'}`);
});
