/** Gates' reports: on a line, on a prefix of the landing queue, on the base (E1, E3, E8, B1, B5). */

import type { GatesFact, ReportResult } from '../facts.ts';
import type { Order, Task } from '../rows.ts';
import type { State } from '../state.ts';
import { type Draft, emit, guidance } from './draft.ts';
import { evidenceOf, failureOf, type Judging, speaksOf, unreadable, outcomeOf } from './gates.ts';
import { beginGrow } from './grow.ts';
import { buildsOnTip, judgeProbe } from './landing.ts';
import { type Place, placeOf, unitRow } from './look.ts';

/** Each of these returns false where the report says nothing at all. */
export function lineGates(draft: Draft, order: Order, fact: GatesFact): boolean {
  if (order.visit === null) return false;
  const place = placeOf(draft, order.visit);
  if (place.step.kind !== 'gate') return false;
  const judging: Judging = { names: place.step.gates, expects: expectsOf(draft.state, place.task) };
  if (unreadable(fact, judging) !== null || !speaksOf(place.line, fact)) return false;
  emit(draft, { type: 'LeaseEnded', order: order.id, epoch: order.epoch, how: 'reported', again: null });
  if (isEmptyTask(place)) {
    const text = 'E3: the patch is empty, so there is nothing to be green';
    outcome(draft, place, { word: 'red', text, signature: text });
    return true;
  }
  emit(draft, {
    type: 'EvidenceTaken', line: place.line.id, candidate: fact.candidate, evidence: evidenceOf(draft, fact, judging.expects),
  });
  if (outcomeOf(draft, fact, judging) === 'green') outcome(draft, place, { word: 'green' });
  else if (isRedProof(draft, place, fact)) outcome(draft, place, { word: 'red' });
  else outcome(draft, place, { word: 'red', ...failureOf(draft, fact, judging.expects) });
  return true;
}

/** Red is what the tests of a unit must be before the code is there: nothing to learn from (T8). */
function isRedProof(draft: Draft, place: Place, fact: GatesFact): boolean {
  if (place.task === null || unitRow(draft.state, place.task.unit).test !== place.task.id) return false;
  const last = fact.gates.at(-1)?.gate;
  return last !== undefined && draft.plan.gates.get(last)?.role === 'tests';
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

export function prefixGates(draft: Draft, order: Order, fact: GatesFact): boolean {
  const probe = draft.state.probes.get(order.id);
  const judging: Judging = { names: draft.plan.ir.landing, expects: [] };
  if (probe === undefined || unreadable(fact, judging) !== null) return false;
  const green = outcomeOf(draft, fact, judging) === 'green';
  if (green && !buildsOnTip(draft.state, order.id, fact.commits ?? [])) return false;
  emit(draft, { type: 'LeaseEnded', order: order.id, epoch: order.epoch, how: 'reported', again: null });
  judgeProbe(draft, order.id, fact);
  return true;
}

export function baseGates(draft: Draft, order: Order, fact: GatesFact): boolean {
  const judging: Judging = { names: draft.plan.ir.landing, expects: [] };
  const { tip } = draft.state.landing;
  if (unreadable(fact, judging) !== null || fact.base !== tip || fact.patch !== null) return false;
  emit(draft, { type: 'LeaseEnded', order: order.id, epoch: order.epoch, how: 'reported', again: null });
  const tests = fact.gates.findLast((gate) => gate.tests !== undefined)?.tests ?? null;
  emit(draft, {
    type: 'BaseJudged', order: order.id, tip, outcome: outcomeOf(draft, fact, judging),
    evidence: evidenceOf(draft, fact, []), tests,
  });
  if (draft.state.run.growing !== null) beginGrow(draft, draft.state.run.growing);
  draft.todo.push({ do: 'landing' });
  return true;
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
