/** What is found in a text of the catalogue: with a piece of it exchanged, and with the files beside it. */
import { ok as assert } from 'node:assert/strict';
import type { Adapters } from '../../src/ports/capabilities.ts';
import { compile, compileNotation } from '../../src/language/compile/compile.ts';
import { MemorySourceFiles } from '../../src/language/compile/memory-source-files.ts';
import { entryOf, filesBeside, filesOf } from '../../src/language/diagnostics/catalogue/bases.ts';
import type { Base } from '../../src/language/diagnostics/catalogue/bases.ts';
import type { Entry } from '../../src/language/diagnostics/catalogue/entry.ts';
import { namesOut, unreadAs, writtenOut } from '../../src/language/diagnostics/catalogue/written-out.ts';
import { readJson } from '../../src/language/notation/read-json.ts';
import { readPlan } from '../../src/language/notation/read-plan.ts';
import { readYaml } from '../../src/language/notation/read-yaml.ts';
import { checkRehearsal } from '../../src/language/rehearsal/check-rehearsal.ts';
import { told } from '../../src/language/rehearsal/lost.ts';
import { tasksOf } from '../../src/language/rehearsal/play-rehearsal.ts';
import { readRehearsals } from '../../src/language/rehearsal/read-rehearsals.ts';
import { workflowOf } from '../../src/language/rehearsal/workflow-of.ts';
import { parse } from '../../src/language/syntax/parse.ts';

const adapters: Adapters = {
  sandboxes: [{ name: 'bubblewrap', built: true, holds: ['reaches', 'services'] }],
  agents: [{ name: 'scripted', built: true, holds: [] }, { name: 'gemini', built: true, holds: [], asks: 'always' }],
  defaultSandbox: 'bubblewrap',
};
const person = 'config:/config.esp';

/** The kinds of what is found in a text, in its place, with what is said to be beside it. */
export function kindsIn(base: Base, written: string, beside: Entry['beside'] = {}): readonly string[] {
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
  const { rehearsals, findings, lost } = readRehearsals(text, 'some.rehearsal');
  return [...findings, ...rehearsals.flatMap((one) => {
    const { named, findings: nameless } = workflowOf(one);
    if (named === null) return told(nameless, lost);
    const { ir } = compile({ entry: named, files, adapters, person: null });
    assert(ir !== null, `${named} is sound`);
    return told(checkRehearsal(one, ir, tasksOf(one, ir)), lost);
  })];
}

function kindsOf({ findings }: { readonly findings: readonly { readonly kind: string }[] }): readonly string[] {
  return findings.map(({ kind }) => kind);
}
