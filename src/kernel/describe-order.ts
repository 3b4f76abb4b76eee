/** What a hand needs to know to perform an order: derived from the state, never stored. */

import { must } from './assert.ts';
import { branchOf, placeOf, taskRow, unitRow } from './decide/look.ts';
import type { Turn } from './dialogue.ts';
import type { Change } from './facts.ts';
import { effectiveWrites, type EffectiveWrites } from './effective-writes.ts';
import type { PublishStep, Step, TaskKind, TaskSpec } from './ir.ts';
import { sandboxOf } from './plan.ts';
import { contextOf, type OrderContext } from './order-context.ts';
import type { Evidence, Guidance, Line, Order, Task, Visit, Words } from './rows.ts';
import { sessionOf } from './session.ts';
import { isGoneOnWith } from './spoken.ts';
import type { State } from './state.ts';

export interface OrderSheet extends OrderContext {
  readonly order: Order;
  readonly step: Step | null;
  readonly task: TaskSpec | null;
  /** What it starts from: a commit, or a commit and the held tests on it. */
  readonly base: string;
  /** The commit of it, and the changes of those tests: what a hand makes the base's files of. */
  readonly commitBelow: string;
  readonly held: readonly Change[];
  /** What the session that it goes on from has left; `null`: it goes on from none. */
  readonly note: string | null;
  /** What people have said to it, the newest last: in a dialogue the turn, otherwise what they said to a leaf at work on it. */
  readonly words: readonly Words[];
  /** What was said in its dialogue before that. */
  readonly dialogue: readonly Turn[];
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
  readonly units: readonly PrefixUnit[];
  /** Digest of the session that an agent goes on with; `null`: it begins afresh. */
  readonly session: string | null;
  /** What was approved to be published: exactly this commit, there (R2). */
  readonly publication: IntendedPublication | null;
}

export interface IntendedPublication {
  readonly remote: string;
  readonly branch: string;
  readonly commit: string;
  /** What this run published there before; `null`: nothing. */
  readonly expects: string | null;
}

/** A unit as it becomes a commit: whatever that says follows from here, so that it has one name in every prefix (B1). */
export interface PrefixUnit {
  readonly unit: string;
  readonly changes: readonly Change[];
  /** The tests first; none for the run's own line, and for a revert. */
  readonly tasks: readonly { readonly id: string; readonly title: string; readonly kind: TaskKind }[];
  /** The unit that it takes back. */
  readonly reverts: string | null;
  /** Who wrote it: agents and steps. */
  readonly authors: readonly string[];
  /** Of before it was queued. */
  readonly evidence: readonly Evidence[];
  /** What it landed as, where a shorter prefix has landed meanwhile. */
  readonly commit: string | null;
}

export function describeOrder(state: State, id: string): OrderSheet {
  const order = must(state.orders.get(id), `order ${id}`);
  return order.visit === null ? landingSheet(state, order) : visitSheet(state, order, order.visit);
}

function landingSheet(state: State, order: Order): OrderSheet {
  const probe = state.probes.get(order.id);
  const units = (probe?.units ?? []).map((unit) => prefixUnit(state, unit));
  const base = probe?.from ?? state.landing.tip;
  return {
    ...blank, order, units, base, commitBelow: base,
    ...gatesToRun(state, must(state.plan, 'the plan').ir.landing),
  };
}

function visitSheet(state: State, order: Order, visitId: string): OrderSheet {
  const plan = must(state.plan, 'the plan');
  const { step, task, line, visit, frame } = placeOf({ state, plan }, visitId);
  const { base, patch, candidate, changes, guidance } = line;
  return {
    ...blank, ...contextOf(state, frame, task), order, step, task: task?.spec ?? null, note: isGoneOnWith(order) ? order.note ?? '' : null, words: order.spoken?.words ?? [], dialogue: earlierTurns(visit, order), base, patch, candidate, changes, guidance,
    ...belowOf(state, line, task),
    writes: effectiveWrites(step, task?.spec ?? null, plan.ir.paths),
    ...gatesToRun(state, step.kind === 'gate' ? step.gates : step.kind === 'measure' ? [step.gate] : []),
    session: step.kind === 'agent' || step.kind === 'talk' ? sessionOf({ order, step, frame, line }) : null,
    publication: visit.intent === null || step.kind !== 'publish' ? null : publicationOf(state, step, visit.intent),
  };
}

function earlierTurns({ dialogue = [] }: Visit, { spoken }: Order): readonly Turn[] {
  return dialogue.slice(0, dialogue.length - (spoken?.words.length ?? 0));
}

/** A base beyond a commit is the held tests of the task's own unit, on it (KERNEL). */
function belowOf(state: State, { base }: Line, task: Task | null): Pick<OrderSheet, 'commitBelow' | 'held'> {
  const [commitBelow = base, patch] = base.split('+');
  const held = task === null || patch === undefined ? null : unitRow(state, task.unit).held;
  return { commitBelow, held: held?.changes ?? [] };
}

function prefixUnit(state: State, id: string): PrefixUnit {
  const { test, main, line, reverts, changes, commit } = unitRow(state, id);
  const tasks = [test, main].flatMap((task) => (task === null ? [] : [taskRow(state, task)]));
  const lines = [...tasks.map(({ frame }) => frame), line].flatMap((name) => (name === null ? [] : [state.lines.get(name)]));
  return {
    unit: id, changes, reverts, commit,
    tasks: tasks.map(({ spec }) => ({ id: spec.id, title: spec.title, kind: spec.kind })),
    authors: [...new Set(lines.flatMap((found) => found?.authors ?? []))],
    evidence: lines.flatMap((found) => found?.evidence ?? []),
  };
}

function publicationOf(state: State, step: PublishStep, commit: string): IntendedPublication {
  const { remote } = step;
  const branch = branchOf(state, step);
  const earlier = state.run.publications.findLast((item) => item.remote === remote && item.branch === branch);
  return { remote, branch, commit, expects: earlier?.commit ?? null };
}

function gatesToRun(state: State, gates: readonly string[]): Pick<OrderSheet, 'gates' | 'sandboxes'> {
  const plan = must(state.plan, 'the plan');
  return { gates, sandboxes: gates.map((name) => sandboxOf(plan.ir, must(plan.gates.get(name), `gate ${name}`))) };
}

const blank: Omit<OrderSheet, 'order' | 'base' | 'commitBelow'> = {
  step: null, task: null, note: null, words: [], dialogue: [], patch: null, candidate: null, changes: [], held: [], writes: null, guidance: [],
  gates: [], sandboxes: [], units: [], session: null, publication: null, given: [], inputs: [], files: [], contract: null, needs: [], returned: [], said: [],
};
