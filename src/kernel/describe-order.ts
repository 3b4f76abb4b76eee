/** What a hand needs to know to perform an order: derived from the state, never stored. */

import { must } from './assert.ts';
import { placeOf } from './decide/look.ts';
import type { Change } from './facts.ts';
import { effectiveWrites, type EffectiveWrites } from './effective-writes.ts';
import type { Step, TaskSpec } from './ir.ts';
import { sandboxOf } from './plan.ts';
import { contextOf, type OrderContext } from './order-context.ts';
import type { Guidance, Order } from './rows.ts';
import type { State } from './state.ts';

export interface OrderSheet extends OrderContext {
  readonly order: Order;
  readonly step: Step | null;
  readonly task: TaskSpec | null;
  /** What it starts from: a commit, or a commit and the held tests on it. */
  readonly base: string;
  readonly patch: string | null;
  readonly candidate: string | null;
  readonly changes: readonly Change[];
  /** Paths that may be changed, and how paths are classified; `null`: nothing may. */
  readonly writes: EffectiveWrites | null;
  readonly guidance: readonly Guidance[];
  /** Gates to run, cheap first. */
  readonly gates: readonly string[];
  /** The sandbox in which each of them must run; `null`: any (E1). */
  readonly sandboxes: readonly (string | null)[];
  /** Units of the prefix to build on `base`, in order. */
  readonly units: readonly { readonly unit: string; readonly changes: readonly Change[] }[];
  /** The commit to publish, exactly. */
  readonly commit: string | null;
}

export function describeOrder(state: State, id: string): OrderSheet {
  const order = must(state.orders.get(id), `order ${id}`);
  return order.visit === null ? landingSheet(state, order) : visitSheet(state, order, order.visit);
}

function landingSheet(state: State, order: Order): OrderSheet {
  const probe = state.probes.get(order.id);
  const units = (probe?.units ?? []).map((unit) => ({ unit, changes: must(state.units.get(unit), unit).changes }));
  return {
    ...blank, order, units, base: probe?.from ?? state.landing.tip,
    ...gatesToRun(state, must(state.plan, 'the plan').ir.landing),
  };
}

function visitSheet(state: State, order: Order, visitId: string): OrderSheet {
  const plan = must(state.plan, 'the plan');
  const { step, task, line, visit, frame } = placeOf({ state, plan }, visitId);
  const { base, patch, candidate, changes, guidance } = line;
  return {
    ...blank, ...contextOf(state, frame, task), order, step, task: task?.spec ?? null, base, patch, candidate, changes, guidance,
    writes: effectiveWrites(step, task?.spec ?? null, plan.ir.paths),
    ...gatesToRun(state, step.kind === 'gate' ? step.gates : step.kind === 'measure' ? [step.gate] : []),
    commit: visit.intent,
  };
}

function gatesToRun(state: State, gates: readonly string[]): Pick<OrderSheet, 'gates' | 'sandboxes'> {
  const plan = must(state.plan, 'the plan');
  return { gates, sandboxes: gates.map((name) => sandboxOf(plan.ir, must(plan.gates.get(name), `gate ${name}`))) };
}

const blank: Omit<OrderSheet, 'order' | 'base'> = {
  step: null, task: null, patch: null, candidate: null, changes: [], writes: null, guidance: [],
  gates: [], sandboxes: [], units: [], commit: null, given: [], inputs: [], files: [], contract: null, needs: [], returned: [], said: [],
};
