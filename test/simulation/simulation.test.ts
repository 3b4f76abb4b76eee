/** The simulation itself: it is the same every time, what it found stays found, and it can find. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { allBugs, noBug } from './bugs.ts';
import { Choices } from './choices.ts';
import { findBug } from './find-bug.ts';
import { readFixtures, shrinkSeed, worldOf } from './fixture.ts';
import { levelOf, runWorld } from './simulate.ts';

for (const fixture of readFixtures()) {
  test(`seed ${fixture.seed} (${fixture.level}) shows nothing any more: ${fixture.found.rule}`, async () => {
    const { violation } = await runWorld(worldOf(fixture, noBug));
    assert.equal(violation, null);
  });
}

test('a seed makes the same world each time, and so do its recorded choices', async () => {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const level = levelOf(seed);
    const once = await runWorld({ seed, level, choices: Choices.fromSeed(seed) });
    const twice = await runWorld({ seed, level, choices: Choices.fromSeed(seed) });
    assert.deepEqual(twice, once);
    const again = await runWorld({ seed, level, choices: Choices.fromRows(once.rows) });
    assert.deepEqual([again.events, again.end], [once.events, once.end]);
  }
});

test('every bug that is planted in a host or its journal is found', async () => {
  const bugs = allBugs.filter((bug) => bug.host !== null);
  const missed: string[] = [];
  for (const bug of bugs) {
    if (await findBug(bug, { from: 1, seeds: 1_000 }) === null) missed.push(bug.id ?? '');
  }
  console.log(`planted bugs found: ${bugs.length - missed.length}/${bugs.length}`);
  assert.deepEqual(missed, []);
  assert.ok(bugs.length >= 4);
});

test('a failing world is shrunk to the few steps that matter', async () => {
  const bug = allBugs.find(({ id }) => id === 'host-trusts-snapshot');
  assert.ok(bug !== undefined);
  const found = await findBug(bug, { from: 1, seeds: 1_000 });
  assert.ok(found !== null);
  const small = await shrinkSeed(found.seed, bug, 400);
  assert.ok(small !== null && small.to < small.from, `${small?.from} rows became ${small?.to}`);
  const { violation } = await runWorld(worldOf(small.fixture, bug));
  assert.equal(violation?.rule, small.fixture.found.rule);
});
