/** Gates' reports: on a line, on a prefix of the landing queue, on the base (E1, E3, E8, B1, B5). */

import { type Comparison, comparisonOf, pairsOf, wordOf } from '../comparison.ts';
import type { GatesFact, MeasuredFact } from '../facts.ts';
import type { MeasureStep } from '../ir.ts';
import type { Evidence, Order, Task } from '../rows.ts';
import type { State } from '../state.ts';
import { type Draft, emit, guidance } from './draft.ts';
import { expectedOnLine } from './expected-tests.ts';
import { elsewhere, evidenceOf, failureOf, type Judging, sandboxFault, speaksOf, unreadable, outcomeOf, withFailed } from './gates.ts';
import { beginGrow } from './grow.ts';
import { commitFault, judgeProbe } from './landing.ts';
import { type Place, placeOf, unitRow } from './look.ts';
import { redProofOf } from './red-proof.ts';
import { earlierOn, testsOf } from './test-ids.ts';

/** The report speaks of another base, patch or order than was asked about (E1). */
const otherWork = 'the report does not fit the order';

/** Each of these says why the report tells nothing at all; `null`: it was judged. */
export function lineGates(draft: Draft, order: Order, fact: GatesFact): string | null {
  if (order.visit === null) return otherWork;
  const place = placeOf(draft, order.visit);
  if (place.step.kind !== 'gate') return otherWork;
  const judging = judgingOf(draft, place, fact);
  const fault = unreadable(fact, judging) ?? sandboxFault(draft, fact) ?? (speaksOf(place.line, fact) ? null : otherWork);
  if (fault !== null) return fault;
  emit(draft, { type: 'LeaseEnded', order: order.id, epoch: order.epoch, how: 'reported', again: null });
  if (isEmptyTask(place)) {
    const text = 'E3: the patch is empty, so there is nothing to be green';
    outcome(draft, place, { word: 'red', text, signature: text });
    return null;
  }
  emit(draft, {
    type: 'EvidenceTaken', line: place.line.id, candidate: fact.candidate, evidence: lineEvidence(draft, place, fact),
  });
  const last = fact.gates.at(-1);
  const proof = last !== undefined && judgesCode(draft.state, place.task) ? redProofOf(draft, place.line, last) : null;
  if (outcomeOf(draft, fact, judging) === 'green') outcome(draft, place, { word: 'green' });
  // Red is what the tests of a unit must be before the code is there: nothing to learn from (T8).
  else if (proof?.fault === null) outcome(draft, place, { word: 'red' });
  else if (proof !== null) outcome(draft, place, { word: 'red', text: proof.fault, signature: proof.fault });
  else outcome(draft, place, { word: 'red', ...failureOf(draft, fact, judging) });
  return null;
}

/** E8: what must pass is asked of all gates of the candidate together, in one step or in several. */
function judgingOf(draft: Draft, { task, line, step }: Place, fact: GatesFact): Judging {
  const names = step.kind === 'gate' ? step.gates : [];
  const expects = expectedOnLine(draft, task, line);
  if (task === null || expects.length === 0) return { names, expects };
  const now = { names: fact.gates.map(({ gate }) => gate), kind: task.spec.kind };
  return { names, expects, earlier: earlierOn(draft.plan, line, now) };
}

/** Of tests that are to be proved red, evidence keeps those that failed for want of the code (T8). */
function lineEvidence(draft: Draft, place: Place, fact: GatesFact): readonly Evidence[] {
  const evidence = evidenceOf(draft, fact, judgingOf(draft, place, fact));
  if (!judgesCode(draft.state, place.task)) return evidence;
  return evidence.map((item, index) => {
    const gate = fact.gates[index];
    const proof = gate === undefined ? null : redProofOf(draft, place.line, gate);
    if (proof === null) return item;
    const tests = item.tests === null ? null : { ...item.tests, failed: proof.failed };
    return proof.fault === null ? { ...item, tests } : { ...item, tests, unproved: proof.fault };
  });
}

/** Whether it is the test task of a unit of two. */
function judgesCode(state: State, task: Task | null): boolean {
  return task !== null && unitRow(state, task.unit).test === task.id;
}

function isEmptyTask({ task, line }: Place): boolean {
  return task !== null && task.spec.mayBeEmpty !== true && line.changes.length === 0;
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
  const fault = unreadable(fact, judging) ?? sandboxFault(draft, fact) ?? (fact.base === probe.from && fact.patch === null ? null : otherWork);
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
  const fault = unreadable(fact, judging) ?? sandboxFault(draft, fact) ?? (fact.base === tip && fact.patch === null ? null : otherWork);
  if (fault !== null) return fault;
  emit(draft, { type: 'LeaseEnded', order: order.id, epoch: order.epoch, how: 'reported', again: null });
  const tests = testsOf(fact);
  emit(draft, {
    type: 'BaseJudged', order: order.id, tip, outcome: outcomeOf(draft, fact, judging),
    evidence: withFailed(evidenceOf(draft, fact, judging), fact), tests,
  });
  if (draft.state.run.growing !== null) beginGrow(draft, draft.state.run.growing);
  draft.todo.push({ do: 'landing' });
  return null;
}

/** A measurement: numbers, or it failed. It speaks of a patch, a base and a sandbox, as any gate does (E1). */
export function measured(draft: Draft, order: Order, fact: MeasuredFact): string | null {
  if (order.visit === null) return otherWork;
  const place = placeOf(draft, order.visit);
  const { step, line } = place;
  if (step.kind !== 'measure' || fact.base !== line.base || fact.patch !== line.patch) return otherWork;
  const fault = elsewhere(draft, step.gate, fact.sandbox);
  if (fault !== null) return fault;
  emit(draft, { type: 'LeaseEnded', order: order.id, epoch: order.epoch, how: 'reported', again: null });
  const comparison = comparisonOf(fact, pairsOf(step));
  if (comparison === null || (fact.baseValues.length === 0 && line.changes.length > 0)) {
    outcome(draft, place, { word: 'fail', text: `${step.gate} yielded no number` });
    return null;
  }
  const where = fact.sandbox === undefined ? {} : { sandbox: fact.sandbox };
  const { value, ...against } = comparison;
  emit(draft, { type: 'Measured', line: line.id, value, ...where, against });
  const word = wordOf(comparison, step);
  const isGood = word === 'reached' || (word === 'better' && step.target === undefined);
  outcome(draft, place, isGood ? { word } : { word, text: measuredText(comparison, step), signature: `${step.name} ${value}` });
  return null;
}

function measuredText({ value, base, noise }: Comparison, { target }: MeasureStep): string {
  const wished = target === undefined ? '' : `, and ${target} is the target`;
  return `${value}, on the base ${base}, with a noise of ${shown(noise)}${wished}`;
}

/** Six digits are enough to read. */
const shown = (value: number): string => String(Number(value.toPrecision(6)));
