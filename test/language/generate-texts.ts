// Texts that somebody might have written, and many that nobody would: mutated files, words in any order, characters.
import fc from 'fast-check';
import { FindingList } from '../../src/language/syntax/finding-list.ts';
import { fileBody, keywordsOf, stepRule } from '../../src/language/syntax/grammar.ts';
import { lex } from '../../src/language/syntax/lexer.ts';

const words: readonly string[] = [
  ...keywordsOf(fileBody), ...keywordsOf(stepRule.body), 'espalier 1\n', 'name', 'plan.tasks', 'task.writes', 'usd',
  'attempt', 'base', 'code', 'else', 'approved', 'by', 'or', 'and', 'end', 'halt', 'as', 'pick', 'best', 'step a {',
  '}\n', '{', '}', '[', ']', '(', ')', ',', ':', '=', '->', 'ok -> end', '"text"', '"open', '"\\', '3', '10m', '3x', '\n',
  '\n\n', '\n  ', '# comment\n', '#', ';', '/', 'a/b', "'", '→', '\u200b', '\ud800', '\u0000', '\r\n', '\r', '\t',
  '\uFEFF', '🌱', '__proto__', 'tokens',
];

/** Words of the language and others, in any order. */
export const soup: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('espalier 1\n', 'espalier 1\nworkflow w {\nstep s {\n', ''),
    fc.array(fc.constantFrom(...words), { maxLength: 14 }),
  )
  .map(([start, parts]) => start + parts.join(' '));

export const strings: fc.Arbitrary<string> = fc.string({ unit: 'binary', maxLength: 40 });

/** One change: so many characters from somewhere are replaced. */
const put = fc.oneof(fc.constantFrom('', ...words), fc.constantFrom(' ', '\n', '{', '}', '"'));
const change = fc.tuple(fc.nat(), fc.nat(6), put);

/** A file with a few changes anywhere; of a long one only a part, that inputs stay small. */
export function mutated(corpus: readonly string[]): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...corpus), fc.array(change, { minLength: 1, maxLength: 4 })).map(([text, changes]) =>
    changes.reduce((so, [at, length, other]) => {
      const start = at % (so.length + 1);
      return so.slice(0, start) + other + so.slice(start + length);
    }, text));
}

const gaps: readonly string[] = [' ', '\n ', '  ', ' # why\n  ', '\r\n\t', '\n\n\n '];

/** Other line ends, indentations and spaces between the same tokens, and comments at line ends. */
export function relaid(text: string, choices: readonly number[]): string {
  const { tokens } = lex(text, new FindingList('a.esp'));
  const gap = (at: number): string => gaps[choices[at % choices.length] ?? 0] ?? ' ';
  return tokens.map(({ start, end }, at) => (at === 0 ? '' : gap(at)) + text.slice(start, end)).join('');
}

/** A sound text in which one word stands where another did: most are plans still, or nearly. */
export function oneWordOff(texts: readonly string[]): fc.Arbitrary<string> {
  const swaps = fc.tuple(fc.constantFrom(...texts), fc.nat(), fc.nat());
  return swaps.map(([text, from, to]) => {
    const words = [...text.matchAll(/[a-z0-9][a-z0-9-]*/g)];
    const [out, other] = [words[from % words.length], words[to % words.length]];
    if (out === undefined || other === undefined) return text;
    return text.slice(0, out.index) + other[0] + text.slice(out.index + out[0].length);
  });
}
