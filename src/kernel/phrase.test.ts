/** What an agent wrote is quoted, cut and counted before it goes into a text. */

import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { maxLines } from './caps.ts';
import { capped, listed, oneOf, quoted, quotedPath, timesUpTo, timeText } from './phrase.ts';

test('a quotation is one line of plain characters, and ends', () => {
  equal(quoted('zz\n\u001b[31m`red`'), '`zz??[31m?red?`');
  equal(quoted('a'.repeat(81)), `\`${'a'.repeat(80)}…\``);
  equal(quotedPath('a'.repeat(81)), `\`${'a'.repeat(81)}\``);
  equal(quotedPath('a'.repeat(300)), `\`${'a'.repeat(256)}…\``);
});

test('a list of names tells how many more there are', () => {
  equal(listed([]), 'nothing');
  equal(listed([], 'there is none'), 'there is none');
  equal(oneOf(['a', 'b']), 'one of `a`, `b`');
  equal(oneOf([]), 'there is none to name');
  equal(listed(['a', 'b']), '`a`, `b`');
  equal(listed(Array.from({ length: 20 }, () => 'a')).endsWith(', … 8 more'), true);
});

test('of many lines the first are kept, and the others counted', () => {
  const lines = Array.from({ length: maxLines + 2 }, (_, index) => `line ${index}`);
  deepEqual(capped(lines.slice(0, maxLines)), lines.slice(0, maxLines));
  deepEqual(capped(lines), [...lines.slice(0, maxLines), '… 2 more']);
});

test('a time is said as the language writes it, and exactly', () => {
  deepEqual([172_800_000, 7_200_000, 5_400_000, 90_000, 1_500, 0].map(timeText), ['2d', '2h', '90m', '90s', '1500ms', '0s']);
  equal(timesUpTo(86_400_000), 'a time from 1ms to 1d');
});
