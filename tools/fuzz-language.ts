// node tools/fuzz-language.ts [--inputs N] [--seed S]: gives the parser, the formatter and the compiler texts of every sort,
// and says how many, how long it took, and what did not hold. Exit 1 when anything did not.
import fc from "fast-check";
import { printTree } from "../src/language/syntax/print-tree.ts";
import { corpus, recipes } from "../test/language/corpus.ts";
import { mutated, oneWordOff, relaid, soup, strings } from "../test/language/generate-texts.ts";
import { trees } from "../test/language/generate-trees.ts";
import { hold } from "../test/language/held.ts";
import { holdCompile } from "../test/language/held-compile.ts";
import { optionsOrEnd } from "./tool-options.ts";

const { inputs: given = "1000000", seed: from = "1" } = optionsOrEnd({ inputs: 1, seed: 0 });
const inputs = Number(given);
const seed = Number(from);

const layouts = fc.array(fc.nat(5), { minLength: 1, maxLength: 6 });
const generated = fc.tuple(trees, layouts).map(([tree, choices]) => relaid(printTree(tree), choices));
const short = corpus.filter((text) => text.length < 400);

/** Small inputs mostly: they reach as many places of the parser, a hundred times as often. */
const sorts: readonly (readonly [name: string, share: number, texts: fc.Arbitrary<string>])[] = [
  ["words in any order", 0.45, soup],
  ["mutated lines", 0.28, mutated(short)],
  ["characters", 0.15, strings],
  ["generated files", 0.08, generated],
  ["mutated files", 0.02, mutated(corpus)],
  ["one word off", 0.02, oneWordOff(recipes)],
];

let failures = 0;
let total = 0;
const start = performance.now();
for (const [name, share, texts] of sorts) {
  const count = Math.ceil(inputs * share);
  const began = performance.now();
  let sound = 0;
  let plans = 0;
  const run = fc.check(fc.property(texts, (text) => {
    if (hold(text)) sound += 1;
    if (holdCompile(text)) plans += 1;
  }), { numRuns: count, seed });
  total += run.numRuns;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${name}: ${run.numRuns} inputs, ${sound} read without a fault, ${plans} of them plans, ${seconds} s`);
  if (!run.failed) continue;
  failures += 1;
  console.log(`  does not hold: ${JSON.stringify(run.counterexample)}\n  ${String(run.errorInstance)}`);
}
console.log(`${total} inputs, ${((performance.now() - start) / 1000).toFixed(1)} seconds, ${failures} failures`);
process.exitCode = failures === 0 ? 0 : 1;
