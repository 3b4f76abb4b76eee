// What holds of every text, however broken: the parser ends with work in proportion and says things about places that
// are there; and of a sound one: formatting is idempotent and changes no tree, and what is printed reads back the same.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { format } from '../../src/language/syntax/format.ts';
import { parse } from '../../src/language/syntax/parse.ts';
import { printTree } from '../../src/language/syntax/print-tree.ts';
import type { Tree } from '../../src/language/syntax/tree.ts';

/** Steps a character, at most. */
const stepsEach = 60;

/** A tree without its places, for comparing. */
export function meaning(tree: Tree): string {
  return JSON.stringify(tree, (key, value: unknown) => (key === 'span' ? undefined : value));
}

/** Throws where something does not hold. Whether the text was sound. */
export function hold(text: string): boolean {
  const { tree, findings, steps } = parse({ file: 'a.esp', text });
  ok(steps <= stepsEach * (text.length + 16), `${steps} steps for ${text.length} characters`);
  for (const { span: { start, end } } of findings) {
    ok(start >= 0 && start <= end && end <= text.length, `span ${start}–${end}`);
  }
  const formatted = format({ file: 'a.esp', text });
  equal(formatted.ok, findings.length === 0);
  if (!formatted.ok) return false;
  holdFormatted(tree, formatted.text);
  const printed = parse({ file: 'a.esp', text: printTree(tree) });
  deepEqual(printed.findings, []);
  equal(meaning(printed.tree), meaning(tree), 'print and parse');
  return true;
}

function holdFormatted(tree: Tree, text: string): void {
  const again = parse({ file: 'a.esp', text });
  deepEqual(again.findings, [], text);
  equal(meaning(again.tree), meaning(tree), 'the tree of what was formatted');
  const twice = format({ file: 'a.esp', text });
  equal(twice.ok && twice.text, text, 'formatted twice');
}
