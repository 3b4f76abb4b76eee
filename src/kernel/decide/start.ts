/** How units start, sleep and go on: claims at once, before the first lease (L5, T2, R3, B5). */

import { must } from '../assert.ts';
import { chainFirst } from '../chain.ts';
import { conflictWith } from '../claims-index.ts';
import { taskFrame } from '../evolve/frame.ts';
import type { GrowStep, TaskKind } from '../ir.ts';
import { startOf } from '../plan.ts';
import type { Unit } from '../rows.ts';
import type { State } from '../state.ts';
import { chainOf } from '../state.ts';
import { whyParked } from './budget.ts';
import { type Draft, emit } from './draft.ts';
import { placeOf, taskRow, unitRow } from './look.ts';
import { resumeUnit } from './unit.ts';

/** Lets the next unit start or go on. False: none can now. */
export function startNext(draft: Draft): boolean {
  const resuming = chainFirst(draft.state.chains, chainOf.resuming);
  if (resuming !== null) {
    if (mayClaim(draft, unitRow(draft.state, resuming))) resumeUnit(draft, resuming);
    return true;
  }
  const fresh = chainFirst(draft.state.chains, chainOf.fresh);
  if (fresh === null || whyNoNewWork(draft.state) !== null) return false;
  const unit = unitRow(draft.state, fresh);
  if (mayClaim(draft, unit)) startUnit(draft, unit);
  return true;
}

/** Why no task may take its first lease now; `null`: it may. */
export function whyNoNewWork(state: State): string | null {
  const waiting = decisionsWaiting(state);
  const limit = Math.min(must(state.plan, 'the plan').ir.limits.inbox, state.run.ceiling.inbox ?? Infinity);
  if (waiting >= limit) return `R3: ${waiting} decisions wait for people, and ${limit} is the limit`;
  return whyParked(state);
}

/** R3: open published changes wait for people as well, and so do red reverts, and a budget that has run out. */
export function decisionsWaiting({ counts, run, landing }: State): number {
  return counts.openQuestions + (landing.redReverts ?? []).length + run.publications.filter((item) => item.open).length + (run.halt?.asks === undefined ? 0 : 1);
}

/** A unit whose claims overlap another's sleeps at one place until that is free. */
function mayClaim(draft: Draft, unit: Unit): boolean {
  const on = conflictWith(draft.state.claims, unit.claims);
  if (on !== null) emit(draft, { type: 'UnitSlept', unit: unit.id, on });
  return on === null;
}

function startUnit(draft: Draft, unit: Unit): void {
  const base = draft.state.landing.tip;
  emit(draft, { type: 'UnitStarted', unit: unit.id, base });
  openTask(draft, must(unit.test ?? unit.main, 'a task'), base);
}

/** Opens the frame of a task, on a new line that knows what earlier ones had learnt. */
export function openTask(draft: Draft, id: string, base: string): void {
  const task = taskRow(draft.state, id);
  const visit = must(draft.state.run.growing, 'the grow at work');
  const { step } = placeOf(draft, visit);
  const workflow = workflowFor(step.kind === 'grow' ? step : null, task.spec.kind);
  const frame = taskFrame(id, task.starts + 1);
  emit(draft, {
    type: 'FrameOpened', frame, workflow, task: id, parent: visit, branch: null, line: frame,
    opens: { base, from: null, learns: task.frame },
  });
  draft.todo.push({ do: 'enter', frame, step: startOf(draft.plan, workflow), cause: 'attempt' });
}

function workflowFor(step: GrowStep | null, kind: TaskKind): string {
  return must(step?.workflows.find((item) => item.kind === kind)?.workflow, `a workflow for ${kind}`);
}
