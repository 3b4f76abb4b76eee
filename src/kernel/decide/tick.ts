/** Time passes: timers fire, and leases past their deadline lapse (L3). */

import { stepOf } from '../plan.ts';
import { rankedFirst } from '../ranked.ts';
import { billsTimer } from '../evolve/rows.ts';
import { billsDue } from './budget.ts';
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
    const first = rankedFirst(draft.state.chains.timers);
    if (first === null || first.rank > draft.at) return;
    const timer = first.item;
    emit(draft, { type: 'TimerFired', timer });
    if (timer === billsTimer) billsDue(draft);
    else if (timer.startsWith('visit ')) visitDue(draft, timer.slice('visit '.length));
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
    const first = rankedFirst(draft.state.chains.deadlines);
    if (first === null || first.rank >= draft.at) return;
    faulted(draft, orderRow(draft.state, first.item), { how: 'lapsed', why: 'nothing was heard of it' });
    settle(draft);
  }
}
