// What the fuzz mutates: the examples of the docs, the recipes, one text of each fault, and some that mean harm.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { syntaxFaults } from '../../src/language/syntax/finding-kinds.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The blocks of a page that are marked as this language. */
function examplesOf(page: string): readonly string[] {
  return page.split('```esp\n').slice(1).map((rest) => rest.split('```')[0] ?? '');
}

export const examples: readonly string[] = globSync('docs/*.md', { cwd: root }).toSorted()
  .flatMap((path) => examplesOf(read(path)));
export const recipes: readonly string[] = globSync('recipes/**/*.esp', { cwd: root }).toSorted().map(read);

const hostile: readonly string[] = [
  '{'.repeat(200), '['.repeat(200), 'espalier 1\nworkflow w { step s { agent [', '"\\u{', 'a -> '.repeat(50),
  'espalier 1\nworkflow __proto__ { step constructor { run "x"  ok -> toString } }\n',
];

const small = (text: string): boolean => text.length < 5_000;

/** Whole files, and lines of them, that most inputs stay small. */
export const corpus: readonly string[] = [
  ...examples, ...recipes, ...Object.values(syntaxFaults).filter(small), ...hostile,
  ...[...examples, ...recipes].flatMap((text) => text.split('\n').filter((line) => line !== ''))
    .map((line) => `espalier 1\n${line}\n`),
];
