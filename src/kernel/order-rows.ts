/** The rows of orders and of who has them: a part of a run's state. All immutable. */

import type { Amount } from './ir.ts';

export type OrderKind = 'run' | 'agent' | 'gate' | 'measure' | 'talk' | 'publish' | 'poll' | 'probe' | 'base';

export interface Order {
  readonly id: string;
  readonly kind: OrderKind;
  readonly visit: string | null;
  readonly agent: string | null;
  readonly allowance: Amount;
  readonly status: 'ready' | 'parked' | 'resting' | 'leased' | 'ended';
  readonly epoch: number;
  /** The epoch whose report was applied; 0: none (L6). */
  readonly reported: number;
  /** Stale epochs that have their audit event (L2). */
  readonly audited: readonly number[];
  readonly faults: number;
  readonly rateLimits: number;
  /** Continuations of a session that stopped early; or polls. */
  readonly again: number;
  /** What the session before has left for the one that goes on. */
  readonly note?: string;
  /** What a session of its own has written so far is the line's patch. */
  readonly keptSoFar?: true;
  /** What people have said to it. Absent: nothing. */
  readonly spoken?: Spoken;
  readonly notBefore: number;
  /** How often it was given back, and the last epoch that was: no retries (T3). Absent: never. */
  readonly givenBack?: { readonly times: number; readonly epoch: number };
  /** Its place among those that wait for money: it keeps it when it has to wait again (R4). */
  readonly place?: number;
  /** Counted against the grow step's `parallel`. */
  readonly inGrow: boolean;
}

export interface Spoken {
  /** In their order. */
  readonly words: readonly Words[];
  /** The lease during which the last of them was said; 0: before the first. Until that lease ends its leaf has not heard them. */
  readonly epoch: number;
  /** How often its leaf was stopped, so that they are heard: no attempts, retries or continuations (T3). */
  readonly times: number;
}

/** What a person said. */
export interface Words {
  readonly person: string;
  readonly text: string;
}

export interface Lease {
  readonly order: string;
  readonly epoch: number;
  readonly hand: string;
  readonly grantedAt: number;
  readonly deadline: number;
  /** No renewal passes this (L3). */
  readonly lastDeadline: number;
}

export interface Hand {
  readonly sequence: number;
  readonly order: string;
  readonly epoch: number;
}
