import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { excerptOf } from './excerpt.ts';
import { renderDiagnostics } from './render.ts';
import { toDiagnostics } from './to-diagnostics.ts';

function shown(text: string, found: string): readonly string[] {
  const start = text.indexOf(found);
  const finding = { kind: 'unknown-agent', file: 'fix.esp', span: { start, end: start + found.length }, message: 'there is no agent', hint: 'did you mean `coder`?' };
  const diagnosed = toDiagnostics([finding], new Map([['fix.esp', text]]));
  return renderDiagnostics(diagnosed).map((line) => line.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('').trimEnd());
}

test('a finding is told with its place, its line, carets and its hint', () => deepEqual(shown('espalier 1\nagent coder\nagent codr', 'codr'), [
  'fix.esp:3:7: error ESP106: there is no agent',
  '  3 | agent codr',
  '    |       ^^^^',
  '    = did you mean `coder`?',
]));

const excerpts: readonly (readonly [string, string, string, string, string])[] = [
  ['tabs are one space', '\t\tx', 'x', '  x', '  ^'],
  ['wide characters take two columns', '木木 x', 'x', '木木 x', '     ^'],
  ['carets are as wide as what they mark', 'a 木木 b', '木木', 'a 木木 b', '  ^^^^'],
  ['marks on letters take none', 'e\u0301 x', 'x', 'e\u0301 x', '  ^'],
  ['controls are written out', 'a\u001b[2Jb x', 'x', 'a\\x1b[2Jb x', '          ^'],
  ['marks that turn text around are written out', '\u202ex', 'x', '\\u{202e}x', '        ^'],
  ['what spans lines is marked on the first', 'ab\ncd', 'b\nc', 'ab', ' ^'],
  ['a line end with CR', 'ab\r\ncd', 'b', 'ab', ' ^'],
  ['a long line is cut behind', `x${'a'.repeat(500)}`, 'x', `x${'a'.repeat(99)}…`, '^'],
  ['a long line is cut before', `${'a'.repeat(500)}x`, 'x', `…${'a'.repeat(30)}x`, `${' '.repeat(31)}^`],
  ['a long line is cut on both sides', `${'a'.repeat(9_000)}x${'b'.repeat(9_000)}`, 'x', `…${'a'.repeat(30)}x${'b'.repeat(69)}…`, `${' '.repeat(31)}^`],
];

for (const [name, text, found, line, carets] of excerpts) {
  test(name, () => {
    const start = text.indexOf(found);
    const excerpt = excerptOf(text, { start, end: start + found.length });
    deepEqual([excerpt.line, excerpt.pad + excerpt.carets], [line, carets]);
  });
}

test('an excerpt of any text is short, and steers nothing', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.nat(320), fc.nat(320), (text, start, length) => {
    const { line, pad, carets } = excerptOf(text, { start, end: start + length });
    equal(/[\p{Cc}\p{Cf}\p{Cs}]/u.test(line), false);
    equal(pad.length + carets.length <= 110, true);
  }));
});

test('findings beyond the cap are counted', () => {
  const finding = { kind: 'bad-character', file: 'a', span: { start: 0, end: 1 }, message: 'no' };
  const diagnosed = toDiagnostics(Array.from({ length: 1_234 }, () => finding), new Map([['a', 'x']]));
  equal(diagnosed.diagnostics.length, 200);
  deepEqual(renderDiagnostics(diagnosed).at(-1), ['… 1034 more']);
});
