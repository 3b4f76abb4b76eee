/** Where a rehearsal stands: the brain's state, and how each open visit is to end. Never journaled. */

import type { TaskSpec } from '../../kernel/ir.ts';
import type { State } from '../../kernel/state.ts';
import type { StandIn } from '../../ports/stand-in.ts';
import type { FollowUps } from './rehearsal.ts';

/** How a visit is to end, in the workflow's own words. */
export interface Intent {
  /** An outcome of the step; `waits`: nobody answers; empty: it goes well. */
  readonly word: string;
  /** What is said of it: a failure's reason, a person's words. */
  readonly text?: string;
  /** What a step that returns tasks returns. */
  readonly tasks?: readonly TaskSpec[];
  /** What it writes will be in conflict with what has landed. */
  readonly isStale?: boolean;
  /** Its session stops with something written that stays, and is continued; only then it ends so. */
  readonly isKept?: boolean;
  readonly followUps?: FollowUps;
  /** What each member of a panel says. */
  readonly members?: readonly string[];
  /** Faults, or answers that it is pending, that its order meets first. */
  readonly faults?: number;
  readonly pending?: number;
}

export const well: Intent = { word: '' };

/** As far as a place is chosen to go on, without a rehearsal's own words. */
export const isSameIntent = (one: Intent, other: Intent): boolean =>
  one.word === other.word && one.isStale === other.isStale && one.isKept === other.isKept;

export interface Place {
  readonly state: State;
  /** By visit. */
  readonly intents: ReadonlyMap<string, Intent>;
}

export interface Rehearsing {
  readonly standIn: StandIn;
  /** Whether each failure is another one than those before it, or always the same (R7, T7). */
  readonly failures: 'new' | 'same';
  /** Whether every session stops, without its outcome, as often as it may be continued; if not said, none does. */
  readonly stops?: boolean;
  /** What a step returns that returns tasks, unless it is told otherwise. */
  readonly tasks: readonly TaskSpec[];
}
