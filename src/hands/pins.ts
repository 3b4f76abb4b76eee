/** What keeps the objects of a run from being lost before they have landed, or were put where a person finds them (B1, B4). */

import type { PatchFact } from '../kernel/facts.ts';
import type { NewCommit, Repo } from '../ports/repo.ts';
import type { Work } from './hand-parts.ts';

/** Whoever performs an order, and whenever: what it makes has one name (B1). */
export function signed(startedAt: number): Pick<NewCommit, 'author' | 'committer'> {
  const who = { name: 'Espalier', email: 'espalier@invalid', at: startedAt };
  return { author: who, committer: who };
}

export const patchRef = (patch: string): string => `patch/${patch}`;

/** As a commit on what the line stands on, so that any tool can show it. */
export async function pinPatch({ parts, sheet, startedAt }: Work, { patch, candidate }: PatchFact): Promise<void> {
  const message = `A patch of ${sheet.order.id}\n\nRun-Id: ${parts.run}\nPatch: ${patch}\n`;
  await pin(parts, patchRef(patch), await parts.repo.commit({ tree: candidate, parent: sheet.commitBelow, message, ...signed(startedAt) }));
}

/** Names an object by a ref of the run's own, whatever the ref named before. */
export async function pin({ repo }: { readonly repo: Repo }, name: string, object: string): Promise<void> {
  const ref = refName(name);
  for (;;) {
    const from = await repo.ref(ref);
    if (from === object || await repo.moveRef(ref, { from, to: object })) return;
  }
}

/** Orders and tasks may be named with what no ref may have in its name. */
export function refName(name: string): string {
  return name.split('/').map((part) => part.replaceAll(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+/, '') || '-').join('/');
}
