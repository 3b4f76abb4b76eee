/** How the parts of `decide` look things up: rows that must exist, and what follows from them. */

import { must } from '../assert.ts';
import type { PublishStep, Step } from '../ir.ts';
import { stepOf } from '../plan.ts';
import type { Frame, Line, Order, Task, Unit, Visit } from '../rows.ts';
import type { State } from '../state.ts';
import type { Draft } from './draft.ts';

export const frameRow = (state: State, id: string): Frame => must(state.frames.get(id), id);
export const visitRow = (state: State, id: string): Visit => must(state.visits.get(id), id);
export const orderRow = (state: State, id: string): Order => must(state.orders.get(id), id);
export const lineRow = (state: State, id: string): Line => must(state.lines.get(id), id);
export const taskRow = (state: State, id: string): Task => must(state.tasks.get(id), id);
export const unitRow = (state: State, id: string): Unit => must(state.units.get(id), id);

/** A visit with all that is around it. */
export interface Place {
  readonly visit: Visit;
  readonly frame: Frame;
  readonly line: Line;
  readonly step: Step;
  readonly task: Task | null;
}

export function placeOf(draft: Pick<Draft, 'state' | 'plan'>, visitId: string): Place {
  const visit = visitRow(draft.state, visitId);
  const frame = frameRow(draft.state, visit.frame);
  return {
    visit, frame,
    line: lineRow(draft.state, frame.line),
    step: stepOf(draft.plan, frame.workflow, visit.step),
    task: frame.task === null ? null : taskRow(draft.state, frame.task),
  };
}

/** Whether a frame is its task's own, and not one that a `call` inside it opened. */
export function ownsTask(state: State, frame: Frame): boolean {
  return frame.task !== null && taskRow(state, frame.task).frame === frame.id;
}

/** Whether a commit is the tip, or the tip has stood on it. */
export function isOnStack(state: State, commit: string): boolean {
  return commit === state.run.base || state.stack.has(commit);
}

/** The branch as the plan names it; `{{ run }}` is the run's own name. */
export function branchOf(state: State, step: PublishStep): string {
  return step.branch.split('{{ run }}').join(state.run.id);
}

export const isRoot = (frame: Frame): boolean => frame.parent === null;

/** The unit of a task is two tasks, and this is the one that is judged. */
export function isJudged(unit: Unit, task: string): boolean {
  return unit.test !== null && unit.main === task;
}

export function pathsOf(changes: readonly { readonly path: string }[]): readonly string[] {
  return changes.map((change) => change.path);
}

/** A patch transplants iff each of its paths is, on the tip, as the patch found it (KERNEL). */
export function conflicts(state: State, changes: readonly { readonly path: string; readonly from: string | null }[]): string[] {
  const paths: string[] = [];
  for (const { path, from } of changes) {
    const file = state.files.get(path);
    if (file !== undefined && file.blob !== from) paths.push(path);
  }
  return paths;
}
