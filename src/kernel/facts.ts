/**
 * What hands and the gateway observed, as they report it. Facts, not judgements: the brain
 * decides what they mean (E1, E7). Every text is capped at the edge that parses it.
 */

import type { Amount, TaskSpec } from './ir.ts';

/** One path of a patch: old and new side as "mode:blob", `null` where there is none. */
export interface Change {
  readonly path: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** The whole patch of a line, measured from the line's base by the host (E2). */
export interface PatchFact {
  readonly patch: string;
  /** The tree that base and patch make. */
  readonly candidate: string;
  readonly changes: readonly Change[];
}

export interface TestIds {
  readonly passed: readonly string[];
  readonly failed: readonly string[];
}

/** One gate's run: the exit code decides; `null` is a run that yielded none (E1). */
export interface GateFact {
  readonly gate: string;
  readonly exit: number | null;
  /** Where it ran, if not in the sandbox of the whole report. */
  readonly sandbox?: string;
  /** What the failing control planted by the host did (E8). */
  readonly control?: 'red' | 'green';
  readonly tests?: TestIds;
  readonly log?: string;
}

/** Says that two failures are the same (R7). */
export interface Distilled {
  readonly signature: string;
  readonly text: string;
}

export type ReportResult =
  | EndedFact
  | GatesFact
  | MeasuredFact
  | { readonly type: 'published'; readonly commit: string; readonly ok: boolean; readonly text?: string }
  /** The wall clock of the order ran out. */
  | { readonly type: 'timeout' }
  /** The gateway refused what would pass the order's own allowance (R4). */
  | { readonly type: 'budget' }
  /** The session ended without an outcome. */
  | { readonly type: 'stopped'; readonly text?: string; readonly patch?: PatchFact; readonly session?: string }
  /** The infrastructure failed; not the leaf's doing (T3). */
  | { readonly type: 'fault'; readonly text: string }
  | { readonly type: 'rate-limit'; readonly until: number }
  /** The hand was stopped, or is gone for certain, before it was done: nothing was observed, and nobody has failed (T3). */
  | { readonly type: 'given-back'; readonly text: string };

/** A leaf, a shell step or a poll ended with a word. */
export interface EndedFact {
  readonly type: 'ended';
  readonly word: string;
  readonly patch?: PatchFact;
  /** Why nothing of what was left could be taken as a patch, a reason for each path (E2). */
  readonly untaken?: readonly string[];
  readonly tasks?: readonly TaskSpec[];
  /** Digest of returned data. */
  readonly data?: string;
  readonly followUps?: readonly TaskSpec[];
  /** Wait for the follow-ups before going on. */
  readonly waits?: boolean;
  readonly text?: string;
  readonly failure?: Distilled;
  /** Digest of an archive of what the agent's program keeps of its session. */
  readonly session?: string;
}

/** Gates ran, cheap first, up to the first that was not green. */
export interface GatesFact {
  readonly type: 'gates';
  readonly base: string;
  readonly patch: string | null;
  readonly candidate: string;
  readonly sandbox: string;
  readonly gates: readonly GateFact[];
  /** For a prefix of the landing queue: the commit of each unit, built on the tip in order. */
  readonly commits?: readonly string[];
  readonly failure?: Distilled;
}

/** A gate that yields a number ran again and again, on this patch and base and in alternation on the base alone. */
export interface MeasuredFact {
  readonly type: 'measured';
  readonly base: string;
  readonly patch: string | null;
  /** Where it ran; it is no measurement without that where a sandbox is demanded (E1). */
  readonly sandbox?: string;
  /** Of the first run that failed; 0: none did. `null` is one that yielded none. */
  readonly exit: number | null;
  /** What each run of the candidate yielded, in order, and each of the base; of the base none where nothing was changed. */
  readonly values: readonly number[];
  readonly baseValues: readonly number[];
}

/** What a hand has put among the blobs of an order's work, so that it can be opened afterwards: named, and never judged by. */
export interface Kept {
  readonly what: 'prompt' | 'log' | 'transcript';
  readonly digest: string;
}

/** What a cost was counted from: told afterwards, and never decided by (R4). */
export interface Usage {
  readonly requests: number;
  /** Tokens, without what was read from or written to a cache. */
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly models: readonly string[];
  /** Version of the prices. */
  readonly prices: string;
  /** Some of it had no price: the cost is then the whole allowance. */
  readonly isUnpriced?: true;
  /** Some of it is an estimate: a stream was cut, or the provider said nothing. */
  readonly isEstimated?: true;
}

export interface Bill {
  readonly cost: Amount;
}
