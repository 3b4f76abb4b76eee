import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { Adapters } from '../../ports/capabilities.ts';
import { compile } from './compile.ts';
import { compileExamples, compileKinds } from './finding-kinds.ts';
import { MemorySourceFiles } from './memory-source-files.ts';

const adapters: Adapters = {
  sandboxes: [{ name: 'bubblewrap', built: false, holds: [] }],
  agents: [{ name: 'scripted', built: true, holds: ['instructions'] }, { name: 'claude', built: false, holds: [] }, { name: 'pi', built: true, holds: [], asks: 'always', needsModel: true }],
  defaultSandbox: 'bubblewrap',
};

for (const [kind, example] of Object.entries(compileExamples)) {
  test(`the example of ${kind} has that fault first`, () => {
    const files = new MemorySourceFiles(new Map(Object.entries(example)));
    const { findings } = compile({ entry: 'fix.esp', files, adapters, person: 'config:/config.esp' });
    equal(findings[0]?.kind, kind);
  });
}

test('every kind has an example, but those that need a disk or very many files', () => {
  deepEqual(compileKinds.filter((kind) => compileExamples[kind] === undefined), ['file-unreadable', 'too-many-files']);
});
