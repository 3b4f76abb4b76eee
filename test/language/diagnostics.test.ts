/**
 * Broken files and what is said of each, in full: `diagnostics/NAME.esp` and beside it `NAME.txt`.
 *
 * `REWRITE=1` writes the texts anew; the change to them is what a reviewer reads.
 */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { adapters } from '../../src/compose/adapters.ts';
import { configName, DiskSourceFiles } from '../../src/compose/disk-source-files.ts';
import { compile } from '../../src/language/compile/compile.ts';
import type { Compiled } from '../../src/language/compile/compile.ts';
import { placeText } from '../../src/language/compile/gather-findings.ts';
import type { Finding } from '../../src/language/diagnostics/diagnostic.ts';

const folder = join(import.meta.dirname, 'diagnostics');
const names = globSync('*.esp', { cwd: folder, exclude: ['*.config.esp'] }).map((file) => file.slice(0, -4)).toSorted();

function compiled(name: string): Compiled {
  const config = join(folder, `${name}.config.esp`);
  const person = existsSync(config) ? config : null;
  const files = new DiskSourceFiles({ folder, recipes: join(folder, 'recipes'), config: person });
  return compile({ entry: `${name}.esp`, files, adapters, person: person === null ? null : configName });
}

function textOf({ ir, findings, texts }: Compiled): string {
  const line = (finding: Finding): string => {
    const { kind, message, hint, policy } = finding;
    const said = `${placeText(finding, texts)} ${kind}${policy === true ? ' (policy)' : ''}\n  ${message}`;
    return hint === undefined ? said : `${said}\n  → ${hint}`;
  };
  const lines = [ir === null ? 'no plan' : 'a plan', ...findings.map(line)];
  return `${lines.join('\n')}\n`.replaceAll(`${folder}/`, '');
}

for (const name of names) {
  test(`${name}.esp: what is said of it`, () => {
    const path = join(folder, `${name}.txt`);
    const text = textOf(compiled(name));
    if (process.env['REWRITE'] === '1') writeFileSync(path, text);
    assert.equal(text, readFileSync(path, 'utf8'));
  });
}

/** One kind at least for each check that the language promises. */
const promised: readonly string[] = [
  'outcome-not-wired', 'outcome-unknown', 'outcome-wired-twice', 'unknown-step', 'step-unreachable', 'no-way-to-end',
  'cycle-without-cap', 'unknown-variable', 'variable-not-closed', 'duplicate-name', 'said-twice', 'reserved-name',
  'unknown-keyword', 'unknown-property', 'property-not-here', 'unknown-agent', 'unknown-sandbox', 'unknown-gate',
  'unknown-workflow', 'not-held', 'unknown-adapter', 'persons-setting', 'not-in-configuration', 'include-cycle',
  'file-missing', 'file-is-directory', 'file-outside', 'no-workflow', 'number-unit', 'number-not-whole',
  'number-too-large', 'number-out-of-range', 'setting-missing', 'two-kinds-in-a-step', 'no-kind-in-a-step',
  'approver-is-author', 'writer-without-gate', 'writer-without-approval', 'smeared-writes',
];

test('every check that the language promises is shown by a file', () => {
  const kinds = new Set(names.flatMap((name) => compiled(name).findings.map(({ kind }) => kind)));
  assert.deepEqual(promised.filter((kind) => !kinds.has(kind)), []);
});
