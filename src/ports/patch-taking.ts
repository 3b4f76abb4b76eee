/** A patch as it is taken from what was left: the host's own measure of what a line has become (E2), or why there is none. */

import type { PatchFact } from '../kernel/facts.ts';
import type { Collected, LeftRefusal } from './collected.ts';

export interface PatchTaking {
  /** The tree that the line began on: changes are measured from it. */
  readonly baseTree: string;
  /** The tree that the workspace was made of. */
  readonly lineTree: string;
  readonly collected: Collected;
}

export type TakenPatch =
  | { readonly ok: true; readonly patch: PatchFact }
  | { readonly ok: false; readonly refusals: readonly PatchRefusal[] };

export interface PatchRefusal {
  readonly kind: LeftRefusal['kind']
    /** What belongs to a submodule, or says which there are. */
    | 'submodule'
    /** A pointer of Git LFS that something else was put in the place of. */
    | 'lfs'
    /** A key, in what it adds or in a name. */
    | 'secret'
    /** What an agent without tools asked for, which cannot be applied. */
    | 'envelope';
  /** As it can be shown; empty, it is the whole that is refused. */
  readonly path: string;
  readonly why: string;
}
