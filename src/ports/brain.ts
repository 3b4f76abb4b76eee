/**
 * The brain as a host needs it: pure functions, handed in, so that tests can wrap them.
 *
 * All of them are synchronous. `S`, `C` and `E` are the kernel's `State`, `Command` and `Event`.
 */

import type { Refusal } from '../kernel/refusal.ts';

export interface Brain<S, C, E> {
  initialState(): S;

  /** What the command causes. Empty: it was accepted before (L6). MUST NOT change the state. */
  decide(state: S, command: C): readonly E[] | Refusal;

  /** The state after the event. Consumes its argument: MAY change it and return the same object. */
  evolve(state: S, event: E): S;

  /** When the state wants a tick, or `null`. */
  nextDueAt(state: S): number | null;

  /** The command that tells the brain what time it is. */
  tick(id: string, at: number): C;

  /** The command that tells the brain that its host was away until now (L3). */
  hostStarted(id: string, at: number): C;

  /** The schema of events that are written now; upcasting takes older ones to it. */
  readonly eventSchema: number;
  /** MUST throw for what no schema allows. */
  upcast(stored: { readonly schema: number; readonly event: unknown }): E;

  /** The schema of frozen states. A snapshot of another one is not used. */
  readonly stateSchema: number;
  /** JSON-able, and independent of the state from then on. */
  freezeState(state: S): unknown;
  /** MUST throw for what is not a frozen state. */
  thawState(data: unknown): S;

  /** The hashes of the blobs that an event names. */
  blobsOf(event: E): readonly string[];
}
