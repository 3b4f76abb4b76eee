/** How the run itself changes: its status, its budget and what reaches it from outside. */

import { indexPlan } from '../plan.ts';
import type { Handlers } from './handlers.ts';
import { patchLanding, patchMoney, patchRun, wakeParked } from './rows.ts';
import type { RunEvent } from '../event.ts';
import type { State } from '../state.ts';

export const runHandlers: Handlers<RunEvent> = {
  RunStarted(state, event) {
    state.plan = indexPlan(event.ir);
    patchRun(state, {
      id: event.run, status: 'running', kernel: event.kernel, base: event.base, startedAt: event.at,
      inputs: event.inputs, files: event.files,
    });
    patchMoney(state, { budget: event.ir.budget, deadlineAt: event.deadlineAt });
    patchLanding(state, { tip: event.base });
  },
  HostStarted: (state, event) => patchRun(state, { graceUntil: event.graceUntil }),
  KernelUpgraded: (state, event) => patchRun(state, { kernel: event.to }),
  RunPaused: (state) => patchRun(state, { status: 'paused' }),
  RunResumed: (state) => patchRun(state, { status: 'running' }),
  RunHalted(state, { reason, culprits, ways, asks, paused }) {
    const more = { ...(asks === undefined ? {} : { asks }), ...(paused === undefined ? {} : { paused }) };
    patchRun(state, { status: 'halted', halt: { reason, culprits, ways, ...more } });
  },
  RunAborted: (state) => patchRun(state, { status: 'aborted', growing: null }),
  RunCompleted: (state) => patchRun(state, { status: 'complete' }),
  RunRetried(state, { paused }) {
    patchRun(state, { status: paused === true ? 'paused' : 'running', halt: null });
    patchLanding(state, { faults: 0 });
    // B5: a person asks to look again; the base may have been repaired, or could not be judged.
    if (state.landing.tipOutcome === 'red') patchLanding(state, { tipOutcome: 'unknown' });
    wakeParked(state);
  },
  BudgetRaised(state, event) {
    const { usdMicros, tokens, deadlineAt } = event;
    patchMoney(state, { budget: { ...state.money.budget, usdMicros, tokens }, deadlineAt });
    answerHalt(state);
    wakeParked(state);
  },
  CeilingSet(state, event) {
    const { leases, usdMicros, tokens, inbox = null } = event;
    patchRun(state, { ceiling: { leases, usdMicros, tokens, ...(inbox === null ? {} : { inbox }) } });
    wakeParked(state);
  },
};

/** A raise answers what a halt has asked for; the run goes on when somebody retries it. */
function answerHalt(state: State): void {
  if (state.run.halt === null) return;
  const { reason, culprits, ways, paused } = state.run.halt;
  patchRun(state, { halt: { reason, culprits, ways, ...(paused === undefined ? {} : { paused }) } });
}
