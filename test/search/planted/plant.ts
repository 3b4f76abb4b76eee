/** How a bug is planted: around `decide` or `evolve`, never in the kernel's own source. */

import type { KernelBrain } from '../../../src/kernel/brain.ts';
import { brain as kernel } from '../../../src/kernel/brain.ts';
import type { Command } from '../../../src/kernel/command.ts';
import type { Decision } from '../../../src/kernel/decide.ts';
import type { Event, EventOf, EventType } from '../../../src/kernel/event.ts';
import type { Ir, Limits, Step } from '../../../src/kernel/ir.ts';
import { indexPlan, type Plan } from '../../../src/kernel/plan.ts';
import { isRefusal } from '../../../src/kernel/refusal.ts';
import { forkState, type State } from '../../../src/kernel/state.ts';
import type { Table } from '../../../src/kernel/table.ts';

export interface PlantedBug {
  readonly id: string;
  /** The invariant that it breaks, and that the checker must name. */
  readonly rule: string;
  readonly describe: string;
  readonly brain: KernelBrain;
  /** The world of the search that finds it soonest. */
  readonly world?: string;
}

/** Decides on a state in which something is not as it is. */
export function deciding(distort: (state: State, command: Command) => State): KernelBrain {
  return { ...kernel, decide: (state, command) => kernel.decide(distort(forkState(state), command), command) };
}

/** Says something else than it decided. */
export function saying(change: (events: readonly Event[], state: State, command: Command) => readonly Event[]): KernelBrain {
  return {
    ...kernel,
    decide(state, command) {
      const decision = kernel.decide(state, command);
      return isRefusal(decision) ? decision : change(decision, state, command);
    },
  };
}

/** Changes every event of one type. */
export function changing<T extends EventType>(type: T, change: (event: EventOf<T>, state: State) => Event): KernelBrain {
  return saying((events, state) => events.map((event) => (isOf(event, type) ? change(event, state) : event)));
}

export function leavingOut(...types: readonly EventType[]): KernelBrain {
  return saying((events) => events.filter(({ type }) => !types.includes(type)));
}

/** Answers a command in its own way; `null`: as the kernel does. */
export function answering(answer: (state: State, command: Command) => Decision | null): KernelBrain {
  return { ...kernel, decide: (state, command) => answer(state, command) ?? kernel.decide(state, command) };
}

/** Hears another command than was said. */
export function hearing(change: (command: Command, state: State) => Command): KernelBrain {
  return { ...kernel, decide: (state, command) => kernel.decide(state, change(command, state)) };
}

/** Evolves one type of event in its own way; `before` shows what was so. */
export function evolving<T extends EventType>(type: T, spoil: (state: State, event: EventOf<T>, before: State) => void): KernelBrain {
  return {
    ...kernel,
    evolve(state, event) {
      if (!isOf(event, type)) return kernel.evolve(state, event);
      const before = copyOf(state);
      const after = kernel.evolve(state, event);
      spoil(after, event, before);
      return after;
    },
  };
}

/** Rows as they are now; the tables that bugs look at are small. */
function copyOf(state: State): State {
  return {
    ...state, lines: state.lines.clone(), patches: state.patches.clone(), orders: state.orders.clone(),
    leases: state.leases.clone(), units: state.units.clone(),
  };
}

export function isOf<T extends EventType>(event: Event, type: T): event is EventOf<T> {
  return event.type === type;
}

/** Puts another row in the place of each; `null` leaves it. */
export function editRows<V>(table: Table<V>, edit: (row: V) => V | null): void {
  for (const key of table.keys()) {
    const row = table.get(key);
    const other = row === undefined ? null : edit(row);
    if (other !== null) table.set(key, other);
  }
}

const plans = new WeakMap<Plan, Map<string, Plan>>();

/** The same plan with other limits, or other steps. Each is made once. */
export function withPlan(state: State, name: string, change: (ir: Ir) => Ir): State {
  const { plan } = state;
  if (plan === null) return state;
  const made = plans.get(plan) ?? new Map<string, Plan>();
  plans.set(plan, made);
  const other = made.get(name) ?? indexPlan(change(plan.ir));
  made.set(name, other);
  return Object.assign(state, { plan: other });
}

export function withLimits(limits: Partial<Limits>): KernelBrain {
  return deciding((state) => withPlan(state, JSON.stringify(limits), (ir) => ({ ...ir, limits: { ...ir.limits, ...limits } })));
}

export function withSteps(name: string, change: (step: Step) => Step): KernelBrain {
  return deciding((state) => withPlan(state, name, (ir) => ({
    ...ir, workflows: ir.workflows.map((workflow) => ({ ...workflow, steps: workflow.steps.map(change) })),
  })));
}
