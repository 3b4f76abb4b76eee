// The recipes that ship compile without a finding, and so hold under every check.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { compileFile } from '../../src/compose/compile-file.ts';
import type { Ir, Step } from '../../src/kernel/ir.ts';
import { format } from '../../src/language/syntax/format.ts';
import { develop } from '../../tools/recipes/develop.ts';
import { feature } from '../../tools/recipes/feature.ts';

const root = join(import.meta.dirname, '../../recipes');
const files = globSync('*/*.esp', { cwd: root }).sort();

test('each folder of recipes/ holds one workflow of its name', () => {
  assert.deepEqual(files, globSync('*/', { cwd: root }).sort().map((name) => join(name, `${basename(name)}.esp`)));
});

for (const file of files) {
  test(`recipes/${file} compiles without a finding`, async () => {
    const { ir, findings } = await compileFile(join(root, file), null);
    assert.deepEqual(findings, []);
    assert.equal(ir?.root, basename(file, '.esp'));
  });

  test(`recipes/${file} leaves no prompt unused`, async () => {
    const { files: frozen } = await compileFile(join(root, file), null);
    const used = frozen.map(({ name }) => name).filter((name) => name.startsWith('prompts/'));
    assert.deepEqual(globSync('prompts/*', { cwd: join(root, basename(file, '.esp')) }).sort(), used);
  });

  test(`recipes/${file} is short, and laid out as fmt does it`, () => {
    const text = readFileSync(join(root, file), 'utf8');
    assert.deepEqual(format({ file, text }), { ok: true, text });
    assert.ok(text.split('\n').length <= (file.startsWith('feature') ? 120 : 60));
  });
}

/** The text says more than the builder did: which prompt is whose, and that code is written without its tests. */
function plainly(ir: Ir | null): unknown {
  const steps = (all: readonly Step[]): unknown => all.map((step) => {
    if (step.kind !== 'agent') return step;
    const { writesKind: _, ...rest } = step;
    return { ...rest, prompt: `prompts/${step.name}.md` };
  });
  return { ...ir, workflows: ir?.workflows.map((workflow) => ({ ...workflow, steps: steps(workflow.steps) })) };
}

for (const [name, built] of [['develop', develop], ['feature', feature]] as const) {
  test(`recipes/${name} is the plan that the builder yields`, async () => {
    const { ir } = await compileFile(join(root, name, `${name}.esp`), null);
    assert.deepEqual(plainly(ir), plainly(built));
  });
}
