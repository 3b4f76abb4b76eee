/** What a look told, a line each; each of `sentences` is in it. */

import type { CheckResult } from './run-order.ts';

/** A check that was not reached has failed: what is silent shows nothing. */
export function resultsOf(stdout: string, sentences: Readonly<Record<string, string>>): readonly CheckResult[] {
  const told = new Map<string, { readonly ok: boolean; readonly detail: string }>();
  for (const line of stdout.split('\n').filter((one) => one.startsWith('{'))) {
    const { id, ok, detail }: { id: string; ok: boolean; detail: string } = JSON.parse(line);
    told.set(id, { ok, detail });
  }
  return Object.entries(sentences).map(([id, says]) => ({ id, says, ...(told.get(id) ?? { ok: false, detail: 'it was not reached' }) }));
}
