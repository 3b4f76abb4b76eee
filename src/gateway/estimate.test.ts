import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assumedOutput, estimateOf, sumOf, tokensIn, usedBy } from './estimate.ts';

const none = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

test('bytes are tokens, rounded up', () => assert.deepEqual([0, 1, 3, 4].map(tokensIn), [0, 1, 1, 2]));

test('a request may cost its input at the dearest and all that it may print', () => {
  const priceOf = ({ input, output, cacheWrite, longCacheWrite = 0 }: typeof none & { longCacheWrite?: number }): number =>
    input * 10 + (cacheWrite - longCacheWrite) * 12 + longCacheWrite * 20 + output * 100;
  assert.deepEqual(estimateOf({ inputBytes: 300, mostOutput: 7 }, priceOf), {
    least: { tokens: 101, usdMicros: 1_100 }, most: { tokens: 107, usdMicros: 2_700 },
  });
  assert.deepEqual(estimateOf({ inputBytes: 300, mostOutput: 7 }, ({ input, output }) => input * 10 + output).most, { tokens: 107, usdMicros: 1_007 });
});

test('what does not say how much it may print may print what a model can', () => {
  assert.equal(estimateOf({ inputBytes: 3, mostOutput: null }, () => 1).most.tokens, 1 + assumedOutput);
});

test('what is not known stays so', () => {
  const { least, most } = estimateOf({ inputBytes: 3, mostOutput: 1 }, () => null);
  assert.deepEqual([least.usdMicros, most.usdMicros], [null, null]);
});

test('what a whole reply told is what was used', () => {
  const tokens = { input: 1, output: 2, cacheRead: 3, cacheWrite: 4, longCacheWrite: 1 };
  assert.deepEqual(usedBy({ tokens, isWhole: true, outputBytes: 9_999 }, 9_999), { tokens, isEstimated: false });
  assert.equal(sumOf(tokens), 10);
});

test('a reply that was cut is filled up, and never less than it told', () => {
  assert.deepEqual(usedBy({ tokens: none, isWhole: false, outputBytes: 10 }, 301), { tokens: { ...none, input: 101, output: 4 }, isEstimated: true });
  assert.deepEqual(usedBy({ tokens: { ...none, cacheRead: 5, output: 1 }, isWhole: false, outputBytes: 10 }, 301), { tokens: { ...none, cacheRead: 5, output: 4 }, isEstimated: true });
  assert.equal(usedBy({ tokens: { ...none, output: 50 }, isWhole: false, outputBytes: 10 }, 0).tokens.output, 50);
});
