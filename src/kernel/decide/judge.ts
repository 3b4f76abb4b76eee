/** Gates' reports: on a line, on a prefix of the landing queue, on the base (E1, E3, E8, B1, B5). */

import type { GatesFact, ReportResult } from '../facts.ts';
import type { Order, Task } from '../rows.ts';
import type { State } from '../state.ts';
import { type Draft, emit, guidance } from './draft.ts';
import { evidenceOf, failureOf, type Judging, speaksOf, unreadable, outcomeOf } from './gates.ts';
import { beginGrow } from './grow.ts';
import { commitFault, judgeProbe } from './landing.ts';
import { type Place, placeOf, unitRow } from './look.ts';

/** The report speaks of another base, patch or order than was asked about (E1). */
const otherWork = 'the report does not fit the order';

/** Each of these says why the report tells nothing at all; `null`: it was judged. */
export function lineGates(draft: Draft, order: Order, fact: GatesFact): string | null {
  if (order.visit === null) return otherWork;
  const place = placeOf(draft, order.visit);
  if (place.step.kind !== 'gate') return otherWork;
  const judging: Judging = { names: place.step.gates, expects: expectsOf(draft.state, place.task) };
  const fault = unreadable(fact, judging) ?? (speaksOf(place.line, fact) ? null : otherWork);
  if (fault !== null) return fault;
  emit(draft, { type: 'LeaseEnded', order: order.id, epoch: order.epoch, how: 'reported', again: null });
  if (isEmptyTask(place)) {
    const text = 'E3: the patch is empty, so there is nothing to be green';
    outcome(draft, place, { word: 'red', text, signature: text });
    return null;
  }
  emit(draft, {
    type: 'EvidenceTaken', line: place.line.id, candidate: fact.candidate, evidence: evidenceOf(draft, fact, judging.expects),
  });
  if (outcomeOf(draft, fact, judging) === 'green') outcome(draft, place, { word: 'green' });
  else if (isRedProof(draft, place, fact)) outcome(draft, place, { word: 'red' });
  else outcome(draft, place, { word: 'red', ...failureOf(draft, fact, judging.expects) });
  return null;
}

/** Red is what the tests of a unit must be before the code is there: nothing to learn from (T8). */
function isRedProof(draft: Draft, place: Place, fact: GatesFact): boolean {
  if (place.task === null || unitRow(draft.state, place.task.unit).test !== place.task.id) return false;
  const last = fact.gates.at(-1);
  // A gate that asserts nothing is red as well (E8), and proves nothing of the tests.
  return last !== undefined && last.exit !== 0 && draft.plan.gates.get(last.gate)?.role === 'tests';
}

function isEmptyTask({ task, line }: Place): boolean {
  return task !== null && task.spec.mayBeEmpty !== true && line.changes.length === 0;
}

/** Tests that must pass: those of the unit for code (T8), those of the tip for a refactoring. */
function expectsOf(state: State, task: Task | null): readonly string[] {
  if (task === null) return [];
  if (task.spec.kind === 'refactor') return state.landing.tests ?? [];
  return task.spec.kind === 'code' ? unitRow(state, task.unit).held?.expects ?? [] : [];
}

interface Judged {
  readonly word: string;
  readonly text?: string;
  readonly signature?: string;
}

function outcome(draft: Draft, place: Place, judged: Judged): void {
  const { word, text, signature } = judged;
  draft.todo.push({
    do: 'outcome', visit: place.visit.id, word,
    ...(text === undefined ? {} : { guidance: guidance(place.step.name, word, { text, signature: signature ?? text, patch: place.line.patch }) }),
    seen: signature === undefined ? [] : [`failure ${signature}`],
  });
}

/** E1: red and green alike speak of this prefix on this base; B1: green, of the commits that it would land. */
export function prefixGates(draft: Draft, order: Order, fact: GatesFact): string | null {
  const probe = draft.state.probes.get(order.id);
  const judging: Judging = { names: draft.plan.ir.landing, expects: [] };
  if (probe === undefined) return otherWork;
  const fault = unreadable(fact, judging) ?? (fact.base === probe.from && fact.patch === null ? null : otherWork);
  if (fault !== null) return fault;
  const green = outcomeOf(draft, fact, judging) === 'green';
  const unbuilt = green ? commitFault(draft.state, probe, fact.commits ?? []) : null;
  if (unbuilt !== null) return unbuilt;
  emit(draft, { type: 'LeaseEnded', order: order.id, epoch: order.epoch, how: 'reported', again: null });
  judgeProbe(draft, order.id, fact);
  return null;
}

export function baseGates(draft: Draft, order: Order, fact: GatesFact): string | null {
  const judging: Judging = { names: draft.plan.ir.landing, expects: [] };
  const { tip } = draft.state.landing;
  const fault = unreadable(fact, judging) ?? (fact.base === tip && fact.patch === null ? null : otherWork);
  if (fault !== null) return fault;
  emit(draft, { type: 'LeaseEnded', order: order.id, epoch: order.epoch, how: 'reported', again: null });
  const tests = fact.gates.findLast((gate) => gate.tests !== undefined)?.tests ?? null;
  emit(draft, {
    type: 'BaseJudged', order: order.id, tip, outcome: outcomeOf(draft, fact, judging),
    evidence: evidenceOf(draft, fact, []), tests,
  });
  if (draft.state.run.growing !== null) beginGrow(draft, draft.state.run.growing);
  draft.todo.push({ do: 'landing' });
  return null;
}

/** A measurement: a number, or it failed. */
export function measured(draft: Draft, order: Order, fact: Extract<ReportResult, { readonly type: 'measured' }>): boolean {
  if (order.visit === null) return false;
  const place = placeOf(draft, order.visit);
  const { step, line } = place;
  if (step.kind !== 'measure' || fact.base !== line.base || fact.patch !== line.patch) return false;
  emit(draft, { type: 'LeaseEnded', order: order.id, epoch: order.epoch, how: 'reported', again: null });
  if (fact.exit !== 0 || fact.value === null || !Number.isFinite(fact.value)) {
    outcome(draft, place, { word: 'fail', text: `${step.gate} yielded no number` });
    return true;
  }
  emit(draft, { type: 'Measured', line: line.id, value: fact.value });
  if (step.target === undefined) outcome(draft, place, { word: 'ok' });
  else if (step.better === 'higher' ? fact.value >= step.target : fact.value <= step.target) outcome(draft, place, { word: 'met' });
  else outcome(draft, place, { word: 'unmet', text: `${fact.value}, and ${step.target} is the target`, signature: `${step.name} ${fact.value}` });
  return true;
}
