/**
 * The port of the snapshots: a frozen state for each run, so that a long run opens fast.
 *
 * They are an optimisation and never truth: any of them may be lost, and `verify` reads none.
 */

import type { Version } from './version.ts';

export interface Snapshot {
  /** The version whose state this is. A host uses it only if the journal has that chain there. */
  readonly version: Version;
  /** The state's schema. */
  readonly schema: number;
  /** What `freezeState` returned, as JSON text. */
  readonly data: string;
}

export interface Snapshots {
  /** The run's snapshot, or `null`. MUST answer `null` for one that is damaged or half written. */
  load(run: string): Promise<Snapshot | null>;

  /** Replaces the run's snapshot. MUST be atomic; need not be durable. */
  save(run: string, snapshot: Snapshot): Promise<void>;
}
