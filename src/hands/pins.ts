/** What keeps the objects of a run from being lost before they have landed, or were put where a person finds them (B1, B4). */

import { createHash } from 'node:crypto';
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

/** As many letters as are kept of a name as it is. */
const mostLetters = 180;

/**
 * Orders and tasks may be named with what no ref may have in its name, so that each such letter is written as its number:
 * `a.1~2` is `a.1_7e2`. No two names have one ref: of two patches under one name, one would be lost (B4).
 */
export function refName(name: string): string {
  const whole = name.split('/').map(refPart).join('/');
  if (whole.length <= mostLetters) return whole;
  // What is first says what it is, what is last which; `_x` is the number of no letter.
  const [first = '', ...rest] = whole.split('/');
  const last = rest.at(-1) ?? '';
  const digest = createHash('sha256').update(whole).digest('hex').slice(0, 32);
  return last.length <= mostDigest && first.length <= mostDigest && rest.length > 1 ? `${first}/_x${digest}/${last}` : `_x${digest}`;
}

const mostDigest = 64;

function refPart(part: string): string {
  return part.replaceAll(/[^A-Za-z0-9.-]|^\.|\.(?=\.|$|lock$)/g, escaped) || '_e';
}

function escaped(unit: string): string {
  const code = unit.charCodeAt(0).toString(16);
  return code.length <= 2 ? `_${code.padStart(2, '0')}` : `_u${code.padStart(4, '0')}`;
}
