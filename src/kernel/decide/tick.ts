/** Time passes: timers fire, and leases past their deadline lapse (L3). */

import { chainFirst, chainRank } from '../chain.ts';
import { stepOf } from '../plan.ts';
import { chainOf } from '../state.ts';
import { type Draft, emit } from './draft.ts';
import { orderRow } from './look.ts';
import { faulted } from './report.ts';
import { settle } from './settle.ts';

export function elapse(draft: Draft): void {
  fireTimers(draft);
  lapseLeases(draft);
  settle(draft);
}

function fireTimers(draft: Draft): void {
  for (;;) {
    const timer = chainFirst(draft.state.chains, chainOf.timers);
    if (timer === null || (chainRank(draft.state.chains, chainOf.timers, timer) ?? Infinity) > draft.at) return;
    emit(draft, { type: 'TimerFired', timer });
    if (timer.startsWith('visit ')) visitDue(draft, timer.slice('visit '.length));
    settle(draft);
  }
}

/** A `wait` is over, or a question was not answered in time. Silence is not approval (E5). */
function visitDue(draft: Draft, id: string): void {
  const visit = draft.state.visits.get(id);
  const frame = visit === undefined ? undefined : draft.state.frames.get(visit.frame);
  if (visit === undefined || frame === undefined) return;
  const step = stepOf(draft.plan, frame.workflow, visit.step);
  draft.todo.push({ do: 'outcome', visit: id, word: step.kind === 'wait' ? 'ok' : 'timeout' });
}

/** L3: nothing lapses for one lifetime of a lease after the host started. */
function lapseLeases(draft: Draft): void {
  if (draft.at < draft.state.run.graceUntil) return;
  for (;;) {
    const id = chainFirst(draft.state.chains, chainOf.deadlines);
    if (id === null || (chainRank(draft.state.chains, chainOf.deadlines, id) ?? Infinity) >= draft.at) return;
    faulted(draft, orderRow(draft.state, id), { how: 'lapsed', why: 'nothing was heard of it' });
    settle(draft);
  }
}
