import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EnvelopePart } from '../../ports/envelope.ts';
import { applyEnvelope } from './apply-envelope.ts';

const files: Readonly<Record<string, string>> = { a: 'one\ntwo\nthree\ntwo\n', aaa: 'aaa', empty: '' };
const apply = (...parts: readonly EnvelopePart[]): unknown => {
  const applied = applyEnvelope(parts, (path) => files[path] ?? null);
  return applied.ok ? Object.fromEntries(applied.texts) : `${applied.path} ${applied.why}`;
};
const edit = (path: string, find: string, replace: string): EnvelopePart => ({ kind: 'edit', path, find, replace });
const fresh = (path: string, text: string): EnvelopePart => ({ kind: 'new', path, text });

test('edits are found in the file as it was, in any order', () => {
  assert.deepEqual(apply(edit('a', 'three', '3 one'), edit('a', 'one', ''), fresh('b', 'x')), { a: '\ntwo\n3 one\ntwo\n', b: 'x' });
});

test('what is not there, is there twice, or overlaps applies nothing', () => {
  assert.match(String(apply(fresh('b', 'x'), edit('a', 'four', ''))), /^a does not hold what is to be found: "four"/);
  assert.match(String(apply(edit('a', 'two', '2'))), /^a holds what is to be found more than once/);
  assert.match(String(apply(edit('aaa', 'aa', 'b'))), /more than once/);
  assert.match(String(apply(edit('a', 'one\ntwo', 'x'), edit('a', 'two\nthree', 'y'))), /two edits in the same place/);
  assert.match(String(apply(edit('b', 'x', 'y'))), /^b is to be edited, and is not there/);
  assert.match(String(apply(fresh('empty', 'x'))), /^empty is to be a new file, and is there already/);
});
