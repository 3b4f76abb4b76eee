/**
 * T7: which steps would repeat an attempt, by which agent, if they were entered as things stand, or
 * after a conflict has emptied the line. Who is next is another matter: it follows from a count.
 */

import { attemptDigest } from '../../kernel/decide/attempts.ts';
import type { AgentStep } from '../../kernel/ir.ts';
import type { Frame } from '../../kernel/rows.ts';
import { forkState, type State } from '../../kernel/state.ts';
import { draftOf } from './repeatable.ts';

export interface Repeat {
  /** With that agent alone; a panel as it is. */
  readonly step: AgentStep;
  readonly isEmptied: boolean;
}

export function repeatsOf(state: State, frame: Frame): readonly Repeat[] {
  const tried = state.lines.get(frame.line)?.tried ?? [];
  if (frame.status !== 'live' || tried.length === 0) return [];
  const steps = state.plan?.workflows.get(frame.workflow)?.steps ?? [];
  const agents = steps.filter((step): step is AgentStep => step.kind === 'agent').flatMap(byAgent);
  const all = [false, true].flatMap((isEmptied) => agents.map((step) => ({ step, isEmptied })));
  const digests = digestsOf(state, frame, all);
  return all.filter((_, index) => tried.includes(digests[index] ?? ''));
}

function byAgent(step: AgentStep): readonly AgentStep[] {
  return step.panel === true ? [step] : [...new Set(step.agents)].map((agent) => ({ ...step, agents: [agent] }));
}

/** What tells those attempts from others, in the order given. */
export function digestsOf(state: State, frame: Frame, repeats: readonly Repeat[]): readonly string[] {
  const line = state.lines.get(frame.line);
  const emptied = forkState(state);
  if (line !== undefined) emptied.lines.set(line.id, { ...line, patch: null });
  return repeats.map(({ step, isEmptied }) => {
    const draft = draftOf(isEmptied ? emptied : state);
    return attemptDigest(draft, { frame, step, cause: 'attempt' }) ?? '';
  });
}
