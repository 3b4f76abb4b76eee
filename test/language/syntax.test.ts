// Properties of the parser, the printer and the formatter, on generated and mutated files; the long form is
// tools/fuzz-language.ts.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { fileBody, keywordsOf, stepRule } from '../../src/language/syntax/grammar.ts';
import { parse } from '../../src/language/syntax/parse.ts';
import { printTree } from '../../src/language/syntax/print-tree.ts';
import { corpus, examples, recipes } from './corpus.ts';
import { mutated, relaid, soup, strings } from './generate-texts.ts';
import { trees } from './generate-trees.ts';
import { hold, meaning } from './held.ts';

test('what is generated from the grammar is printed and read back as it was, in any layout', () => {
  fc.assert(fc.property(trees, fc.array(fc.nat(5), { minLength: 1, maxLength: 8 }), (tree, choices) => {
    const text = printTree(tree);
    const { tree: again, findings } = parse({ file: 'a.esp', text });
    deepEqual(findings, [], text);
    equal(meaning(again), meaning(tree));
    ok(hold(text));
    const other = relaid(text, choices);
    equal(meaning(parse({ file: 'a.esp', text: other }).tree), meaning(tree), other);
    ok(hold(other), other);
  }), { numRuns: 2_000 });
});

test('the examples of the docs and the recipes are sound', () => {
  ok(examples.length > 0);
  for (const text of [...examples, ...recipes]) ok(hold(text), text);
});

test('no text, however broken, throws or takes work out of proportion', () => {
  fc.assert(fc.property(fc.oneof(mutated(corpus), soup, strings), (text) => void hold(text)), { numRuns: 20_000 });
});

test('every keyword of the table stands in the grammar of the docs, and the other way round', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'language.md'), 'utf8');
  const grammar = page.split('```ebnf\n')[1]?.split('```')[0] ?? '';
  const quoted = new Set([...grammar.matchAll(/"([a-z-]+)"/gu)].map(([, word = '']) => word));
  for (const rule of [...fileBody.blocks.values(), stepRule]) {
    ok(quoted.has(rule.keyword), rule.keyword);
    if (rule.keyword === 'limits') continue;
    for (const word of keywordsOf(rule.body)) ok(quoted.has(word), `${rule.keyword} ${word}`);
  }
  const limits = fileBody.blocks.get('limits');
  for (const word of limits === undefined ? [] : keywordsOf(limits.body)) ok(page.includes(`\`${word}\``), word);
  for (const word of quoted) ok(printedWords.includes(`"${word}"`), `${word} is in no row of the table`);
});

/** All words of the table, however deep they stand in it. */
const printedWords = JSON.stringify([...fileBody.blocks.values(), stepRule], (_, value: unknown) =>
  (value instanceof Map ? [...value.entries()] : value)) + '"espalier""number""task""text""tasks""end""as""halt"';
