/** L2, L6 as a property of every state: a report that comes late, or twice, changes nothing. */

import type { KernelBrain } from '../../src/kernel/brain.ts';
import { isRefusal } from '../../src/kernel/refusal.ts';
import type { Violation } from '../../src/kernel/invariants.ts';
import type { State } from '../../src/kernel/state.ts';

/** Looks at a few orders only: those that are open, and the last that ended. */
export function lateReports(brain: KernelBrain, state: State): readonly Violation[] {
  const found: Violation[] = [];
  let ended: string | null = null;
  for (const [id, order] of state.orders.entries()) {
    if (order.status === 'ended') ended = order.epoch > 0 ? id : ended;
    else found.push(...late(brain, state, id));
  }
  return ended === null ? found : [...found, ...late(brain, state, ended)];
}

function late(brain: KernelBrain, state: State, id: string): readonly Violation[] {
  const found: Violation[] = [];
  const lease = state.leases.get(id);
  const epoch = state.orders.get(id)?.epoch ?? 0;
  for (let old = 1; old <= epoch; old += 1) {
    const hand = lease?.epoch === old ? 'C' : lease?.hand ?? 'A';
    const told = brain.decide(state, {
      type: 'report', id: 'late', at: state.run.clock, hand, order: id, epoch: old, result: { type: 'ended', word: 'ok' },
    });
    if (isRefusal(told) || told.length === 0 || (told.length === 1 && told[0]?.type === 'ReportStale')) continue;
    found.push({ rule: 'L2', message: `a late report of ${id}@${old} did ${told.map(({ type }) => type).join(', ')}` });
  }
  return found;
}
