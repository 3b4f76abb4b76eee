/** What every anchor must do, as tests: run on each implementation. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Anchor } from '../../src/ports/anchor.ts';
import type { Version } from '../../src/ports/version.ts';

export interface AnchorUnderTest {
  readonly anchor: Anchor;
  readonly dispose: () => Promise<void>;
}

const at = (position: number): Version => ({ position, chain: `${position}`.padStart(64, '0') });

export function anchorContract(name: string, open: () => Promise<AnchorUnderTest>): void {
  const test = (title: string, body: (anchor: Anchor) => Promise<void>): void => {
    it(title, async () => {
      const { anchor, dispose } = await open();
      try {
        await body(anchor);
      } finally {
        await dispose();
      }
    });
  };
  describe(`anchor contract: ${name}`, () => {
    test('has nothing at first', async (anchor) => {
      assert.equal(await anchor.read('r'), null);
      assert.deepEqual(await anchor.runs(), []);
    });

    test('keeps the newest version of each run', async (anchor) => {
      const runs = ['b', 'a', 'A', 'a/b', '../x', 'ä', '\u{1F33F}', 'x'.repeat(200)];
      for (const run of runs) await anchor.write(run, at(1));
      await anchor.write('a', at(3));
      await anchor.write('a', at(2));
      for (const run of runs) assert.deepEqual(await anchor.read(run), run === 'a' ? at(3) : at(1));
      assert.deepEqual(await anchor.runs(), runs.toSorted());
    });

    test('is whole whenever it is read', async (anchor) => {
      const writing = Promise.all(Array.from({ length: 20 }, (_, i) => anchor.write('r', at(i + 1))));
      for (let reads = 0; reads < 50; reads += 1) {
        const version = await anchor.read('r');
        if (version !== null) assert.deepEqual(version, at(version.position));
      }
      await writing;
      assert.ok((await anchor.read('r')) !== null);
    });
  });
}
