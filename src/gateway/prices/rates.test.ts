import assert from 'node:assert/strict';
import { test } from 'node:test';
import { costOf, type Rate, type Rates } from './rates.ts';

const flat = (base: number): Rate => ({ base, tiers: [] });
const none = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
const sonnet: Rates = { input: flat(3_000_000), output: flat(15_000_000), cacheRead: flat(300_000), cacheWrite: flat(3_750_000), longCacheWrite: flat(6_000_000) };

test('each sort of token has its price', () => {
  assert.equal(costOf(sonnet, { ...none, input: 1_000 }), 3_000);
  assert.equal(costOf(sonnet, { ...none, output: 1_000 }), 15_000);
  assert.equal(costOf(sonnet, { ...none, cacheRead: 1_000 }), 300);
  assert.equal(costOf(sonnet, { ...none, cacheWrite: 1_000 }), 3_750);
  assert.equal(costOf(sonnet, { ...none, cacheWrite: 1_000, longCacheWrite: 400 }), 600 * 3.75 + 400 * 6);
});

test('a price is rounded up once, at its end', () => {
  const cheap: Rates = { ...sonnet, input: flat(1), output: flat(1), cacheRead: flat(100_000) };
  assert.equal(costOf(cheap, { ...none, cacheRead: 1 }), 1);
  assert.equal(costOf(cheap, { ...none, cacheRead: 11 }), 2);
  assert.equal(costOf(cheap, { ...none, input: 1, output: 1 }), 1);
  assert.equal(costOf(cheap, { ...none, cacheRead: 10 }), 1);
  assert.equal(costOf(cheap, none), 0);
  assert.equal(costOf(sonnet, { ...none, output: 1_000_000_000 }), 15_000_000_000);
});

test('what has no price of its own costs what other input costs', () => {
  const bare: Rates = { ...sonnet, cacheRead: null, cacheWrite: null, longCacheWrite: null };
  assert.equal(costOf(bare, { ...none, cacheRead: 10, cacheWrite: 10, longCacheWrite: 5 }), 60);
  assert.equal(costOf({ ...sonnet, longCacheWrite: null }, { ...none, cacheWrite: 8, longCacheWrite: 8 }), 30);
});

test('a long context has another price, for all of the request', () => {
  const tiers: Rates = { ...sonnet, input: { base: 1_000_000, tiers: [{ above: 100, rate: 2_000_000 }, { above: 200, rate: 4_000_000 }] }, output: { base: 1_000_000, tiers: [{ above: 100, rate: 10_000_000 }] }, cacheRead: flat(0) };
  assert.equal(costOf(tiers, { ...none, input: 100, output: 1 }), 101);
  assert.equal(costOf(tiers, { ...none, input: 101, output: 1 }), 212);
  assert.equal(costOf(tiers, { ...none, input: 50, cacheRead: 51, output: 1 }), 110);
  assert.equal(costOf(tiers, { ...none, input: 201 }), 804);
});
