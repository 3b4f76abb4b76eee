import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { packagedVersion } from './packaged-rates.ts';
import { priceTable } from './price-table.ts';

const require = createRequire(import.meta.url);
const at = Date.UTC(2026, 10, 21);
const none = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
const table = priceTable({ at });
const claude = { provider: 'anthropic', model: 'claude-opus-4-5-20251101' };

test('the version is the one that is installed', () => {
  const { dependencies } = require('../../../package.json') as { dependencies: Record<string, string> };
  assert.equal(packagedVersion, `genai-prices ${dependencies['@pydantic/genai-prices']}`);
  assert.equal(table.version, packagedVersion);
});

test('models of the three providers have prices', () => {
  assert.equal(table.priceOf(claude, { input: 1_000, output: 100, cacheRead: 10_000, cacheWrite: 200, longCacheWrite: 100 }), 5_000 + 2_500 + 5_000 + 625 + 1_000);
  assert.equal(table.priceOf({ provider: 'openai', model: 'gpt-5.2-codex' }, { ...none, input: 1_000, output: 10, cacheRead: 1_000 }), 1_750 + 140 + 175);
  assert.equal(table.priceOf({ provider: 'gemini', model: 'gemini-2.5-pro' }, { ...none, input: 200_001, output: 1 }), Math.ceil(200_001 * 2.5 + 15));
});

test('what is not known has no price, and not the price of what resembles it', () => {
  for (const asked of [
    { provider: 'anthropic', model: 'claude-nonsense' }, { provider: 'openai', model: claude.model }, { provider: 'my-anthropic', model: claude.model },
    { provider: 'nobody', model: 'm' }, { provider: 'toString', model: 'm' }, { provider: '', model: '' },
  ]) assert.equal(table.priceOf(asked, { ...none, input: 1 }), null, JSON.stringify(asked));
});

test('what has no price for its output has none', () => {
  assert.equal(table.priceOf({ provider: 'openai', model: 'whisper-1' }, { ...none, input: 1 }), null);
});

test('a price may hold from a day on', () => {
  const flash = { provider: 'gemini', model: 'gemini-3.6-flash' };
  const [before, after] = [at, Date.UTC(2027, 0, 2)].map((when) => priceTable({ at: when }).priceOf(flash, { ...none, input: 1_000_000 }));
  assert.deepEqual([before, after], [750_000, 1_500_000]);
});

test('it counts as the package itself does, rounded up', () => {
  const { calcPrice } = require('@pydantic/genai-prices') as { calcPrice: (usage: object, model: string, options: object) => { total_price: number } | null };
  for (const [provider, model] of [['anthropic', 'claude-sonnet-4-5'], ['openai', 'gpt-5.5'], ['google', 'gemini-2.5-flash'], ['deepseek', 'deepseek-chat']] as const) {
    for (const input of [1, 777, 200_000, 200_001, 300_000]) {
      const theirs = calcPrice({ input_tokens: input + 5_000, cache_read_tokens: 5_000, output_tokens: 321 }, model, { providerId: provider, timestamp: new Date(at) });
      const ours = table.priceOf({ provider, model }, { ...none, input, cacheRead: 5_000, output: 321 });
      const exact = (theirs?.total_price ?? NaN) * 1_000_000;
      assert.ok(ours !== null && ours >= exact - 1e-6 && ours < exact + 1 + 1e-6, `${model} ${input}: ${ours} and ${exact}`);
    }
  }
});

test('what a person says goes before the table, and the version tells it', () => {
  const own = priceTable({ at, overrides: [{ provider: null, model: 'm1', input: 1_000_000, output: 2_000_000, cacheRead: 0 }, { provider: 'anthropic', model: claude.model, input: 0, output: 0 }] });
  assert.equal(own.priceOf({ provider: 'anyone', model: 'm1' }, { input: 10, output: 10, cacheRead: 10, cacheWrite: 10 }), 40);
  assert.equal(own.priceOf(claude, { ...none, input: 1_000 }), 0);
  assert.equal(own.priceOf({ ...claude, provider: 'openai' }, { ...none, input: 1_000 }), null);
  assert.match(own.version, /^genai-prices \d+\.\d+\.\d+, own [0-9a-f]{12}$/);
  assert.notEqual(own.version, priceTable({ at, overrides: [{ provider: null, model: 'm1', input: 1, output: 2 }] }).version);
});

test('a price of a person\'s own is a whole number', () => {
  for (const input of [0.5, -1, NaN, Infinity]) {
    assert.throws(() => priceTable({ at, overrides: [{ provider: null, model: 'm1', input, output: 0 }] }), /Cannot price m1/);
  }
});
