/** The rows of a run's state: what there is to know of each thing, and no more. All immutable. */

import type { Turn } from './dialogue.ts';
import type { Halt } from './halt.ts';
import type { Amount, Budget, TaskSpec } from './ir.ts';
import type { Change, TestIds } from './facts.ts';
import type { KeptSession } from './kept-session.ts';

export type { Hand, Lease, Order, OrderKind, Spoken, Words } from './order-rows.ts';

export type RunStatus = 'new' | 'running' | 'paused' | 'halted' | 'aborted' | 'complete';

export interface Run {
  readonly id: string;
  readonly status: RunStatus;
  readonly kernel: string;
  readonly base: string;
  /** What the run was started with, and the digests of the files that it froze; orders carry both. */
  readonly inputs: readonly (readonly [string, string])[];
  readonly files: readonly (readonly [string, string])[];
  readonly startedAt: number;
  /** The latest time any event carried. Commands never move it back. */
  readonly clock: number;
  /** Nothing lapses before this (L3). */
  readonly graceUntil: number;
  readonly halt: Halt | null;
  /** The grow visit whose tasks are at work, if any. */
  readonly growing: string | null;
  readonly publications: readonly Publication[];
  /** Set from outside the run (R4): other runs' needs and the day's budget. */
  readonly ceiling: Ceiling;
}

/** A published change counts as a decision waiting for people while it is open (R3). */
export interface Publication {
  readonly id: string;
  readonly remote: string;
  readonly branch: string;
  readonly commit: string;
  readonly open: boolean;
}

export interface Ceiling {
  readonly leases: number | null;
  readonly usdMicros: number | null;
  readonly tokens: number | null;
  /** Decisions of this run that may wait before it starts nothing more (R3); absent: as the plan says. */
  readonly inbox?: number;
}

export interface Money {
  readonly budget: Budget;
  readonly deadlineAt: number | null;
  /** Settled bills. */
  readonly spent: Amount;
  /** Allowances of live leases without a bill. */
  readonly live: Amount;
  /** Allowances of ended leases without a bill: they count whole (R4). */
  readonly owed: Amount;
}

export type TipOutcome = 'unknown' | 'green' | 'red';

export interface Landing {
  readonly tip: string;
  readonly tipOutcome: TipOutcome;
  /** The order that judges the base, while there is one (B5). */
  readonly baseOrder: string | null;
  /** Last unit of the shortest prefix known to be red. */
  readonly redUnit: string | null;
  /** Ids of tests that passed on the tip, where reported. */
  readonly tests: readonly string[] | null;
  readonly landed: number;
  readonly probes: readonly string[];
  /** What failed on the last base that was judged red (T8). */
  readonly redBase: RedBase | null;
  /** Orders to judge a prefix that were given up since one was last performed (T3). */
  readonly faults: number;
  /** Reverts that were red on the tip: each waits for a person, who reverts again or drops it (R3). */
  readonly redReverts?: readonly string[];
}

/** The gates that were run on a red base; `null`: the failed tests were not named. */
export interface RedBase {
  readonly tip: string;
  readonly gates: readonly { readonly gate: string; readonly outcome: 'green' | 'red'; readonly failed: readonly string[] | null }[];
}

/** Counters, each state's own: they change with nearly every event, so they are not rows. */
export interface Counts {
  frames: number;
  visits: number;
  orders: number;
  questions: number;
  units: number;
  liveLeases: number;
  /** Of those, the ones that count against the grow at work (L5). */
  growLeases: number;
  openQuestions: number;
  /** Of those, the ones about a commit: only they can change while they are open (R2). */
  openPublishes: number;
  followUps: number;
}

export type FrameStatus = 'live' | 'ended' | 'halted' | 'closed';

