/**
 * A workflow in a file, in whatever notation, with all that it names; or what is wrong with it. What
 * asks for something that nothing holds yet is no reason not to rehearse it, and is counted.
 */

import type { Ir } from '../kernel/ir.ts';
import type { FrozenFile } from '../language/compile/texts.ts';
import type { Finding } from '../language/diagnostics/diagnostic.ts';
import { compileFile, type Person } from './compile-file.ts';

export interface Plan {
  readonly ir: Ir;
  /** What a run of it freezes. */
  readonly files: readonly FrozenFile[];
  /** Demands that nothing here holds: no adapter of this version, or none that was shown to on this machine. */
  readonly unheld: number;
}

export type PlanFile =
  | { readonly ok: true; readonly plan: Plan }
  | ({ readonly ok: false } & Wrong);

/** What is wrong, and the texts that it speaks of, by the names of their files. */
export interface Wrong {
  readonly findings: readonly Finding[];
  readonly texts: ReadonlyMap<string, string>;
  /** Findings that were counted and not kept. */
  readonly more: number;
}

export async function readPlanFile(path: string, person: Person): Promise<PlanFile> {
  const { ir, files, findings, texts, more } = await compileFile(path, person);
  const faults = findings.filter(({ policy }) => policy !== true);
  if (ir !== null) return { ok: true, plan: { ir, files, unheld: findings.length - faults.length } };
  return { ok: false, findings: faults, texts, more };
}
