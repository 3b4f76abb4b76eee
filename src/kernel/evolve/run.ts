/** How the run itself changes: its status, its budget and what reaches it from outside. */

import { indexPlan } from '../plan.ts';
import type { Handlers } from './handlers.ts';
import { patchLanding, patchMoney, patchRun, wakeParked } from './rows.ts';
import type { RunEvent } from '../event.ts';

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
  RunHalted: (state, event) => patchRun(state, {
    status: 'halted', halt: { reason: event.reason, culprits: event.culprits, ways: event.ways },
  }),
  RunAborted: (state) => patchRun(state, { status: 'aborted', growing: null }),
  RunCompleted: (state) => patchRun(state, { status: 'complete' }),
  RunRetried(state) {
    patchRun(state, { status: 'running', halt: null });
    patchLanding(state, { faults: 0 });
    // B5: a person asks to look again; the base may have been repaired, or could not be judged.
    if (state.landing.tipOutcome === 'red') patchLanding(state, { tipOutcome: 'unknown' });
  },
  BudgetRaised(state, event) {
    const { usdMicros, tokens, deadlineAt } = event;
    patchMoney(state, { budget: { ...state.money.budget, usdMicros, tokens }, deadlineAt });
    wakeParked(state);
  },
  CeilingSet(state, event) {
    const { leases, usdMicros, tokens } = event;
    patchRun(state, { ceiling: { leases, usdMicros, tokens } });
    wakeParked(state);
  },
};
