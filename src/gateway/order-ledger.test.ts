import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GatewayError } from '../ports/gateway.ts';
import { Account } from './ledger.ts';
import { type AskedModel, type Hold, OrderLedger } from './order-ledger.ts';
import { priceTable } from './prices/price-table.ts';

const prices = priceTable({ at: 0, overrides: [{ provider: 'p', model: 'm', input: 1_000_000, output: 10_000_000 }] });
const asked: AskedModel = { provider: 'p', model: 'm', inputBytes: 30, mostOutput: 10, hasPrice: true };
const none = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
const ledger = (usdMicros: number, tokens: number, ...shared: readonly Account[]): OrderLedger => new OrderLedger({ allowance: { usdMicros, tokens }, shared, prices });

async function held(of: OrderLedger, request: AskedModel = asked): Promise<Hold> {
  const hold = await of.hold(request);
  if (typeof hold === 'string') throw new Error(hold);
  return hold;
}

test('the bill is what was settled', async () => {
  const order = ledger(1_000, 0);
  assert.deepEqual(order.bill(), { requests: 0, tokens: none, usdMicros: 0, isEstimated: false, prices: prices.version, models: [] });
  const one = await held(order);
  one.settle({ tokens: { input: 10, output: 5, cacheRead: 1, cacheWrite: 3, longCacheWrite: 2 }, isEstimated: false });
  one.settleUnknown();
  (await held(order)).settle({ tokens: { ...none, output: 1 }, isEstimated: true });
  (await held(order)).release();
  assert.deepEqual(order.bill(), {
    requests: 2, tokens: { input: 10, output: 6, cacheRead: 1, cacheWrite: 3, longCacheWrite: 2 }, usdMicros: 74, isEstimated: true, prices: prices.version, models: ['m'],
  });
});

test('what came of it nobody knows costs all that it could', async () => {
  const order = ledger(1_000, 0);
  (await held(order)).settleUnknown();
  const { usdMicros, tokens, isEstimated } = order.bill();
  assert.deepEqual([usdMicros, tokens.input + tokens.output, isEstimated], [110, 20, true]);
});

test('what has no price makes the bill unknown, and stays so', async () => {
  const order = ledger(0, 1_000);
  (await held(order, { ...asked, hasPrice: false })).settle({ tokens: { ...none, output: 1 }, isEstimated: false });
  (await held(order)).settle({ tokens: { ...none, output: 1 }, isEstimated: false });
  assert.equal(order.bill().usdMicros, null);
  assert.deepEqual(order.bill().tokens, { ...none, output: 2 });
});

test('a budget in money needs a price, told when it is opened and when it is asked', async () => {
  const order = ledger(1_000, 0);
  assert.throws(() => order.assertPriced({ provider: 'p', model: 'other' }), (error: unknown) => error instanceof GatewayError && /p other: nobody knows what it costs; give a price/.test(error.message));
  order.assertPriced(asked);
  ledger(0, 1_000).assertPriced({ provider: 'p', model: 'other' });
  assert.match(String(await order.hold({ ...asked, model: 'other' })), /nobody knows/);
  assert.match(String(await order.hold({ ...asked, hasPrice: false })), /nobody knows/);
});

test('a request waits for what others hold, and is heard in turn', async () => {
  const run = new Account('the run', { usdMicros: null, tokens: 45 });
  const [one, two] = [ledger(0, 0, run), ledger(0, 0, run)];
  const [first, second] = [await held(one), await held(two)];
  const heard: string[] = [];
  const third = held(one).then((hold) => { heard.push('third'); return hold; });
  const fourth = two.hold(asked).then((hold) => { heard.push('fourth'); return hold; });
  await Promise.resolve();
  assert.deepEqual(heard, []);
  first.settle({ tokens: { ...none, input: 5 }, isEstimated: false });
  (await third).settle({ tokens: { ...none, input: 20 }, isEstimated: false });
  second.settle({ tokens: { ...none, input: 20 }, isEstimated: false });
  assert.match(String(await fourth), /^the run has used 45 tokens of 45 tokens/);
  assert.deepEqual(heard, ['third', 'fourth']);
});

test('who is gone waits no longer', async () => {
  const order = ledger(0, 20);
  await held(order);
  const gone = new AbortController();
  const waits = order.hold(asked, gone.signal);
  gone.abort();
  assert.equal(await waits, 'who asked it is gone');
});
