/** `grow`: from an admitted plan to a graph at work, and when it has ended (T1, B5). */

import { type Admitted, admit, type NotAdmitted, type AdmissionContext } from '../admission.ts';
import type { Fault } from '../fault.ts';
import type { GrowStep, TaskSpec } from '../ir.ts';
import { must } from '../assert.ts';
import { gatesFor, needsControl } from '../plan.ts';
import { capped, quoted } from '../phrase.ts';
import type { Guidance, TaskPlan } from '../rows.ts';
import type { State } from '../state.ts';
import { unitsOfPlan } from '../evolve/grow.ts';
import { isOfPlan } from '../evolve/rows.ts';
import { quarantine } from './close.ts';
import { type Draft, emit, guidance } from './draft.ts';
import { orderBaseGate } from './landing.ts';
import { lineRow, placeOf, taskRow, unitRow, visitRow } from './look.ts';
import { misfit } from './regrow.ts';

export function enterGrow(draft: Draft, visit: string, step: GrowStep): void {
  const { frame, line } = placeOf(draft, visit);
  const digest = frame.returned.find((item) => item.step === step.tasks)?.digest;
  const plan = digest === undefined ? undefined : draft.state.plans.get(digest);
  const why = whyNot(draft, { line: line.id, task: frame.task, step }, plan);
  if (why !== null || digest === undefined) {
    const text = why ?? `${step.tasks} has returned no tasks`;
    draft.todo.push({ do: 'outcome', visit, word: 'refused', guidance: guidance(step.name, 'refused', { text }) });
    return;
  }
  emit(draft, { type: 'GrowOpened', visit, plan: digest, person: draft.person });
  if (draft.state.landing.tipOutcome === 'unknown') orderBaseGate(draft);
  else beginGrow(draft, visit);
}

interface GrowPlace {
  readonly line: string;
  readonly task: string | null;
  readonly step: GrowStep;
}

function whyNot(draft: Draft, place: GrowPlace, plan: TaskPlan | undefined): string | null {
  if (plan === undefined) return `${place.step.tasks} has returned no tasks`;
  if (place.task !== null) return 'a task does not grow tasks; it files follow-ups';
  if (draft.state.run.growing !== null) return 'another grow is at work';
  if (lineRow(draft.state, place.line).changes.length > 0) return 'the line is not empty: land or drop its patch first';
  // Admission again (T1), unless nothing that it looks at has changed since the plan was returned.
  if (plan.admittedAt === draft.state.tasks.size && plan.grow === place.step.name) return null;
  if (plan.tasks.every((task) => draft.state.tasks.has(task.id))) return whyNotAgain(draft, plan, place.step);
  const admitted = admitPlan(draft, plan.tasks, place.step);
  return admitted.ok ? null : faultText(admitted.faults);
}

/** T1: its tasks were admitted beside another grow, which may have had workflows for other kinds. */
function whyNotAgain({ state }: Draft, plan: TaskPlan, step: GrowStep): string | null {
  for (const id of state.units.keys()) {
    // What was dropped may be asked for while this grows.
    if (unitRow(state, id).status === 'landed' || !isOfPlan(state, plan, id)) continue;
    const task = misfit(state, step, id);
    if (task !== null) return `T1: task ${quoted(task.id)} is of kind ${quoted(task.kind)}, for which ${step.name} has no workflow`;
  }
  return null;
}

/** B5: a red base stops the line, unless these tasks are there to repair it. */
export function beginGrow(draft: Draft, visit: string): void {
  const { step } = placeOf(draft, visit);
  if (step.kind !== 'grow') return;
  const green = draft.state.landing.tipOutcome === 'green';
  if (!green && step.repairsBase !== true) {
    const text = `the landing gate is ${draft.state.landing.tipOutcome} on the base ${draft.state.landing.tip}`;
    draft.todo.push({ do: 'outcome', visit, word: 'base-red', guidance: guidance(step.name, 'base-red', { text }) });
    return;
  }
  const grow = must(visitRow(draft.state, visit).grow, 'grow');
  if (grow.phase === 'growing') return;
  emit(draft, { type: 'Grown', visit });
  // T6: what is lost begins anew by a person's command and no other, though the base may have to be
  // judged first; a wire that comes back by itself finds the graph as it was left.
  reopenLost(draft, { plan: grow.plan, visit, person: grow.person });
  draft.todo.push({ do: 'grow' });
}

interface Regrowing {
  readonly plan: string;
  readonly visit: string;
  /** Whose command led to it, if a person's. */
  readonly person: string | null;
}

/** What a person has asked for by name, and by a command that led here all that halted. */
function reopenLost(draft: Draft, { plan, visit, person }: Regrowing): void {
  for (const id of unitsOfPlan(draft.state, plan)) {
    const { status, askedBy } = unitRow(draft.state, id);
    if (typeof askedBy === 'string') emit(draft, { type: 'UnitReopened', unit: id, person: askedBy });
    else if (status === 'halted' && person !== null) {
      reopenUnit(draft, id, { person, guidance: guidance('retry', 'retry', { text: '', signature: `${person} ${visit}` }) });
    }
  }
}

