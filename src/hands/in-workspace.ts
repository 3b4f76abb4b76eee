/** A workspace for one order: the files of a tree, and what is changed in them taken as a patch when it has ended (E2). */

import type { BoxPlace, BoxWork } from '../ports/boxes.ts';
import type { EnvelopePart } from '../ports/envelope.ts';
import type { PatchRefusal, TakenPatch } from '../ports/patch-taking.ts';
import type { Workspace } from '../ports/sandbox.ts';
import { leftWith } from './envelope/left-with.ts';
import { boxId, type Work } from './hand-parts.ts';
import type { LineTrees } from './line-trees.ts';
import { pinPatch } from './pins.ts';

export interface Room {
  readonly workspace: Workspace;
  readonly place: BoxPlace;
  readonly trees: LineTrees;
  /** The tree that the workspace was made of. */
  readonly start: string;
}

/** Gives everything back, whatever happens. */
export async function inWorkspace<T>(work: Work, { trees, start, isWritable }: { readonly trees: LineTrees; readonly start: string; readonly isWritable: boolean }, use: (room: Room) => Promise<T>): Promise<T> {
  const { checkouts, boxes } = work.parts;
  const place = await boxes.place(boxId(work));
  try {
    const checkout = await checkouts.checkout(start, { like: trees.base });
    try {
      return await use({ workspace: { base: checkout.directory, layer: isWritable ? place.layer : null }, place, trees, start });
    } finally {
      await checkout.release();
    }
  } finally {
    await place.remove();
  }
}

interface Edited {
  /** What it asked for by words alone. */
  readonly edits?: readonly EnvelopePart[];
}

/** What the ended work has written, as the host sees it; a patch is kept from being lost before anybody hears of it (B4). */
export async function observed(work: Work, box: BoxWork, { trees, start, edits = [] }: Room & Edited): Promise<TakenPatch> {
  const { parts } = work;
  const left = await leftWith(edits, { collected: await parts.boxes.collect(box), tree: start, repo: parts.repo });
  if (!left.ok) return left;
  const taken = await parts.takePatch({ baseTree: trees.base, lineTree: start, collected: left.collected });
  if (taken.ok && taken.patch.changes.length > 0) await pinPatch(work, taken.patch);
  return taken;
}

const mostRefusals = 20;

/** As the next attempt reads it. */
export function refusalsText(refusals: readonly PatchRefusal[]): string {
  const lines = refusals.slice(0, mostRefusals).map(({ path, why }) => (path === '' ? why : `${path}: ${why}`));
  const more = refusals.length - lines.length;
  return `what was left cannot be taken:\n${lines.join('\n')}${more > 0 ? `\n… and ${more} more` : ''}`;
}
