/** What has landed, as whoever is asked to take it in is told of it; in what order, the commits themselves say. */

import type { State } from '../kernel/state.ts';
import { isRunElsewhere } from '../kernel/run-elsewhere.ts';
import type { ReviewedUnit } from './hand-parts.ts';

export function stackOf(state: State): readonly ReviewedUnit[] {
  return [...state.units.entries()].flatMap(([, unit]) => {
    const { commit } = unit;
    if (commit === null) return [];
    const task = state.tasks.get(unit.main ?? unit.test ?? '');
    const line = state.lines.get(task?.frame ?? unit.line ?? '');
    return [{
      title: task?.spec.title ?? (unit.reverts === null ? unit.id : `Revert ${unit.reverts}`),
      commit, paths: unit.changes.length,
      gates: [...new Set((line?.evidence ?? []).filter(({ outcome }) => outcome === 'green').map(({ gate }) => gate))],
      executed: unit.changes.map(({ path }) => path).filter(isRunElsewhere),
    }];
  });
}
