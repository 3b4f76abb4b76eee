/**
 * Everything that can happen in a run: the journal's vocabulary, version 1.
 *
 * Decisions are in the events (routes, bases, deadlines, digests); `evolve` only assigns (R5).
 * An event that was released never changes its shape: a new schema gets an upcaster.
 */

import type { Comparison } from './comparison.ts';
import type { Amount, Ir, TaskSpec } from './ir.ts';
import type { Change, Distilled, Kept, TestIds, Usage } from './facts.ts';
import type { Halt } from './halt.ts';
import type { KeptSession } from './kept-session.ts';
import type { Approval, Cause, Evidence, Guidance, OrderKind, QuestionKind, Reply, TipOutcome } from './rows.ts';

export interface OrderSpec {
  readonly order: string;
  readonly kind: OrderKind;
  readonly agent: string | null;
  readonly allowance: Amount;
}

/** How one lease ended: exactly one of these (T3). */
export type LeaseEnd =
  | 'reported' | 'timeout' | 'budget' | 'stopped' | 'fault' | 'rate-limit' | 'pending' | 'given-back' | 'spoken-to' | 'lapsed' | 'voided';

/** A new line on a base; forked from another (`explore`); with what an ended one had learnt. */
export interface LineStart {
  readonly base: string;
  readonly from: string | null;
  readonly learns: string | null;
}

/** What leaving a step means for its line. */
export interface Lesson {
  readonly guidance: Guidance | null;
  /** Signatures and candidates to count (R7). */
  readonly seen: readonly string[];
}

type Of<T extends string, Body> = { readonly type: T; readonly at: number; readonly by?: string } & Body;

export type RunEvent =
  | Of<'RunStarted', {
      readonly run: string; readonly kernel: string; readonly ir: Ir; readonly base: string;
      readonly inputs: readonly (readonly [string, string])[];
      /** Digests of the prompts and other files that the workflow names. */
      readonly files: readonly (readonly [string, string])[];
      readonly deadlineAt: number | null;
    }>
  | Of<'HostStarted', { readonly graceUntil: number }>
  | Of<'KernelUpgraded', { readonly from: string; readonly to: string }>
  | Of<'RunPaused', { readonly person: string }>
  | Of<'RunResumed', { readonly person: string }>
  | Of<'RunHalted', Halt>
  | Of<'RunAborted', { readonly person: string }>
  | Of<'RunCompleted', object>
  | Of<'RunRetried', { readonly person: string; readonly text: string; /** It was paused as it halted. */ readonly paused?: boolean }>
  | Of<'BudgetRaised', { readonly person: string; readonly usdMicros: number | null; readonly tokens: number | null; readonly deadlineAt: number | null }>
  | Of<'CeilingSet', {
      readonly leases: number | null; readonly usdMicros: number | null; readonly tokens: number | null; readonly inbox?: number | null;
    }>;

export type FrameEvent =
  | Of<'FrameOpened', {
      readonly frame: string; readonly workflow: string; readonly task: string | null;
      readonly parent: string | null; readonly branch: number | null; readonly line: string;
      /** The line that this frame starts: new on a base, or forked from another line. */
      readonly opens: LineStart | null;
    }>
  | Of<'FrameEnded', { readonly frame: string; readonly word: string }>
  | Of<'FrameHalted', { readonly frame: string; readonly step: string; /** The called frame that halted there. */ readonly in?: string } & Halt>
  | Of<'FrameClosed', { readonly frame: string; readonly why: string }>
  /** `parent`: the new visit of the call that opened it. */
  | Of<'FrameReopened', { readonly frame: string; readonly parent?: string }>
  | Of<'VisitOpened', {
      readonly visit: string; readonly frame: string; readonly step: string; readonly attempt: number;
      readonly cause: Cause; readonly digest: string | null; readonly orders: readonly OrderSpec[];
      readonly timerAt: number | null;
    }>
  | Of<'VisitEnded', { readonly visit: string; readonly outcome: string; readonly to: string; /** The words of whoever ended it. */ readonly said?: string } & Lesson>
  /** A step was not entered: its cap, T7 or R7 stopped it. */
  | Of<'StepLimited', { readonly frame: string; readonly step: string; readonly why: string; readonly to: string }>
  | Of<'Replied', { readonly visit: string; readonly order: string } & Reply>
  | Of<'ExplorePicked', { readonly visit: string; readonly frame: string }>
  | Of<'TimerFired', { readonly timer: string }>;

