import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxId } from './hand-parts.ts';

const named = (run: string, id: string, { epoch = 1, part = '' } = {}): string => boxId({ parts: { run }, sheet: { order: { id } }, epoch }, part);

test('orders whose names look alike have boxes of their own', () => {
  const long = 'x'.repeat(63);
  const ids = [
    named('r', 'a-b/c.1'), named('r', 'a/b-c.1'), named('s', 'a/b-c.1'), named('r', 'a/b-c.1', { epoch: 2 }), named('r', 'a/b-c.1', { part: 'unit' }),
    named('r', 'a/b-c.1', { part: 'unit-control0' }), named('r', 'p[1]'), named('r', 'p-1-'), named('r', `a${long}/write.1`), named('r', `b${long}/write.1`),
  ];
  assert.equal(new Set(ids).size, ids.length, ids.join('\n'));
});

test('whatever an order, a run and a gate are named, a box can be named so', () => {
  for (const run of ['build-20261121-n3p4e', `${'w'.repeat(64)}-20261121-n3p4e`, `${'-'.repeat(50)}x`]) {
    for (const order of ['@/plan.1', `${'t'.repeat(64)}/${'s'.repeat(64)}.12[3]`, 'probe 3']) {
      assert.match(named(run, order, { epoch: 1000, part: `${'g'.repeat(64)}-control3` }), /^[A-Za-z0-9][\w.-]{0,99}$/);
    }
  }
});
