/** What `openLocal` gives, in memory. */

import type { Local } from './open-local.ts';
import { MemoryAnchor } from './memory-anchor.ts';
import { MemoryBlobs } from './memory-blobs.ts';
import { type FaultPlan, MemoryJournal } from './memory-journal.ts';
import { MemoryOwners } from './memory-owners.ts';
import { MemorySnapshots } from './memory-snapshots.ts';

export interface InMemory extends Local {
  readonly journal: MemoryJournal;
  readonly blobs: MemoryBlobs;
}

export function openMemory(plan?: FaultPlan): InMemory {
  return {
    journal: new MemoryJournal(plan),
    owners: new MemoryOwners(),
    anchor: new MemoryAnchor(),
    blobs: new MemoryBlobs(),
    snapshots: new MemorySnapshots(),
  };
}
