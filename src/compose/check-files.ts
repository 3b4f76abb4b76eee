/** Checks workflows in files, and tells what is wrong with them: in lines for people, and as data. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Ir } from '../kernel/ir.ts';
import type { Compiled } from '../language/compile/compile.ts';
import type { Diagnostic } from '../language/diagnostics/diagnostic.ts';
import type { Line } from '../language/diagnostics/render.ts';
import { renderDiagnostics } from '../language/diagnostics/render.ts';
import type { Diagnosed } from '../language/diagnostics/to-diagnostics.ts';
import { plainDiagnostic, toDiagnostics } from '../language/diagnostics/to-diagnostics.ts';
import { compileFile, type Person } from './compile-file.ts';

export interface Checked {
  readonly file: string;
  /** Nothing is wrong with it. */
  readonly ok: boolean;
  /** The plan, if it is sound; nothing may hold all that it demands. */
  readonly ir: Ir | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Findings that were not kept. */
  readonly more: number;
  readonly lines: readonly Line[];
}

export async function checkFile(file: string, person: Person): Promise<Checked> {
  return checkedOf(file, await compileFile(file, person));
}

/** Several workflows; what others of them include is checked with those. Of a ring of includes all are told. */
export async function checkTogether(files: readonly string[], person: Person): Promise<readonly Checked[]> {
  const checked = new Map<string, Checked>();
  const taken = new Map<string, ReadonlySet<string>>();
  for (const file of files) {
    const compiled = await compileFile(file, person);
    checked.set(file, checkedOf(file, compiled));
    taken.set(file, new Set(compiled.texts.keys()));
  }
  const included = new Set<string>();
  for (const [file, own] of taken) {
    for (const other of own) if (other !== file && taken.get(other)?.has(file) === false) included.add(other);
  }
  return [...checked.values()].filter(({ file }) => !included.has(file));
}

/** Every workflow of a folder's `.espalier/` itself. */
export function workflowsIn(folder: string): readonly string[] {
  const place = join(folder, '.espalier');
  if (!existsSync(place)) return [];
  return readdirSync(place).filter((name) => name.endsWith('.esp') && basename(name) !== '.esp').sort().map((name) => join(place, name));
}

function checkedOf(file: string, { ir, findings, texts, more: dropped }: Compiled): Checked {
  const diagnosed: Diagnosed = toDiagnostics(findings, texts, dropped);
  const { diagnostics, more } = diagnosed;
  return {
    file, ir, more, ok: findings.length === 0,
    diagnostics: diagnostics.map(plainDiagnostic), lines: renderDiagnostics(diagnosed),
  };
}
