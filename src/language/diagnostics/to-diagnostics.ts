/** Findings, which know offsets and kinds, as what people and programs are told: lines, columns and codes. */
import { limits } from '../../ports/limits.ts';
import { SourceText } from '../syntax/source-text.ts';
import { codeOf } from './codes.ts';
import type { Diagnostic, Finding } from './diagnostic.ts';

/** With the text of its file, and where it is in it: for an excerpt. */
export interface PlacedDiagnostic extends Diagnostic {
  readonly source: { readonly text: string; readonly span: Finding['span'] } | null;
}

export interface Diagnosed {
  /** At most `limits.checkFindings`, in the order of the findings. */
  readonly diagnostics: readonly PlacedDiagnostic[];
  /** How many more there are. */
  readonly more: number;
}

/** `dropped`: how many were counted before, and not kept. */
export function toDiagnostics(findings: readonly Finding[], texts: ReadonlyMap<string, string>, dropped: number = 0): Diagnosed {
  const sources = new Map<string, SourceText>();
  const diagnostics = findings.slice(0, limits.checkFindings).map((finding): PlacedDiagnostic => {
    const { kind, file, span, message, hint } = finding;
    const text = texts.get(file);
    const source = sources.get(file) ?? new SourceText(file, text ?? '');
    sources.set(file, source);
    const { line, column } = source.placeOf(span.start);
    return {
      code: codeOf(kind), severity: 'error', file, line, column, message, ...(hint === undefined ? {} : { hint }),
      source: text === undefined ? null : { text, span },
    };
  });
  return { diagnostics, more: findings.length - diagnostics.length + dropped };
}

/** What programs get: without the text. */
export function plainDiagnostic({ code, severity, file, line, column, message, hint }: PlacedDiagnostic): Diagnostic {
  return { code, severity, file, line, column, message, ...(hint === undefined ? {} : { hint }) };
}
