import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { readAmount, readDurationMs, showAmount, showTime } from './quantities.ts';
import { Words } from './words.ts';

const times: readonly (readonly [string, number])[] = [
  ['250ms', 250], ['5s', 5_000], ['+1h30m', 5_400_000], ['1d2h3m4s5ms', 93_784_005],
];

for (const [text, ms] of times) {
  test(`${text} is read and shown`, () => {
    equal(readDurationMs(text), ms);
    equal(showTime(ms), `+${text.replace('+', '')}`);
  });
}

test('amounts are dollars, tokens, or both', () => {
  deepEqual(readAmount(new Words('$3.50 400t')), { usdMicros: 3_500_000, tokens: 400 });
  equal(showAmount({ usdMicros: 3_500_000, tokens: 400 }), '$3.5 400t');
  equal(showAmount({ usdMicros: 0, tokens: 0 }), '$0');
});

test('what is neither is told', () => {
  for (const text of ['5', '5x', '', 'h', '1h30']) throws(() => readDurationMs(text), /a time is written as/);
  for (const text of ['5', '$x', 'xt', '']) throws(() => readAmount(new Words(text)));
});
