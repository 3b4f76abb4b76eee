import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { jsonText } from './json-text.ts';
import { renderLine, styled } from './line.ts';
import { plainText } from './plain-text.ts';
import { table } from './table.ts';

/** Everything below a space but the line's own end, DEL, C1, and what hides or turns text around. */
const steering = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const anyText = fc.string({ unit: 'binary' });

test('no text steers a terminal, whatever it holds', () => {
  fc.assert(fc.property(anyText, (text) => !steering.test(renderLine([text, styled('bad', text)], false))));
});

test('colours are ours alone', () => {
  equal(renderLine([styled('bad', 'a\u001b[0mb'), ' ', styled('good', '')], true), '\u001b[31ma\\x1b[0mb\u001b[39m');
});

test('plain text stays as it is', () => {
  for (const text of ['Grüße', '日本語', 'naïve → ok', '🌱', 'a  b']) equal(plainText(text), text);
});

test('JSON holds the same data and nothing that steers', () => {
  fc.assert(fc.property(anyText, fc.array(anyText), (text, list) => {
    const json = jsonText({ [text]: list });
    equal(JSON.stringify(JSON.parse(json)), JSON.stringify({ [text]: list }));
    return !steering.test(json.replaceAll('\n', ''));
  }));
});

test('columns are as wide as what is seen of their cells', () => {
  const [head, row] = table(['A', 'B'], [['x\u001b', 'y']]);
  equal(renderLine(head ?? '', false), 'A      B');
  equal(renderLine(row ?? '', false), 'x\\x1b  y');
});
