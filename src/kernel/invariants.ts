/**
 * The contract of the brain as code: every numbered invariant that one state or one transition
 * can show, recomputed from the rows and not by the helpers that could be wrong.
 *
 * It is for tests: the search and the simulation run it after every step. Pure, like all here.
 */

import { chainRules } from './invariants/chains.ts';
import { claimRules } from './invariants/claims.ts';
import { counterRules } from './invariants/counters.ts';
import { landingRules } from './invariants/landing.ts';
import { leaseRules } from './invariants/leases.ts';
import { lineRules } from './invariants/lines.ts';
import { moneyRules, publishRules } from './invariants/money.ts';
import { sessionRules } from './invariants/sessions.ts';
import { taskRules } from './invariants/tasks.ts';
import { viewOf } from './invariants/view.ts';
import type { Violation } from './invariants/violation.ts';
import { waitingRules } from './invariants/waiting.ts';
import type { State } from './state.ts';

export type { Violation } from './invariants/violation.ts';
export { rankOf } from './invariants/rank.ts';
export { stepViolations, type StepOptions, type Transition } from './invariants/transition.ts';

/** Everything that one state shows. */
export function violations(state: State): readonly Violation[] {
  if (state.plan === null) return [];
  const view = viewOf(state, state.plan);
  leaseRules(view);
  claimRules(view);
  counterRules(view);
  chainRules(view);
  taskRules(view);
  waitingRules(view);
  lineRules(view);
  sessionRules(view);
  landingRules(view);
  moneyRules(view);
  publishRules(view);
  return view.found.list;
}
