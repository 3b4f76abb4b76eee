/**
 * A small world: one plan, at most a few tasks, two hands, and everything that may happen in it.
 *
 * What is not a fault happens for free; a fault, and a word of a person, use up a budget of the
 * path, so that a world has an end. Two states that differ only in names or in the time of day
 * are one.
 */

import type { Command } from '../../src/kernel/command.ts';
import type { ReportResult } from '../../src/kernel/facts.ts';
import type { Ir, TaskSpec } from '../../src/kernel/ir.ts';
import type { OrderSheet } from '../../src/kernel/describe-order.ts';
import type { State } from '../../src/kernel/state.ts';

export interface World {
  readonly name: string;
  /** What it is there to show. */
  readonly what: string;
  readonly ir: Ir;
  /** Faults, and words of people, on one path. */
  readonly faults: number;
  readonly words: number;
  /** How an order may end. */
  readonly ends: (sheet: OrderSheet, state: State) => readonly End[];
  /** What people and the outside may do besides answering. */
  readonly acts?: (state: State) => readonly Act[];
  /** The words that people may answer; absent: all that a question takes. */
  readonly answers?: (word: string) => boolean;
  /** Also fault: the host starts anew, a hand beats, the clock jumps. */
  readonly disturbances?: readonly Disturbance[];
  /** Names that mean the same: a permutation of them gives the same state. */
  readonly alike?: readonly string[];
  /** States after which it gives up, and says so. */
  readonly most: number;
}

export type Disturbance = 'crash' | 'host' | 'beat' | 'jump';

/** One way in which an order may end. */
export interface End {
  readonly label: string;
  readonly result: ReportResult;
  readonly isFault?: boolean;
}

/** Something a person or the outside may do: a command without its id and time. */
export interface Act {
  readonly label: string;
  readonly command: Body<Command>;
  /** Uses up a fault instead of a word. */
  readonly isFault?: boolean;
}

type Body<C> = C extends Command ? Omit<C, 'id' | 'at'> : never;
export type CommandBody = Body<Command>;

/** A place on a path. */
export interface Place {
  readonly state: State;
  readonly faults: number;
  readonly words: number;
  /** Leases of which nothing will be heard: `order@epoch`. */
  readonly lost: readonly string[];
}

export interface Choice {
  readonly label: string;
  readonly command: Command;
  readonly costs: 'nothing' | 'fault' | 'word';
  /** The lease that is lost; then there is no command. */
  readonly loses?: string;
}

export interface WorldOptions {
  /** The larger caps of the long form. */
  readonly long: boolean;
}

export type MakeWorld = (options: WorldOptions) => World;

export function task(id: string, more: Partial<TaskSpec> = {}): TaskSpec {
  return {
    id, title: id, spec: id, kind: 'code', writes: [`src/${id}.ts`], needs: [],
    ...(more.kind === undefined && more.unit === undefined ? { judgedBy: ['test/all.test.ts'] } : {}), ...more,
  };
}