export type LineEvent =
  | Of<'PatchTaken', {
      readonly line: string; readonly patch: string; readonly candidate: string;
      readonly changes: readonly Change[]; readonly authors: readonly string[];
    }>
  | Of<'PatchRefused', { readonly line: string; readonly patch: string; readonly why: readonly string[] }>
  | Of<'PatchQuarantined', { readonly line: string; readonly patch: string }>
  /** The line stands on another base; its patch came along, or is dropped from it. */
  | Of<'LineRebased', { readonly line: string; readonly base: string; readonly keeps: boolean; readonly counts: Cause }>
  | Of<'EvidenceTaken', { readonly line: string; readonly candidate: string; readonly evidence: readonly Evidence[] }>
  /** `value`: the median of the candidate; `against`: its base, by how much they differ, and what of that may be chance. */
  | Of<'Measured', {
      readonly line: string; readonly value: number; /** Where it was measured (E1). */ readonly sandbox?: string;
      readonly against?: Omit<Comparison, 'value'>;
    }>
  | Of<'SessionKept', { readonly line: string } & KeptSession>
  | Of<'ApprovalGiven', { readonly line: string; readonly approval: Approval }>
  | Of<'Granted', { readonly line: string; readonly person: string; readonly guidance: Guidance | null }>;

export type LeaseEvent =
  | Of<'LeaseGranted', {
      readonly order: string; readonly epoch: number; readonly hand: string; readonly sequence: number;
      readonly deadline: number; readonly lastDeadline: number; readonly allowance: Amount;
    }>
  | Of<'LeaseRenewed', { readonly order: string; readonly epoch: number; readonly deadline: number }>
  /** `again`: when the order may be leased again; `null`: it is ended. */
  | Of<'LeaseEnded', { readonly order: string; readonly epoch: number; readonly how: LeaseEnd; readonly again: number | null; readonly why?: string; /** What a session that stopped has left for who goes on. */ readonly note?: string; /** Its patch was taken. */ readonly kept?: true }>
  /** `until`: how long at most it waits for bills that are still to come (R4). */
  | Of<'OrderParked', { readonly order: string; readonly until?: number }>
  | Of<'OrderDropped', { readonly order: string; readonly why: string }>
  | Of<'ReportStale', { readonly order: string; readonly epoch: number; readonly hand: string }>
  | Of<'WorkKept', { readonly order: string; readonly epoch: number; readonly kept: readonly Kept[] }>
  | Of<'BillSettled', { readonly order: string; readonly epoch: number; readonly cost: Amount; readonly usage?: Usage }>;

export type PeopleEvent =
  | Of<'QuestionAsked', {
      readonly question: string; readonly visit: string; readonly kind: QuestionKind;
      readonly words: readonly string[]; readonly shows: string; readonly timeoutAt: number | null;
    }>
  /** What is shown changed: earlier answers are void, and it is asked again (R2). */
  | Of<'QuestionChanged', { readonly question: string; readonly shows: string }>
  | Of<'QuestionAnswered', { readonly question: string; readonly shows: string; readonly word: string; readonly text: string; readonly person: string }>
  | Of<'QuestionVoided', { readonly question: string; readonly why: string }>
  | Of<'Said', { readonly question: string; readonly person: string; readonly text: string } & OrderSpec>
  /** To the leaf of a live lease. Whoever makes the next attempt on its line is guided by it as well. */
  | Of<'Spoken', { readonly order: string; readonly epoch: number; readonly line: string; readonly person: string; readonly guidance: Guidance }>
  | Of<'TurnTaken', { readonly question: string; readonly text: string }>
  | Of<'PublishIntended', { readonly visit: string; readonly remote: string; readonly branch: string; readonly expects: string | null; readonly commit: string } & OrderSpec>
  | Of<'Published', { readonly publication: string; readonly remote: string; readonly branch: string; readonly commit: string }>
  | Of<'PublicationClosed', { readonly publication: string; readonly person: string }>;

