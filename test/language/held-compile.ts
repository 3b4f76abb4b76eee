/**
 * What must hold of any text that is compiled: it ends with a plan or with findings, each inside its
 * text; and a text that is laid out anew means the same plan.
 */
import assert from 'node:assert/strict';
import { adapters } from '../../src/compose/adapters.ts';
import type { Compiled } from '../../src/language/compile/compile.ts';
import { compile } from '../../src/language/compile/compile.ts';
import type { SourceFiles } from '../../src/ports/source-files.ts';
import { format } from '../../src/language/syntax/format.ts';

const entry = 'fuzz.esp';

/** Says whether there was a plan, sound or not, to compare. */
export function holdCompile(text: string): boolean {
  const { ir, findings, texts } = compiled(text);
  for (const { file, span } of findings) {
    const within = span.start >= 0 && span.start <= span.end && span.end <= (texts.get(file) ?? '').length;
    assert.ok(within, `a finding at ${span.start} to ${span.end} of ${file}`);
  }
  if (ir === null) assert.ok(findings.length > 0, 'no plan, and nothing said');
  const laid = format({ file: entry, text });
  if (!laid.ok) return false;
  const again = compiled(laid.text);
  assert.deepEqual(again.ir, ir);
  assert.deepEqual(kinds(again), kinds({ findings }));
  return ir !== null;
}

function compiled(text: string): Compiled {
  return compile({ entry, files: holding(text), adapters, person: null });
}

/** The text itself, and whatever prompt it names. */
function holding(text: string): SourceFiles {
  return {
    read: (name) => {
      if (name === entry) return { ok: true, text };
      return name.endsWith('.md') ? { ok: true, text: 'Go on.' } : { ok: false, why: 'missing' };
    },
    shown: (name) => name,
  };
}

/** Where things stand changes; what is said of them does not. */
function kinds({ findings }: Pick<Compiled, 'findings'>): readonly string[] {
  return findings.map(({ kind, message }) => `${kind}: ${message}`).toSorted();
}
