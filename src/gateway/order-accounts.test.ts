import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GatewayError, type ModelOrder } from '../ports/gateway.ts';
import type { DayAmount, DayRequest } from './day/day-ledger.ts';
import type { Day } from './day/order-day.ts';
import { orderAccounts } from './order-accounts.ts';

const live = new AbortController().signal;
const prices = [{ provider: null, model: 'm', input: 1_000_000, output: 1_000_000 }];
const key = { provider: 'toy', isSubscription: false };
const order = (usdMicros: number, tokens: number, model: string | null = 'm'): ModelOrder => ({ wires: ['messages'], model, allowance: { usdMicros, tokens }, tools: [] });
const asked = { provider: 'toy', model: 'm', inputBytes: 30, mostOutput: 90, hasPrice: true };
const used = { tokens: { input: 10, output: 5, cacheRead: 0, cacheWrite: 0 }, isEstimated: false };

/** A day that remembers. */
class ToyDay implements Day {
  readonly budget: DayAmount;
  readonly told: string[] = [];
  refusal: { readonly why: string; readonly until: number | null } | null = null;

  constructor(budget: DayAmount) {
    this.budget = budget;
  }

  readonly ledger = {
    reserve: ({ usdMicros, tokens }: DayRequest) => {
      if (this.refusal !== null) return { ok: false as const, ...this.refusal };
      return { ok: true as const, id: this.told.push(`put ${usdMicros} ${tokens}`) };
    },
    settle: (id: number, { usdMicros, tokens }: DayRequest) => void this.told.push(`settled ${id} ${usdMicros} ${tokens}`),
  };
}

const accounts = (day: Day | null): ReturnType<typeof orderAccounts> => orderAccounts({ day, prices, now: () => 0 });

test('an allowance in money needs a price, and not the token of a subscription', () => {
  assert.throws(() => accounts(null)(order(1_000, 0, 'nobody-knows-it'), key), GatewayError);
  assert.throws(() => accounts(null)(order(1_000, 0), { ...key, isSubscription: true }), /give a budget in tokens alone/);
  for (const one of [order(0, 1_000, 'nobody-knows-it'), order(1_000, 0, null), order(0, 0)]) accounts(null)(one, key);
  accounts(null)(order(0, 1_000), { ...key, isSubscription: true });
});

test('the day is told of a whole allowance once, and of the bill at its end', async () => {
  const day = new ToyDay({ usdMicros: 5_000, tokens: null });
  const account = accounts(day)(order(1_000, 2_000), key);
  const hold = await account.hold(asked, live);
  assert.ok(typeof hold !== 'string');
  hold.settle(used);
  account.close();
  assert.deepEqual(day.told, ['put 1000 2000', 'settled 1 15 15']);
});

test('a day that has not the allowance left says until when', () => {
  const day = new ToyDay({ usdMicros: 5_000, tokens: null });
  day.refusal = { why: 'the day is used up', until: 86_400_000 };
  assert.throws(() => accounts(day)(order(1_000, 0), key), (error) => error instanceof GatewayError && error.until === 86_400_000 && error.message === 'the day is used up');
});

test('without an allowance in what the day is limited by, each request is put down, whatever becomes of it', async () => {
  const day = new ToyDay({ usdMicros: null, tokens: 5_000 });
  const account = accounts(day)(order(1_000, 0), key);
  for (const end of ['settle', 'settleUnknown', 'release'] as const) {
    const hold = await account.hold(asked, live);
    assert.ok(typeof hold !== 'string');
    hold[end](used);
  }
  day.refusal = { why: 'the day is used up', until: null };
  assert.equal(await account.hold(asked, live), 'the day is used up');
  assert.deepEqual(day.told, ['put 100 100', 'settled 1 15 15', 'put 100 100', 'settled 3 100 100', 'put 100 100', 'settled 5 0 0']);
  const { requests, usdMicros } = account.bill();
  assert.deepEqual([requests, usdMicros], [2, 115], 'what the day refused was not asked');
  account.close();
});
