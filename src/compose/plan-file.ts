/**
 * A workflow in a file, checked; or what is wrong with it, a line each. What asks for something
 * that nothing holds yet is no reason not to rehearse it.
 */

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { digestText } from '../kernel/digest.ts';
import type { Ir } from '../kernel/ir.ts';
import type { FrozenFile } from '../language/compile/texts.ts';
import { parseIr } from '../language/parse-ir.ts';

export interface Plan {
  readonly ir: Ir;
  /** What a run of it freezes. */
  readonly files: readonly FrozenFile[];
}

export type PlanFile =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly faults: readonly string[] };

/**
 * A plan as JSON stands by itself; of any other notation, the files that it names are read as well.
 * `config`: the path of the person's own configuration; `null`: none.
 */
export async function readPlanFile(path: string, config: string | null): Promise<PlanFile> {
  return path.endsWith('.json') ? readJsonPlan(path) : compilePlan(path, config);
}

function readJsonPlan(path: string): PlanFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { ok: false, faults: [`Cannot read ${path}: ${said}.`] };
  }
  const parsed = parseIr(text);
  if (parsed.ok) return { ok: true, plan: { ir: parsed.ir, files: [{ name: basename(path), digest: digestText(text), text }] } };
  return { ok: false, faults: parsed.faults.map(({ path: at, message }) => `${path}: ${at === '' ? message : `${at}: ${message}`}`) };
}

async function compilePlan(path: string, config: string | null): Promise<PlanFile> {
  const [{ compileFile }, { toDiagnostics }, { renderDiagnostics }] = await Promise.all([
    import('./compile-file.ts'), import('../language/diagnostics/to-diagnostics.ts'), import('../language/diagnostics/render.ts'),
  ]);
  const { ir, files, findings, texts } = await compileFile(path, config);
  if (ir !== null) return { ok: true, plan: { ir, files } };
  const lines = renderDiagnostics(toDiagnostics(findings.filter(({ policy }) => policy !== true), texts));
  return { ok: false, faults: lines.map((line) => line.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('')) };
}
