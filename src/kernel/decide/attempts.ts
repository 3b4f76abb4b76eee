/** Attempts: who makes the next one, and whether there may be one (T3, T7, R6, R7). */

import { must } from '../assert.ts';
import { canonical } from '../canonical.ts';
import { shortDigest } from '../digest.ts';
import type { OrderSpec } from '../event.ts';
import { tallyOf } from '../evolve/frame.ts';
import { argumentsOf, inputsOf } from '../inputs.ts';
import type { AgentStep, Step } from '../ir.ts';
import { efforts } from '../ir.ts';
import type { Cause, Frame, Line } from '../rows.ts';
import type { Draft } from './draft.ts';
import { lineRow, taskRow } from './look.ts';

interface Trying<S extends Step> {
  readonly frame: Frame;
  readonly step: S;
  readonly cause: Cause;
}

/**
 * A step's cap on a line: what the plan says, and one more for each grant by a person. What
 * conflicts and others' faults sent back has caps of its own (T3), and takes the steps after it
 * along: none of them loses an attempt by it.
 */
export function capOf(draft: Draft, step: Step, line: Line): number {
  const own = step.kind === 'wait' ? draft.plan.ir.limits.visits : step.max ?? draft.plan.ir.limits.visits;
  return own + line.grants + line.conflicts + line.ejections;
}

/** Why a step may not be entered now; `null`: it may. */
export function stepLimit(draft: Draft, entry: Trying<Step>, digest: string | null): string | null {
  const { frame, step, cause } = entry;
  const line = lineRow(draft.state, frame.line);
  const tally = tallyOf(line, frame.workflow, step.name);
  if (cause === 'attempt' && tally.attempts >= capOf(draft, step, line)) {
    return `T3: ${step.name} has had its ${tally.attempts} attempts`;
  }
  if (tally.faults > draft.plan.ir.limits.retries + line.grants) {
    return `T3: the infrastructure has failed ${step.name} ${tally.faults} times`;
  }
  return digest !== null && line.tried.includes(digest)
    ? `T7: ${step.name} would repeat an attempt: the same tree, words and agent as before`
    : null;
}

/** The agents of the next visit: all of a panel, or the rung that attempt or effort has reached. */
export function agentsOf(draft: Draft, { frame, step, cause }: Trying<AgentStep>): readonly string[] {
  if (step.panel === true) return step.agents;
  const tally = tallyOf(lineRow(draft.state, frame.line), frame.workflow, step.name);
  const attempt = tally.attempts + (cause === 'attempt' ? 1 : 0);
  const rung = step.by === 'effort' ? effortOf(draft, frame) : attempt - 1;
  return [must(step.agents[Math.max(0, Math.min(rung, step.agents.length - 1))], 'an agent')];
}

function effortOf(draft: Draft, frame: Frame): number {
  const effort = frame.task === null ? undefined : taskRow(draft.state, frame.task).spec.effort;
  return efforts.indexOf(effort ?? 'medium');
}

/**
 * T7: what tells one attempt from another: step, start tree, spec, guidance, agent, session mode.
 * `null` where trying the same again is the point (`explore`).
 */
export function attemptDigest(draft: Draft, trying: Trying<AgentStep>): string | null {
  const { frame, step } = trying;
  const line = lineRow(draft.state, frame.line);
  if (line.exploring) return null;
  const task = frame.task === null ? null : taskRow(draft.state, frame.task);
  const lessons = line.guidance.map((item) => `${item.from} ${item.outcome} ${item.signature}`);
  return [
    `${frame.workflow}/${step.name}`,
    line.base,
    step.fresh === true ? '-' : line.patch ?? '-',
    task === null ? '-' : `${task.id}@${task.revision}`,
    lessons.length === 0 ? '-' : shortDigest(lessons.join('\n')),
    agentsOf(draft, trying).join('+'),
    step.session ?? 'afresh',
    ...given(draft, frame),
  ].join(' ');
}

/** Other arguments of a call are another spec. */
function given({ state }: Draft, frame: Frame): readonly string[] {
  return argumentsOf(state, frame).length === 0 ? [] : [shortDigest(canonical(inputsOf(state, frame)))];
}

/** R4: an agent's lease reserves its allowance. */
export function orderFor(draft: Draft, order: { order: string; kind: 'agent' | 'talk'; agent: string }): OrderSpec {
  const allowance = draft.plan.agents.get(order.agent)?.allowance ?? draft.plan.ir.limits.allowance;
  return { ...order, allowance };
}

/** R7: whether one more of this would be the same thing too often. */
export function isRepeat(draft: Draft, line: Line, keys: readonly string[]): boolean {
  const most = draft.plan.ir.limits.repeats + line.grants;
  return keys.some((key) => (line.seen.find(([known]) => known === key)?.[1] ?? 0) + 1 >= most);
}
