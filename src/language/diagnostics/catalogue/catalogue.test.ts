import { deepEqual, equal, ok as assert } from 'node:assert/strict';
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
import { workflowOf } from '../../rehearsal/workflow-of.ts';
import { syntaxFaults } from '../../syntax/finding-kinds.ts';
import { parse } from '../../syntax/parse.ts';
import { codeOf, codes } from '../codes.ts';
import type { Base } from './bases.ts';
import { entryOf, filesBeside, filesOf } from './bases.ts';
import { catalogue, explained } from './catalogue.ts';
import type { Entry } from './entry.ts';
import { namesOut, unreadAs, writtenOut } from './written-out.ts';

const adapters: Adapters = {
  sandboxes: [{ name: 'bubblewrap', built: true, holds: ['reaches', 'services'] }],
  agents: [{ name: 'scripted', built: true, holds: [] }],
  defaultSandbox: 'bubblewrap',
};
const person = 'config:/config.esp';

/** The kinds of what is found in a text, in its place, with what is said to be beside it. */
function kindsIn(base: Base, written: string, beside: Entry['beside'] = {}): readonly string[] {
  const text = writtenOut(written);
  const [name] = entryOf[base];
  const files = filesWith(base, { [name]: text, ...beside });
  const request = { entry: base === 'config' ? 'fix.esp' : name, files, adapters, person };
  switch (base) {
    case 'json': return kindsOf(compileNotation(request, (noted) => readPlan(noted, readJson)));
    case 'yaml': return kindsOf(compileNotation(request, (noted) => readPlan(noted, readYaml)));
    case 'rehearsal': case 'first-rehearsal': case 'called-rehearsal': return kindsOf({ findings: rehearsed(text, files) });
    case 'input': return kindsOf(parse({ file: name, text }));
    default: return kindsOf(compile(request));
  }
}

/** A piece of the text, or of a file that it needs. */
function isThere(base: Base, piece: string): boolean {
  const files = Object.entries(filesOf[base] ?? {}).map(([name, text]) => [`${name.replace('config:/', '')}: `, text] as const);
  const [lead, text] = files.find(([name]) => piece.startsWith(name)) ?? ['', entryOf[base][1]];
  return text.includes(piece.slice(lead.length));
}

function filesWith(base: Base, own: Readonly<Record<string, string>>): MemorySourceFiles {
  const written = Object.entries({ ...filesOf[base], ...own })
    .flatMap(([names, text]) => namesOut(names).map((name) => [name, text] as const));
  const unread = written.flatMap(([name, text]) => {
    const why = unreadAs(text);
    return why === null ? [] : [[name, why] as const];
  });
  const texts = written.filter(([, text]) => unreadAs(text) === null).map(([name, text]) => [name, writtenOut(text)] as const);
  return new MemorySourceFiles(new Map([...filesBeside(), ...texts]), new Map(unread));
}

function rehearsed(text: string, files: MemorySourceFiles): readonly { readonly kind: string }[] {
  const { rehearsals, findings } = readRehearsals(text, 'some.rehearsal');
  if (findings.length > 0) return findings;
  return rehearsals.flatMap((one) => {
    const { named, findings: lost } = workflowOf(one);
    if (named === null) return lost;
    const { ir } = compile({ entry: named, files, adapters, person: null });
    assert(ir !== null, `${named} is sound`);
    return checkRehearsal(one, ir, exampleTasks(ir));
  });
}

function kindsOf({ findings }: { readonly findings: readonly { readonly kind: string }[] }): readonly string[] {
  return findings.map(({ kind }) => kind);
}

for (const base of Object.keys(entryOf).filter((one): one is Base => Object.hasOwn(entryOf, one))) {
  test(`the text ${base} that examples are pieces of has no fault`, () => deepEqual(kindsIn(base, entryOf[base][1]), []));
}

for (const { kind, base, example, remedy, also = [], beside } of catalogue()) {
  test(`the example of ${kind} has that fault first, and its remedy has none`, () => {
    const [, text] = entryOf[base];
    equal(text.split(remedy).length, 2, `the text ${base} holds the remedy once`);
    for (const piece of also) equal(isThere(base, piece), true, `${piece} is there`);
    deepEqual(kindsIn(base, text, beside), []);
    equal(kindsIn(base, text.replace(remedy, () => example), beside)[0], kind);
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
