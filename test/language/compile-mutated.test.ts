/** Any text is answered: with a plan of the published shape, or with findings that have a place in it. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { adapters } from '../../src/compose/adapters.ts';
import { compile } from '../../src/language/compile/compile.ts';
import { MemorySourceFiles } from '../../src/language/compile/memory-source-files.ts';
import { irSchema } from '../../src/language/ir-schema.ts';

const corpus = globSync('{plans,diagnostics}/*.esp', { cwd: import.meta.dirname }).toSorted()
  .map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'));
const words = [...new Set(corpus.join(' ').split(/\s+/u))].filter((word) => word !== '');

/** A place as a share of the text, what is taken away there, and what is put in. */
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  less: fc.nat(12),
  more: fc.oneof(fc.constantFrom(...words, ''), fc.string({ maxLength: 3, unit: 'binary' })),
});

const mutated = fc.tuple(fc.constantFrom(...corpus), fc.array(edit, { minLength: 1, maxLength: 4 })).map(([text, edits]) =>
  edits.reduce((now, { at, less, more }) => {
    const from = Math.floor(at * now.length);
    return `${now.slice(0, from)} ${more} ${now.slice(from + less)}`;
  }, text));

test('a mutated workflow is a plan or has findings, each within a text', () => {
  fc.assert(fc.property(mutated, (text) => {
    const files = new MemorySourceFiles(new Map([['fix.esp', text]]));
    const { ir, findings, texts } = compile({ entry: 'fix.esp', files, adapters, person: null });
    assert.equal(ir === null ? findings.length > 0 : irSchema.safeParse(ir).success, true);
    for (const { file, span, message } of findings) {
      assert.equal(span.start >= 0 && span.start <= span.end && span.end <= (texts.get(file) ?? '').length, true, message);
    }
  }), { numRuns: 500, seed: 1 });
});
