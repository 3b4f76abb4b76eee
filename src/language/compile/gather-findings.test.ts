import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../diagnostics/diagnostic.ts';
import { gathered, inOrder, placeText } from './gather-findings.ts';

const at = (kind: string, [start, end]: readonly [number, number], file = 'a'): Finding => (
  { kind, file, span: { start, end }, message: kind }
);

test('where the parser said why, lowering adds nothing; what is of another kind or place stays', () => {
  const unread = [at('text-not-closed', [20, 30]), at('bad-character', [5, 6])];
  const lowered = [
    at('setting-missing', [25, 26]), at('setting-missing', [6, 9]), at('setting-missing', [31, 40]), at('setting-missing', [25, 26], 'b'),
    at('said-twice', [25, 26]),
  ];
  deepEqual(gathered({ unread, lowered }).slice(2).map(({ kind, file, span }) => [kind, file, span.start]), [
    ['setting-missing', 'a', 31], ['setting-missing', 'b', 25], ['said-twice', 'a', 25],
  ]);
});

test('findings come by file as read, then by place, each once; a first place is told', () => {
  const texts = new Map([['b', 'one\n🌱 two\n'], ['a', '']]);
  const twice: Finding = { ...at('said-twice', [3, 4], 'b'), hint: 'say it once', first: { file: 'b', span: { start: 7, end: 8 } } };
  const sorted = inOrder([at('x', [1, 2]), at('y', [9, 9], 'b'), twice, at('x', [1, 2])], texts);
  deepEqual(sorted.map(({ kind, hint }) => [kind, hint]), [
    ['said-twice', 'say it once; first at b:2:3'], ['y', undefined], ['x', undefined],
  ]);
  deepEqual(placeText({ file: 'gone', span: { start: 9, end: 9 } }, texts), 'gone:1:1');
});
