/**
 * The port of the anchor: for each run one version, kept outside the journal's own storage.
 *
 * A chain cannot show that its tail was cut: what is left is a good chain. So its head is written
 * down elsewhere, and the journal must stand at the anchor or past it, with the same chain there.
 * The anchor follows the journal at a distance (`anchorEveryEvents`, `anchorAfterMs`): a cut that
 * takes only events younger than the anchor is not found.
 */

import type { Version } from './version.ts';

export interface Anchor {
  /**
   * Keeps `version` as the run's anchor. MUST replace the one before it atomically and durably, and
   * MUST leave it alone if that one's position is not smaller. Callers MUST write only versions
   * whose events are durable.
   */
  write(run: string, version: Version): Promise<void>;

  /** The run's anchor, or `null`. MUST throw rather than answer `null` for one that is unreadable. */
  read(run: string): Promise<Version | null>;

  /**
   * The ids of all runs that have an anchor, in the order of their code units. One that is damaged
   * MUST NOT hide the others; its own run is named if it can be.
   */
  runs(): Promise<readonly string[]>;
}
