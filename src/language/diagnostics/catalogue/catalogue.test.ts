import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { irFaultCodes } from '../../../kernel/check/fault-codes.ts';
import type { Adapters } from '../../../ports/capabilities.ts';
import { compile, compileNotation } from '../../compile/compile.ts';
import { compileKinds } from '../../compile/finding-kinds.ts';
import { MemorySourceFiles } from '../../compile/memory-source-files.ts';
import { readJson } from '../../notation/read-json.ts';
import { readPlan } from '../../notation/read-plan.ts';
import { readYaml } from '../../notation/read-yaml.ts';
import { checkRehearsal } from '../../rehearsal/check-rehearsal.ts';
import { exampleTasks } from '../../rehearsal/example-tasks.ts';
import { rehearsalKinds } from '../../rehearsal/finding-kinds.ts';
import { readRehearsals } from '../../rehearsal/read-rehearsals.ts';
import { syntaxFaults } from '../../syntax/finding-kinds.ts';
import { codeOf, codes } from '../codes.ts';
import type { Base } from './bases.ts';
import { entryOf, filesBeside } from './bases.ts';
import { catalogue, explained } from './catalogue.ts';

const adapters: Adapters = {
  sandboxes: [{ name: 'bubblewrap', built: false, holds: [] }],
  agents: [{ name: 'scripted', built: true, holds: [] }],
  defaultSandbox: 'bubblewrap',
};

/** The kinds of what is found in a text, in its place. */
function kindsIn(base: Base, text: string): readonly string[] {
  const [name] = entryOf[base];
  const texts = new Map([...filesBeside(), [name, text]]);
  const files = new MemorySourceFiles(texts);
  const entry = base === 'config' ? 'fix.esp' : name;
  const request = { entry, files, adapters, person: 'config:/config.esp' };
  switch (base) {
    case 'json': return kindsOf(compileNotation(request, (noted) => readPlan(noted, readJson)));
    case 'yaml': return kindsOf(compileNotation(request, (noted) => readPlan(noted, readYaml)));
    case 'rehearsal': return kindsOf({ findings: rehearsed(text) });
    default: return kindsOf(compile(request));
  }
}

function rehearsed(text: string): readonly { readonly kind: string }[] {
  const { ir } = compile({ entry: 'feature.esp', files: new MemorySourceFiles(filesBeside()), adapters, person: null });
  const { rehearsals, findings } = readRehearsals(text, 'feature.rehearsal');
  if (findings.length > 0 || ir === null) return findings;
  return rehearsals.flatMap((one) => checkRehearsal(one, ir, exampleTasks(ir)));
}

function kindsOf({ findings }: { readonly findings: readonly { readonly kind: string }[] }): readonly string[] {
  return findings.map(({ kind }) => kind);
}

for (const base of Object.keys(entryOf).filter((one): one is Base => Object.hasOwn(entryOf, one))) {
  test(`the text ${base} that examples are pieces of has no fault`, () => deepEqual(kindsIn(base, entryOf[base][1]), []));
}

for (const { kind, base, example, remedy } of catalogue()) {
  if (base === null) continue;
  test(`the example of ${kind} has that fault first, and its remedy has not`, () => {
    const [, text] = entryOf[base];
    equal(text.split(remedy).length, 2, `the text ${base} holds the remedy once`);
    equal(kindsIn(base, text.replace(remedy, () => example))[0], kind);
  });
}

test('every kind has a code of its own and an entry', () => {
  const kinds = new Set([...Object.keys(syntaxFaults), ...compileKinds, ...irFaultCodes, ...rehearsalKinds]);
  deepEqual([...kinds].filter((kind) => codeOf(kind) === 'ESP000'), []);
  deepEqual(Object.keys(codes).filter((kind) => explained(kind) === null), []);
  equal(new Set(Object.values(codes)).size, Object.values(codes).length);
  equal(Object.values(codes).every((code) => /^ESP\d{3}$/.test(code)), true);
});

test('an entry is found by its code in any case, and by its kind', () => {
  equal(explained('esp106')?.kind, 'unknown-agent');
  equal(explained('unknown-agent')?.code, 'ESP106');
  equal(explained('ESP999'), null);
});
