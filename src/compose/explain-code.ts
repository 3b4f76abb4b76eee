/** The catalogue of errors, for people who ask. */
import { catalogue, explained } from '../language/diagnostics/catalogue/catalogue.ts';
import type { Explanation } from '../language/diagnostics/explain.ts';
import { explain, groupOf } from '../language/diagnostics/explain.ts';

export interface ListedCode {
  readonly code: string;
  readonly kind: string;
  readonly title: string;
  readonly group: string;
}

export function listCodes(): readonly ListedCode[] {
  return catalogue().map(({ code, kind, title }) => ({ code, kind, title, group: groupOf(code) }));
}

/** By code, or by the name of the kind; `null`: there is none. */
export function explainCode(word: string): (ListedCode & Explanation) | null {
  const entry = explained(word);
  return entry === null ? null : { code: entry.code, kind: entry.kind, title: entry.title, group: groupOf(entry.code), ...explain(entry) };
}
