/**
 * Tests that must be among those that pass (E8): of code, those that were red without it (T8); of a refactoring, all that
 * passed on the tip.
 *
 * What passed on the tip is known of the tip alone, and of all gates of the landing together. So on a line it is asked only
 * where the line stands on the tip and every gate that runs tests judges refactorings; and always where it lands, unless
 * tests are changed there as well.
 */

import type { TaskKind } from '../ir.ts';
import { isIn } from '../path-classes.ts';
import { gatesFor, type Plan } from '../plan.ts';
import type { Line, Task } from '../rows.ts';
import type { Draft } from './draft.ts';
import { unitRow } from './look.ts';

export function expectedOnLine({ state, plan }: Draft, task: Task | null, line: Line): readonly string[] {
  if (task === null) return [];
  if (task.spec.kind === 'refactor') return line.base === state.landing.tip && allTestsJudge(plan, 'refactor') ? state.landing.tests ?? [] : [];
  return task.spec.kind === 'code' ? unitRow(state, task.unit).held?.expects ?? [] : [];
}

/** On the tip as well, whatever landed meanwhile. */
export function expectedOnTip({ state, plan }: Draft, units: readonly string[]): readonly string[] {
  const rows = units.map((unit) => unitRow(state, unit));
  const own = rows.flatMap(({ held }) => held?.expects ?? []);
  const refactors = rows.some(({ main }) => main !== null && state.tasks.get(main)?.spec.kind === 'refactor');
  const changesTests = rows.some(({ changes }) => changes.some(({ path }) => isIn('tests', path, plan.ir.paths)));
  return refactors && !changesTests ? [...new Set([...own, ...state.landing.tests ?? []])] : own;
}

function allTestsJudge(plan: Plan, kind: TaskKind): boolean {
  const judging = new Set(gatesFor(plan, kind).map(({ name }) => name));
  return plan.landing.every(({ name, role }) => role !== 'tests' || judging.has(name));
}
