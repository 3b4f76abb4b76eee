/** What a hand works with: the run's host, and a port for each thing that it does to the world. */

import { createHash } from 'node:crypto';
import type { Command } from '../kernel/command.ts';
import type { OrderSheet, PrefixUnit } from '../kernel/describe-order.ts';
import type { Kept } from '../kernel/facts.ts';
import type { Event } from '../kernel/event.ts';
import type { Ir, TaskSpec } from '../kernel/ir.ts';
import type { State } from '../kernel/state.ts';
import type { Agent } from '../ports/agent.ts';
import type { Blobs } from '../ports/blobs.ts';
import type { Boxes } from '../ports/boxes.ts';
import type { Clock } from '../ports/clock.ts';
import type { ModelBill } from '../ports/gateway.ts';
import type { Ids } from '../ports/ids.ts';
import type { Publisher } from '../ports/publisher.ts';
import type { Checkouts, Repo } from '../ports/repo.ts';
import type { RunHost } from '../ports/run-host.ts';
import type { Signatures } from '../ports/signatures.ts';
import type { TakePatch } from '../ports/take-patch.ts';
import type { Scrubber } from './scrub/scrubber.ts';

export interface HandParts {
  readonly run: string;
  readonly host: Pick<RunHost<State, Command, Event>, 'exec' | 'look'>;
  readonly blobs: Blobs;
  /** For what only boxes open, as it is: secrets are taken out of what is in it. */
  readonly archives: Pick<Blobs, 'put'>;
  readonly repo: Repo;
  readonly checkouts: Checkouts;
  readonly boxes: Boxes;
  readonly takePatch: TakePatch;
  readonly signatures: Signatures;
  /** By the name after `use`; `null`: this version has none of it. */
  readonly agent: (use: string) => Agent | null;
  readonly publisher: Publisher;
  /** What a box says goes through it before anything is made of it. */
  readonly scrubber: Scrubber;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Of hands of this process, each another. */
  readonly handNames: Ids;
  /** Whether a hand is of a process that no longer lives, for certain. */
  readonly isGone: (hand: string) => boolean;
}

/** One order as a hand performs it. */
export interface Work {
  readonly parts: HandParts;
  readonly sheet: OrderSheet;
  readonly ir: Ir;
  readonly epoch: number;
  /** When its lease ends, however often it is renewed (L3). */
  readonly lastDeadline: number;
  /** The commit that the run began from. */
  readonly begunAt: string;
  /** When the run began: what commits are dated by, so that they depend on the journal alone (B1). */
  readonly startedAt: number;
  /** What has landed, in order; only where it is to be published. */
  readonly stack: readonly ReviewedUnit[];
  /** What each unit that has landed has changed. */
  readonly landed: readonly LandedChanges[];
  /** A decomposition by its digest. */
  readonly tasksOf: ReadonlyMap<string, readonly TaskSpec[]>;
  /** The lease is lost, or the hand is to stop: nothing will be reported. */
  readonly cancel: AbortSignal;
  /** A person has spoken to its leaf: that is ended, and what it has done so far is reported. */
  readonly spoken: AbortSignal;
  /** Hears the whole bill of each gateway that was open for it (R4); `null`: it could not be had. */
  readonly billed: (bill: ModelBill | null) => void;
  /** Puts by what a person may want to open afterwards; it is named in the report. */
  readonly keep: (what: Kept['what'], bytes: Uint8Array) => Promise<void>;
}

export type LandedChanges = Pick<PrefixUnit, 'changes'>;

/** A landed unit, as whoever is asked to take it in is told of it. */
export interface ReviewedUnit {
  readonly title: string;
  readonly commit: string;
  readonly paths: number;
  readonly gates: readonly string[];
  /** Of its paths, those that are run elsewhere. */
  readonly executed: readonly string[];
}

interface Boxed {
  readonly parts: Pick<HandParts, 'run'>;
  readonly sheet: { readonly order: Pick<OrderSheet['order'], 'id'> };
  readonly epoch: number;
}

/** Sandboxes take no longer ones, and a place is named by it as well. */
const mostReadable = 60;

/**
 * Good for one box at a time, and for a file's name. Tasks and steps may be named so that their orders look alike
 * without what no file is named with, or are too long: a digest of the whole tells them apart.
 */
export function boxId({ parts, sheet, epoch }: Boxed, part = ''): string {
  const whole = [parts.run, sheet.order.id, String(epoch), part];
  const digest = createHash('sha256').update(JSON.stringify(whole)).digest('hex').slice(0, 24);
  const readable = whole.slice(1).join('_').replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '').slice(0, mostReadable);
  return `${digest}_${readable}`;
}
