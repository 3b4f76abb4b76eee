import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Account, mostOf, type RequestEstimate, type Reservation, reserve } from './ledger.ts';

const tokens = (least: number, most: number): RequestEstimate => ({ least: { tokens: least, usdMicros: 0 }, most: { tokens: most, usdMicros: 0 } });
const money = (least: number | null, most: number | null): RequestEstimate => ({ least: { tokens: 1, usdMicros: least }, most: { tokens: 1, usdMicros: most } });
const used = (count: number): { tokens: number; usdMicros: number } => ({ tokens: count, usdMicros: 0 });
const limited = (most: number | null, name = 'this order'): Account => new Account(name, { tokens: most, usdMicros: null });

function taken(accounts: readonly Account[], request: RequestEstimate): Reservation {
  const reserved = reserve(accounts, request);
  if (!reserved.ok) throw new Error(reserved.kind);
  return reserved;
}

function answer(accounts: readonly Account[], request: RequestEstimate): string {
  const reserved = reserve(accounts, request);
  return reserved.ok ? 'taken' : reserved.kind === 'later' ? `later: ${reserved.waitsFor.name}` : reserved.why;
}

test('what a request may cost is held, and what it cost is spent', () => {
  const account = limited(100);
  const one = taken([account], tokens(10, 60));
  assert.deepEqual([account.held.tokens, account.spent.tokens], [60, 0]);
  one.settle(used(25));
  assert.deepEqual([account.held.tokens, account.spent.tokens], [0, 25]);
});

test('a reservation ends once', () => {
  const account = limited(100);
  const one = taken([account], tokens(10, 60));
  one.settle(used(25));
  one.settle(used(25));
  one.release();
  one.settleUnknown();
  assert.deepEqual([account.held.tokens, account.spent.tokens], [0, 25]);
});

test('what was not asked costs nothing, and what came of it nobody knows costs all that it could', () => {
  const account = limited(100);
  taken([account], tokens(10, 60)).release();
  assert.equal(account.spent.tokens, 0);
  taken([account], tokens(10, 60)).settleUnknown();
  assert.equal(account.spent.tokens, 60);
});

test('what does not fit beside others waits for them', () => {
  const account = limited(100);
  const first = taken([account], tokens(10, 60));
  assert.equal(answer([account], tokens(10, 41)), 'later: this order');
  assert.equal(answer([account], tokens(10, 40)), 'taken');
  first.settle(used(10));
  assert.equal(answer([account], tokens(10, 50)), 'taken');
});

test('what does not fit alone either is held alone, as far as anything is left', () => {
  const account = limited(100);
  const one = taken([account], tokens(10, 5_000));
  assert.equal(account.held.tokens, 100);
  assert.equal(answer([account], tokens(1, 1)), 'later: this order');
  one.settle(used(130));
  assert.equal(account.spent.tokens, 130);
  assert.match(answer([account], tokens(1, 1)), /^this order has used 130 tokens of 100 tokens, and this request needs at least 1 tokens more$/);
});

test('a request of which not even the input is left is refused, whatever others hold', () => {
  const account = limited(100);
  taken([account], tokens(10, 20)).settle(used(20));
  taken([account], tokens(10, 80));
  assert.match(answer([account], tokens(81, 90)), /needs at least 81 tokens more/);
  assert.equal(answer([account], tokens(80, 90)), 'later: this order');
});

test('it is held in every account, or in none', () => {
  const [order, run] = [limited(100), limited(50, 'the run')];
  taken([limited(100), run], tokens(1, 30));
  assert.equal(answer([order, run], tokens(1, 30)), 'later: the run');
  assert.equal(order.held.tokens, 0);
  assert.match(answer([order, run], tokens(51, 60)), /^the run has used 0 tokens of 50 tokens/);
  assert.equal(order.held.tokens, 0);
});

test('a budget in money is held, and needs a price', () => {
  const account = new Account('the day', { usdMicros: 1_000_000, tokens: null });
  assert.match(answer([account], money(null, null)), /nobody knows what this model costs: give a price for it, or a budget in tokens/);
  assert.match(answer([account], money(1, null)), /nobody knows/);
  taken([account], money(100, 900_000)).settle({ tokens: 5, usdMicros: null });
  assert.equal(account.spent.usdMicros, 900_000);
  assert.match(answer([account], money(100_001, 100_001)), /^the day has used \$0.9000 of \$1.0000, and this request needs at least \$0.1000 more$/);
  assert.equal(answer([limited(100)], money(null, null)), 'taken');
});

