import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkedRef } from '../repo/checked-ref.ts';
import { refName } from './pins.ts';

test('what could be taken for one another has refs of its own', () => {
  const names = ['a.1~2', 'a-1.2', 'a-1-2', 'a.1-2', 'a.1[2]', 'a.1_7e2', '@', '@@', '-', '', '_e', 'é', 'e', '..', '.', '_2e', 'a.lock', 'a_2elock'];
  assert.equal(new Set(names.map(refName)).size, names.length);
  assert.equal(refName('quarantine/@/plan.1~2/ab12'), 'quarantine/_40/plan.1_7e2/ab12');
});

const digest = 'ab'.repeat(32);

test('a name too long for a ref is told apart from others as well, and ends as it ended', () => {
  const deep = (step: string): string => `quarantine/@/${Array.from({ length: 12 }, (_, at) => `${step}-${at}.1`).join('/')}/${digest}`;
  const [one, other] = [refName(deep('inner-step')), refName(deep('outer-step'))];
  assert.match(one, new RegExp(`^quarantine/_x[0-9a-f]{32}/${digest}$`));
  assert.notEqual(one, other);
});

const part = fc.oneof(fc.string({ unit: fc.constantFrom(...'a1.-_~[]@/é\ud800'), maxLength: 6 }), fc.string({ unit: 'binary', maxLength: 40 }));
const name = fc.array(part, { minLength: 1, maxLength: 12 }).map((parts) => parts.join('/'));

test('any name is a ref, and no two are one', () => {
  fc.assert(fc.property(name, name, (one, other) => {
    const [first, second] = [refName(one), refName(other)];
    assert.equal(checkedRef(first), first);
    assert.equal(first === second, one === other);
  }), { numRuns: 3_000 });
});
