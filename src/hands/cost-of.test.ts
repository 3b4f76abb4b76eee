import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelBill } from '../ports/gateway.ts';
import { costOf, nothingUsed, usageOf } from './cost-of.ts';

const allowance = { usdMicros: 500, tokens: 1_000 };
const bill = (usdMicros: number | null, output: number): ModelBill => ({ ...nothingUsed, requests: 1, usdMicros, tokens: { input: 1, output, cacheRead: 2, cacheWrite: 4 } });

test('all four kinds of tokens count, and what bills say', () => {
  assert.deepEqual(costOf([bill(30, 8), bill(12, 16)], allowance), { usdMicros: 42, tokens: 38 });
  assert.deepEqual(costOf([nothingUsed], allowance), { usdMicros: 0, tokens: 0 });
});

test('what has no price is as much as was reserved, or more where more is known', () => {
  assert.deepEqual(costOf([bill(null, 8)], allowance), { usdMicros: 500, tokens: 15 });
  assert.deepEqual(costOf([bill(700, 0), bill(null, 0)], allowance), { usdMicros: 700, tokens: 14 });
});

test('what was used is told by kind, with what is not certain of it', () => {
  const one = { ...bill(30, 8), models: ['b'], prices: '2026-11' };
  assert.deepEqual(usageOf([one, { ...bill(null, 1), models: ['a', 'b'], isEstimated: true }]), {
    requests: 2, input: 2, output: 9, cacheRead: 4, cacheWrite: 8, models: ['a', 'b'], prices: '2026-11', isUnpriced: true, isEstimated: true,
  });
  assert.deepEqual(usageOf([one]), { requests: 1, input: 1, output: 8, cacheRead: 2, cacheWrite: 4, models: ['b'], prices: '2026-11' });
});
