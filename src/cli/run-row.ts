/** A run in one row: what it does, whether it needs a person, how far it is, what it cost. */

import type { Amount } from '../kernel/ir.ts';
import type { RunStatus } from '../kernel/rows.ts';
import type { State } from '../kernel/state.ts';

/** `waiting`: it only waits for a person, or for money; `ready`: it waits for a hand. */
export type Doing = Exclude<RunStatus, 'new'> | 'new' | 'waiting' | 'ready';

export interface RunRow {
  readonly run: string;
  readonly workflow: string;
  readonly doing: Doing;
  /** Why a person is needed; empty: nobody is. */
  readonly needsYou: readonly string[];
  readonly tip: string;
  readonly units: { readonly landed: number; readonly total: number };
  readonly leases: number;
  /** Settled bills. */
  readonly spent: Amount;
  /** What leases reserve and what no bill has come for: it counts against the budget as well (R4). */
  readonly unsettled: Amount;
  readonly startedAt: number;
  readonly lastAt: number;
  readonly position: number;
}

export function runRow(state: State, position: number): RunRow {
  const { run, money, landing } = state;
  return {
    run: run.id,
    workflow: state.plan?.ir.root ?? '',
    doing: doingOf(state),
    needsYou: needsOf(state),
    tip: landing.tip,
    units: unitsOf(state),
    leases: state.counts.liveLeases,
    spent: money.spent,
    unsettled: {
      usdMicros: money.live.usdMicros + money.owed.usdMicros,
      tokens: money.live.tokens + money.owed.tokens,
    },
    startedAt: run.startedAt,
    lastAt: run.clock,
    position,
  };
}

/** Never «running» while nothing runs. */
function doingOf({ run, counts, orders, landing }: State): Doing {
  if (run.status !== 'running' || counts.liveLeases > 0) return run.status;
  const statuses = new Set(orders.keys().map((id) => orders.get(id)?.status));
  const isParked = statuses.has('parked') && !statuses.has('ready') && !statuses.has('resting');
  const asks = counts.openQuestions > 0 || (landing.redReverts ?? []).length > 0;
  return asks || isParked ? 'waiting' : 'ready';
}

function needsOf({ run, questions, landing, units }: State): readonly string[] {
  const raise = run.halt?.asks === 'budget' ? ['raise of the budget'] : [];
  const halted = run.status === 'halted' ? [...raise, 'retry or abort'] : [];
  const asked = questions.keys().filter((id) => questions.get(id)?.status === 'open').map((id) => `question ${id}`);
  const published = run.publications.filter(({ open }) => open).map(() => 'open publication');
  const isOver = run.status === 'complete' || run.status === 'aborted';
  const reverts = isOver ? [] : (landing.redReverts ?? []).map((id) => `red revert of ${units.get(id)?.reverts ?? id}`);
  return [...halted, ...asked, ...reverts, ...published];
}

function unitsOf({ units }: State): RunRow['units'] {
  let landed = 0;
  let total = 0;
  for (const [, unit] of units.entries()) {
    if (unit.status === 'landed') landed += 1;
    if (unit.status !== 'dropped') total += 1;
  }
  return { landed, total };
}
