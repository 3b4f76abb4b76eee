/**
 * All that one machine keeps, in one directory that nobody but its user enters:
 *
 *   journal.db     events and owners
 *   anchors/       the chains' heads, outside the database
 *   blobs/         by hash
 *   snapshots/     frozen states; may be removed at any time
 */

import { join } from 'node:path';
import type { Anchor } from '../ports/anchor.ts';
import type { Blobs } from '../ports/blobs.ts';
import type { Journal } from '../ports/journal.ts';
import type { Owners } from '../ports/owners.ts';
import type { Snapshots } from '../ports/snapshots.ts';
import { closeDirectorySync } from './durable-file.ts';
import { FileAnchor } from './file-anchor.ts';
import { FileBlobs } from './file-blobs.ts';
import { FileSnapshots } from './file-snapshots.ts';
import type { SqliteOptions } from './open-sqlite.ts';
import { SqliteJournal } from './sqlite-journal.ts';

export interface Local {
  readonly journal: Journal;
  readonly owners: Owners;
  readonly anchor: Anchor;
  readonly blobs: Blobs;
  readonly snapshots: Snapshots;
}

/** Opens the directory, or makes it. Throws `JournalError`. Closing the journal closes it all. */
export function openLocal(directory: string, options: SqliteOptions = {}): Local {
  const journal = new SqliteJournal(join(directory, 'journal.db'), options);
  closeDirectorySync(directory);
  return {
    journal,
    owners: journal.owners,
    anchor: new FileAnchor(join(directory, 'anchors')),
    blobs: new FileBlobs(join(directory, 'blobs')),
    snapshots: new FileSnapshots(join(directory, 'snapshots')),
  };
}