export type GrowEvent =
  | Of<'PlanReturned', { readonly visit: string; readonly plan: string; readonly grow: string | null; readonly tasks: readonly TaskSpec[] }>
  | Of<'DataReturned', { readonly visit: string; readonly digest: string }>
  | Of<'GrowOpened', { readonly visit: string; readonly plan: string; readonly person: string | null }>
  | Of<'Grown', { readonly visit: string }>
  | Of<'UnitSlept', { readonly unit: string; readonly on: string }>
  | Of<'UnitStarted', { readonly unit: string; readonly base: string }>
  | Of<'PatchHeld', { readonly unit: string; readonly visit: string; readonly patch: string; readonly changes: readonly Change[]; readonly expects: readonly string[] }>
  | Of<'HeldReleased', { readonly unit: string; readonly why: string }>
  | Of<'UnitWaits', { readonly unit: string; readonly visit: string; readonly children: readonly string[]; readonly word?: string }>
  | Of<'ChildEnded', { readonly visit: string; readonly child: string; readonly landed: boolean }>
  | Of<'UnitResumed', { readonly unit: string; readonly base: string }>
  | Of<'UnitDropped', { readonly unit: string; readonly why: string }>
  | Of<'UnitHalted', { readonly unit: string; readonly why: string }>
  /** A lost unit is to begin anew as soon as its plan grows again. */
  | Of<'RetryAsked', { readonly unit: string; readonly person: string }>
  | Of<'UnitReopened', { readonly unit: string; readonly person: string }>
  | Of<'FollowUpsAdmitted', { readonly parent: string; readonly visit: string; readonly tasks: readonly TaskSpec[]; readonly waits: boolean }>
  | Of<'TaskEdited', { readonly task: string; readonly spec: string; readonly person: string }>;

export type LandingEvent =
  | Of<'BaseGateOrdered', { readonly order: string; readonly tip: string }>
  | Of<'BaseJudged', { readonly order: string | null; readonly tip: string; readonly outcome: TipOutcome; readonly evidence: readonly Evidence[]; readonly tests: TestIds | null }>
  | Of<'UnitQueued', {
      readonly unit: string; readonly visits: readonly string[]; readonly line: string | null;
      readonly changes: readonly Change[]; readonly reverts: string | null;
    }>
  | Of<'ProbeOrdered', { readonly order: string; readonly from: string; readonly units: readonly string[]; readonly rerun: boolean }>
  | Of<'ProbeJudged', { readonly order: string; readonly outcome: 'green' | 'red'; readonly evidence: readonly Evidence[]; readonly failure: Distilled | null; readonly flake: boolean }>
  /** `faults`: its gates could not be run, and so many orders in a row were given up (T3). */
  | Of<'ProbeVoided', { readonly order: string; readonly why: string; readonly faults?: number }>
  | Of<'Landed', { readonly from: string; readonly to: string; readonly units: readonly string[]; readonly commits: readonly string[]; readonly tests: TestIds | null }>
  /** A declared empty change: nothing to put on the tip. */
  | Of<'LandedEmpty', { readonly unit: string; readonly tip: string }>
  /** `conflict` and `fault` are of earlier kernels: paths in the queue are disjoint (L5), and who could not be judged stays in it. */
  | Of<'Ejected', { readonly unit: string; readonly why: 'red' | 'conflict' | 'fault' | 'base-red'; readonly failure: Distilled | null }>
  | Of<'TipForeign', { readonly found: string; readonly tip: string }>;

export type Event =
  | RunEvent | FrameEvent | LineEvent | LeaseEvent | PeopleEvent | GrowEvent | LandingEvent;

export type EventType = Event['type'];
export type EventOf<T extends EventType> = Extract<Event, { readonly type: T }>;
