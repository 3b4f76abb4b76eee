/** Where nothing more happens by itself, the run has ended, or waits for a person who can see it (R6). */

import type { State } from '../../src/kernel/state.ts';

export function hangs(state: State): string | null {
  const { status, publications } = state.run;
  if (status !== 'running') return null;
  for (const [, question] of state.questions.entries()) if (question.status === 'open') return null;
  if ((state.landing.redReverts ?? []).length > 0) return null;
  if (publications.some((item) => item.open)) return null;
  if (state.leases.size > 0) return null;
  const { leases, usdMicros, tokens, inbox } = state.run.ceiling;
  if (inbox !== undefined || leases !== null || usdMicros !== null || tokens !== null) return null;
  return 'the run goes on, and nothing more can happen: no order, no timer, no question';
}
