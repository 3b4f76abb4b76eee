/** Checks workflows in files, and tells what is wrong with them: in lines for people, and as data. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Ir } from '../kernel/ir.ts';
import type { Compiled } from '../language/compile/compile.ts';
import type { Diagnostic } from '../language/diagnostics/diagnostic.ts';
import type { Line } from '../language/diagnostics/render.ts';
import { renderDiagnostics } from '../language/diagnostics/render.ts';
import type { Diagnosed } from '../language/diagnostics/to-diagnostics.ts';
import { plainDiagnostic, toDiagnostics } from '../language/diagnostics/to-diagnostics.ts';
import { compileFile } from './compile-file.ts';

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

export async function checkFile(file: string, config: string | null): Promise<Checked> {
  return checkedOf(file, await compileFile(file, config));
}

/** Every workflow of a folder's `.espalier/`; what others of them include is checked with those. */
export async function checkFolder(folder: string, config: string | null): Promise<readonly Checked[]> {
  const files = workflowsIn(folder);
  const compiled = new Map<string, Compiled>();
  for (const file of files) compiled.set(file, await compileFile(file, config));
  const taken = new Map(files.map((file) => [file, takenBy(file, compiled.get(file))]));
  const includes = (one: string, other: string): boolean => taken.get(one)?.has(other) === true;
  return files
    .filter((file) => !files.some((other) => other !== file && includes(other, file) && !includes(file, other)))
    .flatMap((file) => {
      const one = compiled.get(file);
      return one === undefined ? [] : [checkedOf(file, one)];
    });
}

/** The files that a workflow was made of, by their paths. */
function takenBy(file: string, compiled: Compiled | undefined): ReadonlySet<string> {
  return new Set((compiled?.files ?? []).map(({ name }) => join(dirname(file), name)));
}

function workflowsIn(folder: string): readonly string[] {
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
