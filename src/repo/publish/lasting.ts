/** Faults of publishing that the same attempt again would meet again. */

import type { Publication, PublishOutcome } from '../../ports/publisher.ts';

export function lasting(why: string): PublishOutcome {
  return { ok: false, why, passing: false };
}

/** Who takes back what this run has published has decided something, even if nothing would be lost by moving it forward again. */
export function movedFault(where: string, { at, expects }: { readonly at: string | null } & Pick<Publication, 'expects'>): string | null {
  if (expects === null || at === null || at === expects) return null;
  return `${where} was at ${expects} when this run published there, and somebody else has put it to ${at} since. Publish to another branch, or see to that one`;
}
