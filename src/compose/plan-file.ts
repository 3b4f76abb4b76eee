/**
 * A workflow in a file, checked; or what is wrong with it, a line each. What asks for something
 * that nothing holds yet is no reason not to rehearse it.
 */

import { readFileSync } from 'node:fs';
import type { Ir } from '../kernel/ir.ts';
import { parseIr } from '../language/parse-ir.ts';

export type PlanFile =
  | { readonly ok: true; readonly ir: Ir }
  | { readonly ok: false; readonly faults: readonly string[] };

/** A plan as JSON stands by itself; of any other notation, the files that it names are read as well. */
export async function readPlanFile(path: string, name: string = path): Promise<PlanFile> {
  return path.endsWith('.json') ? readJsonPlan(path, name) : compilePlan(path, name);
}

function readJsonPlan(path: string, name: string): PlanFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { ok: false, faults: [`Cannot read ${name}: ${said}.`] };
  }
  const parsed = parseIr(text);
  if (parsed.ok) return parsed;
  return { ok: false, faults: parsed.faults.map(({ path: at, message }) => `${name}: ${at === '' ? message : `${at}: ${message}`}`) };
}

async function compilePlan(path: string, name: string): Promise<PlanFile> {
  const { compileFile } = await import('./compile-file.ts');
  const { ir, findings, texts } = await compileFile(path, null);
  if (ir !== null) return { ok: true, ir };
  return { ok: false, faults: findings.filter(({ policy }) => policy !== true).map(({ file, span, message, hint }) =>
    `${name}: ${file}:${lineOf(texts.get(file) ?? '', span.start)}: ${message}${hint === undefined ? '' : `; ${hint}`}`) };
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
