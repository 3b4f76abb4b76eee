import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Measure } from './numeral.ts';
import { readDecimal, readNumeral } from './numeral.ts';

test('numbers are read exactly, by what their place wants', () => {
  const table: readonly (readonly [string, Measure, number])[] = [
    ['3', 'count', 3], ['6M', 'count', 6_000_000], ['200K', 'count', 200_000], ['0.5K', 'count', 500], ['1.2G', 'count', 1_200_000_000],
    ['500ms', 'time', 500], ['90s', 'time', 90_000], ['10m', 'time', 600_000], ['3h', 'time', 10_800_000],
    ['2d', 'time', 172_800_000], ['1.5s', 'time', 1_500],
    ['512M', 'size', 536_870_912], ['4G', 'size', 4_294_967_296], ['7', 'size', 7],
    ['0.1', 'usd', 100_000], ['20', 'usd', 20_000_000], ['0.000001', 'usd', 1], ['1.10', 'usd', 1_100_000],
  ];
  for (const [text, measure, value] of table) deepEqual(readNumeral(text, measure), { ok: true, value }, text);
});

test('a wrong unit, a part of a unit and too much are refused', () => {
  const table: readonly (readonly [string, Measure, string])[] = [
    ['3', 'time', 'number-unit'], ['5M', 'time', 'number-unit'], ['3h', 'count', 'number-unit'], ['constructor', 'count', 'number-too-large'],
    ['1constructor', 'count', 'number-unit'], ['0.5', 'count', 'number-not-whole'], ['0.0000001', 'usd', 'number-not-whole'],
    ['0.5ms', 'time', 'number-not-whole'], ['9007199254740993', 'count', 'number-too-large'],
    ['9'.repeat(1_000_000), 'count', 'number-too-large'], ['1.2.3', 'count', 'number-too-large'],
  ];
  for (const [text, measure, kind] of table) {
    const read = readNumeral(text, measure);
    equal(read.ok ? 'read' : read.kind, kind, text.slice(0, 20));
  }
});

test('a target may have decimals', () => {
  deepEqual(['0.25', '12', '1.5K', '3h', '1e9'].map(readDecimal), [0.25, 12, 1_500, null, null]);
});
