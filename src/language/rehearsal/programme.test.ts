import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../hands/seeded-random.ts';
import { Programme } from './programme.ts';

const worth = (of: Readonly<Record<string, number>>): ReadonlyMap<string, number> => new Map(Object.entries(of));

test('the most that names are worth together, within what there is', () => {
  const programme = new Programme();
  programme.atMost(4, [[1, 'a'], [1, 'b']]);
  programme.atMost(2, [[1, 'a']]);
  programme.atMost(3, [[1, 'b']]);
  equal(programme.most(worth({ a: 3, b: 2 }), 10), 10);
  equal(programme.most(worth({ a: 1, b: 2 }), 10), 7);
  equal(programme.most(worth({}), 10), 0);
});

test('what gives to one amount may take from another', () => {
  const programme = new Programme();
  // A round gives what an end takes, and there are three rounds.
  programme.atMost(1, [[1, 'end'], [-2, 'round']]);
  programme.atMost(3, [[1, 'round']]);
  equal(programme.most(worth({ end: 1 }), 100), 7);
});

test('what nothing bounds is as much as it can be at all', () => {
  const programme = new Programme();
  programme.atMost(0, [[1, 'a'], [-1, 'b']]);
  ok(programme.most(worth({ a: 1 }), 50) >= 50);
});

test('whole numbers that fit are never worth more', () => {
  for (let seed = 0; seed < 60; seed += 1) {
    const random = seededRandom(seed);
    const below = (bound: number): number => Math.floor(random() * bound);
    const rows = Array.from({ length: 3 }, () => ({ amount: below(6), times: [below(4) - 1, below(4) - 1, below(4) - 1] }));
    const worths = [below(4), below(4), below(4)];
    const programme = new Programme();
    for (const { amount, times } of rows) programme.atMost(amount, times.map((by, index) => [by, `x${index}`]));
    for (let index = 0; index < 3; index += 1) programme.atMost(4, [[1, `x${index}`]]);
    const most = programme.most(new Map(worths.map((each, index) => [`x${index}`, each])), 4);
    for (let all = 0; all < 125; all += 1) {
      const values = [all % 5, Math.floor(all / 5) % 5, Math.floor(all / 25)];
      const sum = (by: readonly number[]): number => by.reduce((total, each, index) => total + each * (values[index] ?? 0), 0);
      if (rows.every(({ amount, times }) => sum(times) <= amount)) ok(sum(worths) <= most, `seed ${seed}: ${values.join()}`);
    }
  }
});
