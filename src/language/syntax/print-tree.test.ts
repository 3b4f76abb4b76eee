import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from './parse.ts';
import { printTree, quoted } from './print-tree.ts';

test('a tree is printed with an entry a line, lists in brackets', () => {
  const text = `espalier 1 gate unit "npm \\"test\\"" landing a, b
    workflow w(goal text = "x") { step s { call v(goal: plan.text) explore 3 pick best ok -> end as bad } }`;
  equal(printTree(parse({ file: 'a.esp', text }).tree), `espalier 1

gate unit "npm \\"test\\""

landing [a, b]

workflow w(goal text = "x") {
  step s {
    call v(goal: plan.text)
    explore 3 pick best
    ok -> end as bad
  }
}
`);
});

test('what nobody sees is written as an escape', () => {
  equal(quoted('a\n\t"\\\u202e🌱'), '"a\\n\\t\\"\\\\\\u{202E}🌱"');
});
