/** A short form of the fuzz campaign for the compiler: `npm run fuzz` has the long one. */
import { test } from 'node:test';
import fc from 'fast-check';
import { corpus, recipes } from './corpus.ts';
import { mutated, oneWordOff } from './generate-texts.ts';
import { holdCompile } from './held-compile.ts';

test('a recipe with one word off is a plan or has findings, laid out anew the same', () => {
  fc.assert(fc.property(oneWordOff(recipes), holds), { numRuns: 400, seed: 7 });
});

test('whatever a file has become by mutations is answered', () => {
  fc.assert(fc.property(mutated(corpus), holds), { numRuns: 2_000, seed: 7 });
});

function holds(text: string): void {
  holdCompile(text);
}