/** T4: its plan does not grow now. A person's wish is kept until it does. */
export function askRetry(draft: Draft, id: string, asked: Asked): void {
  grantTasks(draft, id, asked);
  emit(draft, { type: 'RetryAsked', unit: id, person: asked.person });
}

interface Asked {
  readonly person: string;
  readonly guidance: Guidance;
}

/** Begins a unit anew. That a person asked for it is new guidance to its tasks (T7). */
export function reopenUnit(draft: Draft, id: string, asked: Asked): void {
  grantTasks(draft, id, asked);
  emit(draft, { type: 'UnitReopened', unit: id, person: asked.person });
}

function grantTasks(draft: Draft, id: string, asked: Asked): void {
  const { test, main } = unitRow(draft.state, id);
  for (const task of [test, main]) {
    const line = task === null ? null : taskRow(draft.state, task).frame;
    if (line !== null) emit(draft, { type: 'Granted', line, ...asked });
  }
}

/** T4: a grow ends when nothing of it can go on. */
export function checkGrow(draft: Draft): void {
  const visit = draft.state.run.growing;
  const grow = visit === null ? null : visitRow(draft.state, visit).grow;
  if (visit === null || grow === null || grow.phase !== 'growing') return;
  if (grow.startable > 0 || grow.started > 0 || grow.frames > 0) return;
  const { frame, step } = placeOf(draft, visit);
  const whole = grow.landed + grow.dropped === grow.total && grow.landed > 0;
  const { tip } = draft.state.landing;
  if (lineRow(draft.state, frame.line).base !== tip) {
    quarantine(draft, frame.line, frame.line);
    emit(draft, { type: 'LineRebased', line: frame.line, base: tip, keeps: false, counts: 'attempt' });
  }
  const word = whole ? 'landed' : 'stalled';
  const tally = `${grow.landed} of ${grow.total} units landed, ${grow.halted} halted, ${grow.dropped} dropped`;
  // What was dropped is no failure of the grow, and is not passed over in silence either.
  const text = whole && grow.dropped > 0 ? `${tally}: ${capped(droppedOf(draft, grow.plan)).join(', ')}` : tally;
  const isAll = grow.landed === grow.total;
  draft.todo.push({ do: 'outcome', visit, word, ...(isAll ? {} : { guidance: guidance(step.name, word, { text }) }) });
}

function droppedOf({ state }: Draft, plan: string): readonly string[] {
  return unitsOfPlan(state, plan).filter((id) => unitRow(state, id).status === 'dropped');
}

export function admitPlan(draft: Draft, tasks: readonly TaskSpec[], grow: GrowStep | null): Admitted | NotAdmitted {
  return admit(tasks, {
    ...aroundOf(draft),
    kindsWithWorkflow: new Set((grow ?? anyGrow(draft))?.workflows.map((item) => item.kind) ?? []),
  });
}

/** Follow-ups are admitted against their parent's effective paths (T5). */
export function admitFollowUps(draft: Draft, parentId: string, tasks: readonly TaskSpec[]): Admitted | NotAdmitted {
  const { state } = draft;
  const parent = taskRow(state, parentId);
  const visit = state.run.growing;
  const { step } = placeOf(draft, must(visit, 'the grow at work'));
  return admit(tasks, {
    ...aroundOf(draft),
    kindsWithWorkflow: new Set(step.kind === 'grow' ? step.workflows.map((item) => item.kind) : []),
    parent: {
      id: parentId, kind: parent.spec.kind, writes: parent.spec.writes, depth: parent.depth,
      followUpsSoFar: state.counts.followUps,
    },
  });
}

/** What any decomposition is admitted beside. */
function aroundOf({ state, plan }: Draft): Omit<AdmissionContext, 'kindsWithWorkflow' | 'parent'> {
  return {
    taken: (id) => state.tasks.has(id) || state.units.has(id),
    landed: (id) => hasLanded(state, id),
    classes: plan.ir.paths,
    limits: plan.ir.limits,
    tasksSoFar: state.tasks.size,
    testsAreControlled: gatesFor(plan, 'test').some(needsControl),
  };
}

function hasLanded(state: State, task: string): boolean {
  const row = state.tasks.get(task);
  return row !== undefined && unitRow(state, row.unit).status === 'landed';
}

/** The grow that will take what a step returns: it names the step. */
export function growFor(draft: Draft, workflow: string, step: string): GrowStep | null {
  const steps = draft.plan.workflows.get(workflow)?.steps ?? [];
  return steps.find((item): item is GrowStep => item.kind === 'grow' && item.tasks === step) ?? null;
}

function anyGrow(draft: Draft): GrowStep | null {
  for (const workflow of draft.plan.ir.workflows) {
    const step = workflow.steps.find((item): item is GrowStep => item.kind === 'grow');
    if (step !== undefined) return step;
  }
  return null;
}

export function faultText(faults: readonly Fault[]): string {
  return capped(faults.map((fault) => `${fault.rule}: ${fault.found}; instead: ${fault.instead}`)).join('\n');
}
