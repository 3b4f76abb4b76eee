/** What is wrong with texts, told as `check` tells it: in lines for people, and as data. */

import type { Diagnostic } from '../language/diagnostics/diagnostic.ts';
import { type Line, renderDiagnostics } from '../language/diagnostics/render.ts';
import { plainDiagnostic, toDiagnostics } from '../language/diagnostics/to-diagnostics.ts';
import type { Wrong } from './plan-file.ts';

export interface Faults {
  readonly diagnostics: readonly Diagnostic[];
  /** Those that were not kept. */
  readonly more: number;
  readonly lines: readonly Line[];
}

export function faultsOf({ findings, texts, more: dropped }: Wrong): Faults {
  const diagnosed = toDiagnostics(findings, texts, dropped);
  return { diagnostics: diagnosed.diagnostics.map(plainDiagnostic), more: diagnosed.more, lines: renderDiagnostics(diagnosed) };
}
