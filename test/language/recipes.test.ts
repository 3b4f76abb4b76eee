// The recipes that ship compile without a finding, and so hold under every check.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { compileFile, nobody } from '../../src/compose/compile-file.ts';
import { playRehearsalFiles } from '../../src/compose/rehearsal-files.ts';
import type { Ir } from '../../src/kernel/ir.ts';
import { boundByWires } from '../../src/language/rehearsal/bound-by-wires.ts';
import { answersStudied } from '../../src/language/rehearsal/study-paths.ts';
import { format } from '../../src/language/syntax/format.ts';

const root = join(import.meta.dirname, '../../recipes');
const files = globSync('*/*.esp', { cwd: root }).sort();

test('each folder of recipes/ holds one workflow of its name', () => {
  assert.deepEqual(files, globSync('*/', { cwd: root }).sort().map((name) => join(name, `${basename(name)}.esp`)));
});

for (const file of files) {
  test(`recipes/${file} compiles without a finding`, async () => {
    const { ir, findings } = await compileFile(join(root, file), nobody);
    assert.deepEqual(findings, []);
    assert.equal(ir?.root, basename(file, '.esp'));
  });

  test(`recipes/${file} leaves no prompt unused`, async () => {
    const { files: frozen } = await compileFile(join(root, file), nobody);
    const used = frozen.map(({ name }) => name).filter((name) => name.startsWith('prompts/'));
    assert.deepEqual(globSync('prompts/*', { cwd: join(root, basename(file, '.esp')) }).sort(), used);
  });

  test(`recipes/${file} is short, and laid out as fmt does it`, () => {
    const text = readFileSync(join(root, file), 'utf8');
    assert.deepEqual(format({ file, text }), { ok: true, text });
    assert.ok(text.split('\n').length <= (file.startsWith('feature') ? 120 : 60));
  });

  test(`recipes/${file} has rehearsals that go as expected, and take every wire`, async () => {
    const { faults, rehearsals, coverage } = await playRehearsalFiles([join(root, file.replace('.esp', '.rehearsal'))], { person: nobody });
    assert.deepEqual(faults.diagnostics, []);
    assert.deepEqual(rehearsals.filter(({ ok }) => !ok), []);
    assert.deepEqual(coverage.flatMap(({ workflows }) => workflows.flatMap(({ untaken }) => untaken)), []);
    assert.ok(rehearsals.length > 0);
  });
}

/** A row of the table in docs/recipes.md: orders and money of the run, and of the dearest kind of task. */
function rowOf(ir: Ir): string {
  const { root, tasks } = boundByWires(ir, answersStudied);
  const dearest = tasks.toSorted((a, b) => b.orders - a.orders)[0];
  const money = (micros: number | undefined): string => (micros === undefined ? '' : `$${(micros / 1e6).toFixed(2)}`);
  const cells = [
    `[${ir.root}](#${ir.root})`, root.orders, dearest?.orders ?? '', money(root.usdMicros), money(dearest?.usdMicros), `$${(ir.budget.usdMicros ?? 0) / 1e6}`,
  ];
  return `|${cells.map((cell) => (cell === '' ? ' ' : ` ${cell} `)).join('|')}|`;
}

test('docs/recipes.md says what the wires and the caps of each allow', async () => {
  const said = readFileSync(join(root, '../docs/recipes.md'), 'utf8').split('\n').filter((line) => line.startsWith('| [')).sort();
  const plans = await Promise.all(files.map((file) => compileFile(join(root, file), nobody)));
  assert.deepEqual(said, plans.flatMap(({ ir }) => (ir === null ? [] : [rowOf(ir)])).sort());
});
