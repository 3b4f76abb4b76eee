import { equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { usdMicrosOf } from './raise.ts';

const usd = (text: string): number => usdMicrosOf({ options: new Map([['usd', text]]) });

test('dollars are taken as they are typed', () => {
  for (const [text, micros] of [['5', 5_000_000], ['2.50', 2_500_000], ['0.000001', 1], ['1.1', 1_100_000]] as const) equal(usd(text), micros);
});

test('what is no amount is refused', () => {
  for (const text of ['', '-1', '1e3', '0x10', '1,5', '1.0000001', '9999999999', '$5']) throws(() => usd(text), /needs dollars/);
});
