/** How hands take a patch: the repository's room observes it, with what it needs in place. */

import type { PatchTaking, TakenPatch } from './patch-taking.ts';

/** MUST keep every content before it resolves, so that a report never precedes what it names (B1). */
export type TakePatch = (taking: PatchTaking) => Promise<TakenPatch>;