export interface Frame {
  readonly id: string;
  readonly workflow: string;
  readonly line: string;
  readonly task: string | null;
  /** The visit that opened it: of a `call`, or of the `grow` whose task it runs. */
  readonly parent: string | null;
  readonly branch: number | null;
  readonly status: FrameStatus;
  readonly visit: string | null;
  readonly visits: number;
  /** The word it ended with. */
  readonly word: string | null;
  /** Where it halted, for `retry`, and the called frame that halted there. */
  readonly haltedAt: string | null;
  readonly haltedIn?: string | null;
  /** What steps returned: the digest of a plan or of data. */
  readonly returned: readonly { readonly step: string; readonly digest: string }[];
  /** What people and agents last said as each step ended. */
  readonly said?: readonly Said[];
}

export interface Said {
  readonly step: string;
  readonly text: string;
}

export interface Line {
  readonly id: string;
  readonly base: string;
  /** `null` while the patch is empty, or after a transplant until a gate has named the tree. */
  readonly candidate: string | null;
  readonly patch: string | null;
  readonly changes: readonly Change[];
  readonly authors: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly approvals: readonly Approval[];
  readonly measured: number | null;
  /** How often each step was visited on this line (T3). */
  readonly tallies: readonly Tally[];
  readonly guidance: readonly Guidance[];
  /** Digests of attempts (T7). */
  readonly tried: readonly string[];
  /** How often each failure signature and candidate was seen (R7). */
  readonly seen: readonly (readonly [string, number])[];
  readonly conflicts: number;
  readonly ejections: number;
  /** Grants by people (R6): each raises every cap of the line by one. */
  readonly grants: number;
  readonly exploring: boolean;
  /** The latest session of each member of each step; none of another line's (T7). */
  readonly sessions?: readonly KeptSession[];
}

/** A gate's record (E1), named by what it judged. */
export interface Evidence {
  readonly gate: string;
  readonly outcome: 'green' | 'red';
  readonly base: string;
  readonly patch: string | null;
  readonly candidate: string;
  readonly sandbox: string;
  readonly exit: number;
  /** Of the tests that the gate named, those that must pass; those that fail, of tests to be proved red (T8), of the base and of a prefix of the landing queue all. */
  readonly tests: TestIds | null;
  /** How many tests the gate named. */
  readonly ran?: { readonly passed: number; readonly failed: number };
  /** Why this red is no proof that a unit's tests fail without their code (T8). */
  readonly unproved?: string;
  /** Digest of the log. */
  readonly log: string | null;
}

export interface Approval {
  /** Where it was given: a step, and since steps of two workflows may have one name, its workflow. */
  readonly step: string;
  readonly workflow?: string;
  /** By a person, and not by agents. */
  readonly person?: boolean;
  readonly patch: string;
  readonly by: readonly string[];
}

export interface Guidance {
  readonly from: string;
  readonly outcome: string;
  readonly signature: string;
  readonly text: string;
  /** A patch that this speaks of, so that the next attempt can see it. */
  readonly patch: string | null;
}

/** How often a step was visited on a line. */
export interface Tally {
  readonly workflow: string;
  readonly step: string;
  readonly visits: number;
  readonly attempts: number;
  /** Visits that the infrastructure ended: they are no attempts (T3). */
  readonly faults: number;
  /** Times it was entered at its cap since the last grant. */
  readonly limited: number;
  readonly grantsSeen: number;
}

export type Cause = 'attempt' | 'conflict' | 'ejection';

export interface Visit {
  readonly id: string;
  readonly frame: string;
  readonly step: string;
  readonly attempt: number;
  readonly cause: Cause;
  /** Orders that are not yet ended, in the order of the panel. */
  readonly open: readonly string[];
  readonly replies: readonly Reply[];
  readonly question: string | null;
  readonly turns: number;
  /** Of a `talk`: what was said so far. */
  readonly dialogue?: readonly Turn[];
  /** Sub-frames: of a `call`, or the branches of `explore`. */
  readonly frames: readonly string[];
  readonly state: 'open' | 'holding' | 'queued' | 'waiting';
  /** Follow-up units a parent waits for, and the word that its step ended with. */
  readonly waitsFor: number;
  readonly word?: string;
  readonly grow: Grow | null;
  /** The commit that a person approved for publishing (R2). */
  readonly intent: string | null;
}

