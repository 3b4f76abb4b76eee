import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { comparisonOf, pairsOf, wordOf } from './comparison.ts';
import type { MeasuredFact } from './facts.ts';
import type { MeasureStep } from './ir.ts';

type Wish = Pick<MeasureStep, 'better' | 'target'>;

function fact(values: readonly number[], baseValues: readonly number[], exit = 0): MeasuredFact {
  return { type: 'measured', base: 'c0', patch: 'p', exit, values, baseValues };
}

function word(wish: Wish, values: readonly number[], baseValues: readonly number[]): string | null {
  const comparison = comparisonOf(fact(values, baseValues), values.length);
  return comparison === null ? null : wordOf(comparison, wish);
}

const lower: Wish = { better: 'lower' };
const higher: Wish = { better: 'higher' };

test('five pairs, unless the step says otherwise', () => deepEqual([pairsOf({}), pairsOf({ repeat: 2 })], [5, 2]));

test('medians, the median difference, and the noise of it', () => {
  const found = comparisonOf(fact([90, 92, 91, 500], [100, 101, 99, 100]), 4);
  // The differences are -10, -9, -8, 400: their median is -8.5, and the deviations from it 1.5, 0.5, 0.5, 408.5.
  deepEqual({ ...found, noise: found?.noise.toFixed(6) }, { value: 91.5, base: 100, difference: -8.5, noise: (5 * 1.4826 * 1.2533 * 1 / 2).toFixed(6) });
});

const cases: readonly (readonly [string, Wish, readonly number[], readonly number[], string | null])[] = [
  ['less is better', lower, [80, 81, 79, 80, 82], [100, 101, 99, 100, 102], 'better'],
  ['more is worse, where less is better', lower, [120, 121, 119, 120, 122], [100, 101, 99, 100, 102], 'worse'],
  ['more is better', higher, [120, 121, 119, 120, 122], [100, 101, 99, 100, 102], 'better'],
  ['within the noise', lower, [97, 105, 99, 103, 96], [100, 101, 99, 100, 102], 'same'],
  ['what slows both for a while is no difference', lower, [100, 300, 101, 299, 100], [100, 300, 101, 299, 100], 'same'],
  ['pairs tell what medians hide', lower, [98, 298, 98, 298, 198], [100, 300, 100, 300, 200], 'better'],
  ['one run that went wrong', lower, [80, 81, 5_000, 80, 82], [100, 101, 99, 100, 102], 'better'],
  ['two of three agree, and the third does not', lower, [150, 190, 170], [160, 170, 180], 'same'],
  ['no noise at all: any difference', higher, [3, 3, 3], [2, 2, 2], 'better'],
  ['nothing was changed', lower, [100, 50, 10], [], 'same'],
  ['one pair tells of no noise', lower, [99], [100], 'better'],
  ['a target that is met', { better: 'lower', target: 80 }, [80, 80, 80], [80, 80, 80], 'reached'],
  ['a target that is met, although it was worse', { better: 'lower', target: 90 }, [88, 88, 88], [80, 80, 80], 'reached'],
  ['a target that is not met', { better: 'lower', target: 79 }, [80, 80, 80], [100, 100, 100], 'better'],
  ['a target from above', { better: 'higher', target: 80 }, [79, 81, 80], [1, 1, 1], 'reached'],
  ['no number', lower, [1, Number.NaN, 1], [1, 1, 1], null],
  ['without an end', lower, [1, Number.POSITIVE_INFINITY, 1], [1, 1, 1], null],
  ['too far apart for numbers', lower, [1e308, 1e308, 1e308], [-1e308, -1e308, -1e308], null],
  ['a base with fewer', lower, [1, 1, 1], [1, 1], null],
];

for (const [name, wish, values, baseValues, expected] of cases) test(`${name}: ${expected ?? 'nothing'}`, () => equal(word(wish, values, baseValues), expected));

test('a run that failed, or that is missing, tells nothing', () => {
  deepEqual([comparisonOf(fact([1, 1], [1, 1], 1), 2), comparisonOf(fact([1], [1]), 2), comparisonOf(fact([1, 1, 1], [1, 1, 1]), 2)], [null, null, null]);
});
