/**
 * The port that the server, the CLI and the hands see: commands go in, events or a refusal come out.
 *
 * On one machine and in a team our own host implements it over a `Journal`; in a fleet an engine
 * can be it.
 */

import type { Refusal } from '../kernel/refusal.ts';
import type { Version } from './version.ts';

export interface RunHost<S, C, E> {
  /**
   * Gives a command to a run. MUST resolve only when its events are durable, and in the order of
   * the run's journal. An empty list: the run had accepted this command before (L6), from whoever gave it
   * then. MUST answer with the events where an append of unknown outcome turns out to have come
   * through within this call. MUST reject when it gave up; the command may then have been applied,
   * and giving it again is safe.
   */
  exec(run: string, command: C): Promise<readonly E[] | Refusal>;

  /**
   * Calls `read` with the run's state, which has at least every event of the journal from before
   * this call. `read` MUST be synchronous, and MUST NOT change the state nor let any of it out
   * that a later event could change.
   */
  look<T>(run: string, read: (state: S, version: Version) => T): Promise<T>;

  /** Finishes what was begun, writes the anchors, and lets go of everything. */
  close(): Promise<void>;
}
