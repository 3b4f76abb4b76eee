/** The rows of a state as lists, gathered once for all rules, and how the checker looks things up. */

import type { Step } from '../ir.ts';
import type { Plan } from '../plan.ts';
import type { Frame, Grow, Lease, Line, Order, Probe, Question, Task, Unit, Visit } from '../rows.ts';
import type { State } from '../state.ts';
import type { Table } from '../table.ts';
import { Findings } from './violation.ts';

export interface View {
  readonly state: State;
  readonly plan: Plan;
  readonly found: Findings;
  readonly frames: readonly Frame[];
  readonly lines: readonly Line[];
  readonly visits: readonly Visit[];
  readonly orders: readonly Order[];
  readonly leases: readonly Lease[];
  readonly tasks: readonly Task[];
  readonly units: readonly Unit[];
  readonly probes: readonly Probe[];
  readonly questions: readonly Question[];
  /** The grow at work. */
  readonly grow: Grow | null;
}

export function viewOf(state: State, plan: Plan): View {
  const { growing } = state.run;
  return {
    state, plan, found: new Findings(),
    frames: rowsOf(state.frames), lines: rowsOf(state.lines), visits: rowsOf(state.visits),
    orders: rowsOf(state.orders), leases: rowsOf(state.leases), tasks: rowsOf(state.tasks),
    units: rowsOf(state.units), probes: rowsOf(state.probes), questions: rowsOf(state.questions),
    grow: growing === null ? null : state.visits.get(growing)?.grow ?? null,
  };
}

export function rowsOf<V>(table: Table<V>): V[] {
  const rows: V[] = [];
  for (const [, row] of table.entries()) rows.push(row);
  return rows;
}

export function stepAt(view: Pick<View, 'state' | 'plan'>, visit: Visit): Step | null {
  const frame = view.state.frames.get(visit.frame);
  return frame === undefined ? null : view.plan.steps.get(frame.workflow)?.get(visit.step) ?? null;
}

/** The task in whose frame, or below it, an order is performed. */
export function taskOfOrder(state: State, order: Order): string | null {
  const visit = order.visit === null ? undefined : state.visits.get(order.visit);
  return visit === undefined ? null : state.frames.get(visit.frame)?.task ?? null;
}

/** A unit is at work: it has started, and has not ended. */
export function isAtWork({ status }: Unit): boolean {
  return status === 'started' || status === 'waiting' || status === 'resuming' || status === 'queued';
}

export function hasEnded({ status }: Unit): boolean {
  return status === 'landed' || status === 'dropped' || status === 'halted';
}

/** The run will do nothing more by itself. */
export function isOver(state: State): boolean {
  return state.run.status === 'aborted' || state.run.status === 'complete';
}

/** Whether an order is waiting or leased; an ended one is over for good. */
export function isOpen(state: State, order: string | null): boolean {
  const status = order === null ? undefined : state.orders.get(order)?.status;
  return status !== undefined && status !== 'ended';
}