export interface Reply {
  readonly agent: string;
  readonly word: string;
  readonly text: string;
}

export interface Grow {
  readonly plan: string;
  /** Whose command led here: then what halted begins anew (T6). */
  readonly person: string | null;
  readonly phase: 'base' | 'growing';
  /** Units that may start now or sleep on a claim. */
  readonly startable: number;
  /** Units that started and have not ended. */
  readonly started: number;
  /** Task frames that are live. */
  readonly frames: number;
  readonly total: number;
  readonly landed: number;
  readonly halted: number;
  readonly dropped: number;
}

export interface BillRow {
  readonly allowance: Amount;
  readonly status: 'live' | 'owed' | 'settled';
  readonly cost: Amount;
}

export interface Task {
  readonly id: string;
  readonly spec: TaskSpec;
  readonly unit: string;
  readonly frame: string | null;
  /** The task whose follow-up it is. */
  readonly parent: string | null;
  readonly depth: number;
  readonly followUps: number;
  /** Raised by each human edit, so that it counts as new guidance (T7). */
  readonly revision: number;
  readonly starts: number;
}

export type UnitStatus =
  | 'blocked' | 'startable' | 'asleep' | 'started' | 'waiting' | 'resuming'
  | 'queued' | 'landed' | 'dropped' | 'halted';

export interface Unit {
  readonly id: string;
  /** The test task that judges `code`, if the unit is two. */
  readonly test: string | null;
  /** The task whose landing is the unit's: code of two, or the only one. `null`: the root's own line, or a revert. */
  readonly main: string | null;
  readonly needs: readonly string[];
  readonly missing: number;
  readonly dependents: readonly string[];
  readonly status: UnitStatus;
  /** The tip at its start (T2). */
  readonly base: string | null;
  readonly claims: readonly string[];
  readonly holdsClaims: boolean;
  /** Path at which it sleeps, and path whose release woke it (L5). */
  readonly asleepOn: string | null;
  readonly wokenAt: string | null;
  readonly held: Held | null;
  /** The `land` visits that wait for it. */
  readonly landVisits: readonly string[];
  /** Commit it landed as. */
  readonly commit: string | null;
  /** For the root's line and reverts: whose patch it is. */
  readonly line: string | null;
  readonly reverts: string | null;
  readonly changes: readonly Change[];
  /** The writing visit that waits for follow-ups. */
  readonly waiting: string | null;
  /** The visit of a parent that waits for this follow-up unit. */
  readonly waitedBy: string | null;
  /** Who wants it to begin anew when its plan grows again (T6). */
  readonly askedBy?: string | null;
}

/** A test task's patch, kept as the base of the code task's line. */
export interface Held {
  /** The `land` visit at which it is held: in the task's own frame, or in one that a `call` opened. */
  readonly visit: string;
  readonly patch: string;
  readonly changes: readonly Change[];
  readonly expects: readonly string[];
}

export interface Probe {
  readonly order: string;
  readonly from: string;
  /** Every unit since `from`, landed or not, in order. */
  readonly units: readonly string[];
  readonly rerun: boolean;
}

export type QuestionKind = 'ask' | 'talk' | 'publish';

export interface Question {
  readonly id: string;
  readonly kind: QuestionKind;
  readonly visit: string;
  readonly words: readonly string[];
  /** Digest of what is shown; an answer must name it. */
  readonly shows: string;
  readonly status: 'open' | 'agent' | 'answered' | 'void';
  readonly answer: { readonly word: string; readonly shows: string } | null;
}

export interface PatchRow {
  readonly status: 'live' | 'landed' | 'rejected' | 'quarantined';
  readonly line: string;
}

/** Two lines may hold the same patch; what becomes of it is told apart. */
export const patchKey = (line: string, patch: string): string => `${patch} ${line}`;

export interface TaskPlan {
  readonly tasks: readonly TaskSpec[];
  /** How many tasks the run had when this was admitted, and for which grow. */
  readonly admittedAt: number;
  readonly grow: string | null;
}
