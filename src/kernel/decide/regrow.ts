/** Whether a plan can grow again, so that a person's wish for one of its units is not in vain (T4, T6). */

import { isOfPlan } from '../evolve/rows.ts';
import type { GrowStep, Step, TaskSpec } from '../ir.ts';
import { wireOf } from '../outcomes.ts';
import type { Plan } from '../plan.ts';
import type { Frame } from '../rows.ts';
import type { State } from '../state.ts';
import type { Draft } from './draft.ts';
import { isRoot, taskRow, unitRow } from './look.ts';

/** `null`: wires lead to a grow of the unit's plan, or a retry of the run does. Otherwise why none will. */
export function whyNoRegrow(draft: Draft, unit: string): string | null {
  const { state } = draft;
  const stands: string[] = [];
  for (const id of state.frames.keys()) {
    const frame = state.frames.get(id);
    if (frame === undefined || frame.task !== null || !mayGoOn(state, frame)) continue;
    const steps = ahead(draft, frame);
    const reads = (name: string): boolean => frame.returned.some(({ step, digest }) => step === name && isIn(state, digest, unit));
    // A step that has used up its attempts counts: whoever wishes may grant the run more as well (R6).
    if (steps.some((step) => step.kind === 'grow' && reads(step.tasks) && misfit(state, step, unit) === null)) return null;
    stands.push(frame.haltedAt ?? state.visits.get(frame.visit ?? '')?.step ?? id);
  }
  return stands.length === 0 ? 'its root frame has ended' : `no wire leads from ${stands.join(' or ')} to a grow of its plan that has a workflow for it`;
}

/**
 * T1: the first task of a unit for whose kind a grow has no workflow. The grows of one step have them for
 * the same kinds, which the checker sees to; two steps may have returned the same plan, and a plan that
 * started under an earlier kernel was not checked for it.
 */
export function misfit(state: State, { workflows }: GrowStep, unit: string): TaskSpec | null {
  const { test, main } = unitRow(state, unit);
  const specs = [test, main].flatMap((task) => (task === null ? [] : taskRow(state, task).spec));
  return specs.find(({ kind }) => !workflows.some((item) => item.kind === kind)) ?? null;
}

/** Whether a unit that halts now can begin anew: others are at work, so that its grow goes on, or a wire leads to one that takes it. */
export function mayRegrow({ state, plan }: Draft, unit: string): boolean {
  const visit = state.visits.get(state.run.growing ?? '');
  const frame = state.frames.get(visit?.frame ?? '');
  const step = plan.steps.get(frame?.workflow ?? '')?.get(visit?.step ?? '');
  if (visit === undefined || visit.grow === null || frame === undefined || step?.kind !== 'grow') return false;
  const { startable, started, plan: digest } = visit.grow;
  if (startable > 0 || started > 1) return true;
  const { to } = wireOf(step, 'stalled');
  const reads = (name: string): boolean => frame.returned.some((item) => item.step === name && item.digest === digest);
  return to === 'halt' || reach(plan, frame.workflow, [to]).some((other) =>
    other.kind === 'grow' && reads(other.tasks) && misfit(state, other, unit) === null);
}

function isIn(state: State, digest: string, unit: string): boolean {
  const plan = state.plans.get(digest);
  return plan !== undefined && isOfPlan(state, plan, unit);
}

/** A halted frame goes on with a retry of the run: the root, and what halted inside it. */
function mayGoOn(state: State, frame: Frame): boolean {
  if (frame.status !== 'halted') return frame.status === 'live';
  if (isRoot(frame)) return true;
  const caller = state.frames.keys().find((id) => state.frames.get(id)?.haltedIn === frame.id);
  const row = caller === undefined ? undefined : state.frames.get(caller);
  return row !== undefined && row.status === 'halted' && mayGoOn(state, row);
}

/** The steps that its wires may still lead to; of a halted one also where it halted. */
function ahead({ state, plan }: Draft, frame: Frame): readonly Step[] {
  const steps = plan.steps.get(frame.workflow);
  const at = state.visits.get(frame.visit ?? '')?.step;
  const queue = frame.haltedAt === null ? [] : [frame.haltedAt];
  if (at !== undefined) queue.push(...steps?.get(at)?.wires.map(({ to }) => to) ?? []);
  return reach(plan, frame.workflow, queue);
}

function reach(plan: Plan, workflow: string, from: readonly string[]): readonly Step[] {
  const steps = plan.steps.get(workflow);
  // A set hands out what is added while it is walked, so that each step is looked at once.
  const seen = new Set(from);
  for (const name of seen) for (const { to } of steps?.get(name)?.wires ?? []) seen.add(to);
  return [...seen].flatMap((name) => steps?.get(name) ?? []);
}
