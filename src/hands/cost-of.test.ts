import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelBill } from '../ports/gateway.ts';
import { costOf, nothingUsed } from './cost-of.ts';

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
