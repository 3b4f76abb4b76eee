import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { namesOut, unreadAs, writtenOut } from './written-out.ts';

test('a piece stands as often as is said, numbered where it asks for it', () => {
  equal(writtenOut('a «3 times {»«2 times b# » c'), 'a {{{b1 b2  c');
  equal(writtenOut('«NUL»'), '\0');
  equal(writtenOut('«what» {'), '«what» {');
});

test('names stand for many in the same way', () => {
  deepEqual(namesOut('«2 times part-#.esp»'), ['part-1.esp', 'part-2.esp']);
  deepEqual(namesOut('part.esp'), ['part.esp']);
});

test('what is no file of text says why', () => deepEqual([unreadAs('«a pipe»'), unreadAs('text')], ['pipe', null]));