test('what an allowance does not say it does not limit', () => {
  assert.deepEqual(mostOf({ usdMicros: 0, tokens: 5 }), { usdMicros: null, tokens: 5 });
  assert.equal(answer([new Account('this order', mostOf({ usdMicros: 0, tokens: 0 }))], tokens(1e9, 1e9)), 'taken');
});

test('who waits is told once, after all accounts are settled', () => {
  const [order, run] = [limited(100), limited(100, 'the run')];
  const one = taken([order, run], tokens(1, 100));
  const heard: number[] = [];
  order.onFreed(() => heard.push(run.held.tokens));
  one.settle(used(1));
  taken([order, run], tokens(1, 2)).release();
  assert.deepEqual(heard, [0]);
});

/** One step of several orders under one run: somebody asks, or the reply to somebody comes. */
type Step = { readonly asks: number; readonly least: number; readonly more: number } | { readonly settles: number; readonly share: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ asks: fc.nat(2), least: fc.integer({ min: 1, max: 30 }), more: fc.nat(90) }),
  fc.record({ settles: fc.nat(20), share: fc.nat(100) }),
);

interface Flying { readonly order: number; readonly request: RequestEstimate; readonly reservation: Reservation }

/** Plays the steps beside a model that only adds up, and looks after each of them. */
function play(steps: readonly Step[], make: (name: string, limit: number) => Account): void {
  const limits = [60, 100, 140];
  const run = make('the run', 200);
  const orders = limits.map((limit, at) => make(`order ${at}`, limit));
  let flying: readonly Flying[] = [];
  const spent = [0, 0, 0];
  const look = (account: Account, of: readonly Flying[], total: number): void => {
    const limit = account.most.tokens ?? 0;
    const most = of.reduce((sum, { request }) => sum + request.most.tokens, 0);
    assert.equal(account.spent.tokens, total);
    // Whatever the replies are, they fit, unless there is only the one.
    assert.ok(of.length < 2 || total + most <= limit, `${account.name}: ${total} and ${most} in ${limit}`);
    assert.ok(account.held.tokens >= 0 && (of.length > 0 || account.held.tokens === 0));
  };
  for (const one of steps) {
    if ('asks' in one) {
      const [order, request] = [orders[one.asks] ?? run, tokens(one.least, one.least + one.more)];
      const reserved = reserve([order, run], request);
      const sum = spent.reduce((all, each) => all + each, 0);
      const isRefused = (spent[one.asks] ?? 0) + one.least > (limits[one.asks] ?? 0) || sum + one.least > 200;
      assert.equal(!reserved.ok && reserved.kind === 'refused', isRefused, 'refused where not even its input is left, and only there');
      if (flying.length === 0) assert.notEqual(reserved.ok ? '' : reserved.kind, 'later', 'nobody waits for nothing');
      if (reserved.ok) flying = [...flying, { order: one.asks, request, reservation: reserved }];
    } else {
      const ended = flying[one.settles % Math.max(1, flying.length)];
      if (ended === undefined) continue;
      const { least, most } = ended.request;
      const cost = least.tokens + Math.floor(((most.tokens - least.tokens) * one.share) / 100);
      ended.reservation.settle(used(cost));
      spent[ended.order] = (spent[ended.order] ?? 0) + cost;
      flying = flying.filter((other) => other !== ended);
    }
    orders.forEach((order, at) => look(order, flying.filter((other) => other.order === at), spent[at] ?? 0));
    look(run, flying, spent.reduce((all, each) => all + each, 0));
  }
}

const holds = (make: (name: string, limit: number) => Account): boolean =>
  !fc.check(fc.property(fc.array(step, { maxLength: 60 }), (steps) => play(steps, make)), { seed: 62, numRuns: 2_000 }).failed;

test('however requests interleave, no account is passed by more than one reply', () => {
  assert.equal(holds((name, limit) => limited(limit, name)), true);
});

test('that would be found: accounts that forget what others hold', () => {
  class Forgetful extends Account {
    override fault(request: RequestEstimate): string | null {
      const fault = super.fault(request);
      return fault === 'later' ? null : fault;
    }
  }
  assert.equal(holds((name, limit) => new Forgetful(name, { tokens: limit, usdMicros: null })), false);
});

test('that would be found: accounts that let in whatever its input fits', () => {
  class Hopeful extends Account {
    override fault({ least }: RequestEstimate): string | 'later' | null {
      return super.fault({ least, most: least });
    }
  }
  assert.equal(holds((name, limit) => new Hopeful(name, { tokens: limit, usdMicros: null })), false);
});
