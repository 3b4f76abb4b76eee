/** What stands in for hands: facts made up for an order, where no agent is asked and no gate is run. */

import type { ReportResult } from '../kernel/facts.ts';
import type { TaskSpec } from '../kernel/ir.ts';
import type { State } from '../kernel/state.ts';

/** How one order should end, where it should not end well. */
export interface Script {
  /** The word an agent or a command ends with; `green` or `red` for gates. */
  readonly word?: string;
  readonly tasks?: readonly TaskSpec[];
  readonly text?: string;
  /** Tells one version of the same files from another. */
  readonly version?: string;
  /** Digest of the session that is kept. */
  readonly session?: string;
  /** The paths that are written, in place of those that may be. */
  readonly paths?: readonly string[];
  /** What the patch found at its paths: what the tip has, or what somebody else put there since; absent: nothing. */
  readonly found?: 'tip' | 'other';
}

/** MUST follow from the state, the order and the script alone. */
export type StandIn = (state: State, order: string, script: Script) => ReportResult;
