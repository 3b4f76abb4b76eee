import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { SourceText } from './source-text.ts';

test('columns count code points, a tab is one, and CRLF ends a line like LF', () => {
  const source = new SourceText('a.esp', 'a\t🌱b\r\nsecond\n');
  deepEqual(source.placeOf(0), { line: 1, column: 1 });
  deepEqual(source.placeOf(source.text.indexOf('b')), { line: 1, column: 4 });
  deepEqual(source.placeOf(source.text.indexOf('second')), { line: 2, column: 1 });
  deepEqual(source.placeOf(source.text.length), { line: 3, column: 1 });
  deepEqual([1, 2, 3, 4].map((line) => source.lineText(line)), ['a\t🌱b', 'second', '', '']);
});

test('an offset outside the text is at its nearest end, and the order of questions does not matter', () => {
  const source = new SourceText('a.esp', 'one\n🌱🌱🌱');
  deepEqual(source.placeOf(-5), { line: 1, column: 1 });
  deepEqual(source.placeOf(999), { line: 2, column: 4 });
  deepEqual(source.placeOf(6), { line: 2, column: 2 });
  deepEqual(source.placeOf(8), { line: 2, column: 3 });
  equal(source.lines, 2);
});
