/** A plan in a file, checked; or what is wrong with it, a line each. */

import { readFileSync } from 'node:fs';
import type { Ir } from '../kernel/ir.ts';
import { parseIr } from '../language/parse-ir.ts';

export type PlanFile =
  | { readonly ok: true; readonly ir: Ir }
  | { readonly ok: false; readonly faults: readonly string[] };

export function readPlanFile(path: string, name: string = path): PlanFile {
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
