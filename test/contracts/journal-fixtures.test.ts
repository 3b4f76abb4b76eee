/** Every journal that was ever released opens, whole, and replays to the state that it had. */

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openFixture } from './journal-fixture.ts';
import { story as kernel } from './kernel-story.ts';
import { story as toy } from './toy-story.ts';

const folder = join(import.meta.dirname, '..', 'fixtures', 'journals');

/** Whose journal a folder holds, by the first word of its name. */
const opened = {
  kernel: (fixture: string) => openFixture(fixture, kernel),
  toy: (fixture: string) => openFixture(fixture, toy),
};

describe('journals of every schema', () => {
  for (const name of readdirSync(folder)) {
    it(name, async () => {
      const [kind = ''] = name.split('-');
      const open = Object.entries(opened).find(([known]) => known === kind)?.[1];
      assert.ok(open !== undefined, `${name} has a story`);
      const { expected, held, findings } = await open(join(folder, name));
      assert.deepEqual(held, expected);
      assert.deepEqual(findings, []);
    });
  }
});
