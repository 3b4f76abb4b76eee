import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RateLimit } from './rate-limit.ts';

const now = Date.parse('2026-01-01T00:00:00Z');
const after = (headers: Record<string, string>, status = 429): number | null => {
  const limit = new RateLimit();
  limit.hear(status, headers, now);
  const until = limit.until();
  return until === null ? null : until - now;
};

test('until when is read as each provider says it', () => {
  assert.equal(after({ 'retry-after': '7' }), 7_000);
  assert.equal(after({ 'retry-after': '7', 'retry-after-ms': '1500' }), 1_500);
  assert.equal(after({ 'retry-after': 'Thu, 01 Jan 2026 00:02:00 GMT' }), 120_000);
  assert.equal(after({ 'anthropic-ratelimit-requests-reset': '2026-01-01T00:00:30Z', 'anthropic-ratelimit-tokens-reset': '2026-01-01T00:00:40Z' }), 40_000);
  assert.equal(after({ 'anthropic-ratelimit-unified-reset': String(now / 1_000 + 90) }), 90_000);
});

test('what says nothing, or nonsense, is a minute; what says for ever is not believed', () => {
  for (const headers of [{}, { 'retry-after': 'soon' }, { 'retry-after': '-1' }, { 'retry-after': 'Thu, 01 Jan 2015 00:00:00 GMT' }]) assert.equal(after(headers, 529), 60_000);
  assert.equal(after({ 'retry-after': '999999999999' }), 8 * 86_400_000);
});

test('other faults say nothing of it, and an answer ends it', () => {
  assert.equal(after({ 'retry-after': '7' }, 500), null);
  const limit = new RateLimit();
  limit.hear(429, {}, now);
  limit.hear(500, {}, now);
  assert.equal(limit.until(), now + 60_000);
  limit.hear(200, {}, now);
  assert.equal(limit.until(), null);
});

test('a rest is long only where the provider said so', () => {
  const isLong = (headers: Record<string, string>, status = 429): boolean => new RateLimit().hear(status, headers, now);
  assert.deepEqual([isLong({ 'retry-after': '21' }), isLong({ 'retry-after': '20' }), isLong({}), isLong({ 'retry-after': '60' }, 529), isLong({ 'retry-after': '60' }, 500)], [true, false, false, true, false]);
});
