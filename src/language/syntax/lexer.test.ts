import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { FindingList } from './finding-list.ts';
import { lex } from './lexer.ts';

interface Seen {
  readonly tokens: readonly string[];
  readonly kinds: readonly string[];
}

function seen(text: string): Seen {
  const list = new FindingList('a.esp');
  const { tokens } = lex(text, list);
  return {
    tokens: tokens.map((token) => `${token.kind} ${token.text}`.trim()),
    kinds: list.findings.map(({ kind }) => kind),
  };
}

const sound: Readonly<Record<string, readonly string[]>> = {
  'ok->verify': ['word ok', '-> ->', 'word verify'],
  'write-tests plan.tasks': ['word write-tests', 'word plan.tasks'],
  '3 0.25 6M 500ms 4G': ['number 3', 'number 0.25', 'number 6M', 'number 500ms', 'number 4G'],
  '[a,b,] # end': ['[ [', 'word a', ', ,', 'word b', ', ,', '] ]', 'comment # end'],
  '"a\\"b\\\\c\\n\\t\\u{1F331}"': ['text a"b\\c\n\t🌱'],
  '\uFEFFroot\r\nfix': ['word root', 'word fix'],
};

for (const [text, tokens] of Object.entries(sound)) {
  test(`tokens of ${JSON.stringify(text)}`, () => deepEqual(seen(text), { tokens: [...tokens, 'end'], kinds: [] }));
}

const unsound: Readonly<Record<string, readonly string[]>> = {
  'a \u00a0 b': ['bad-character'],
  'a \u200b\u200b b': ['bad-character'],
  'a \ud800 b': ['bad-character'],
  'a \u0007 b': ['bad-character'],
  '# \u202e turned': ['bad-character'],
  '# \u200f turned': ['bad-character'],
  '"npm tes\u200bt"': ['bad-character'],
  '"\u{e0041}"': ['bad-character'],
  '"\u202eturned"': ['bad-character'],
  'a → b': ['bad-character'],
  '// no comment': ['bad-character'],
  '"open': ['text-not-closed'],
  '"\\x"': ['bad-escape'],
  '"\\u{110000}"': ['bad-escape'],
  '"\\u{D800}"': ['bad-escape'],
  '"\\u{0}"': ['bad-escape'],
  "'npm test'": ['text-not-quoted'],
  '“npm test”': ['text-not-quoted'],
  'prompts/write.md': ['text-not-quoted'],
  '3x 1_000': ['bad-number', 'bad-number'],
  '-3': ['bad-character'],
};

for (const [text, kinds] of Object.entries(unsound)) {
  test(`what is wrong with ${JSON.stringify(text)}`, () => deepEqual(seen(text).kinds, kinds));
}

test('what could not be read makes the next token doubtful, and line ends are counted', () => {
  const { tokens } = lex('a\n\n§ 3x b', new FindingList('a.esp'));
  deepEqual(tokens.map(({ breaks, doubtful }) => [breaks, doubtful]), [[1, false], [2, false], [0, true], [0, false]]);
});

test('a line of a million marks takes work in proportion', () => {
  for (const mark of ["'", '"', '\\', '-', '@', '\u200b', '#', '“', '9', 'a.']) {
    const text = mark.repeat(100_000);
    equal(lex(text, new FindingList('a.esp')).steps <= 3 * text.length, true, mark);
  }
});
