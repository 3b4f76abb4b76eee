/**
 * The landing queue: which prefixes to put under gate, and what green and red mean (B1–B5).
 *
 * Green(k) moves the tip to exactly that commit. Red(k) with green(k−1), or k = 1, ejects unit k
 * after one recorded rerun. So what is known is at most one red prefix, and the bisection is the
 * choice of the next prefix: half of it.
 */

import { chainAfter, chainFirst } from '../chain.ts';
import type { Distilled, GatesFact } from '../facts.ts';
import type { Probe } from '../rows.ts';
import { chainOf, type State } from '../state.ts';
import { dropOrder, voidProbes } from './close.ts';
import { type Draft, emit, guidance } from './draft.ts';
import { expectedOnTip } from './expected-tests.ts';
import { evidenceOf, failureOf, outcomeOf, withFailed } from './gates.ts';
import { haltRun } from './halt.ts';
import { frameRow, isOnStack, placeOf, unitRow } from './look.ts';
import { tipMoved } from './people.ts';
import { rootFrame } from './run.ts';
import { testsOf } from './test-ids.ts';
import { rebaseUnit } from './unit.ts';
import { afterwards } from './ways-on.ts';

/** B5: the landing gate is run on the base first. */
export function orderBaseGate(draft: Draft): void {
  if (draft.state.landing.baseOrder !== null) return;
  const order = `base.${draft.state.counts.orders + 1}`;
  emit(draft, { type: 'BaseGateOrdered', order, tip: draft.state.landing.tip });
}

/** Orders the prefixes that are worth judging now. */
export function planLanding(draft: Draft): void {
  const { landing } = draft.state;
  if (chainFirst(draft.state.chains, chainOf.queue) === null) return complete(draft);
  // T3: the run has halted for it; whoever retries the run plans its landing as well.
  if (landing.faults > draft.plan.ir.limits.retries) return;
  if (landing.tipOutcome === 'unknown') return orderBaseGate(draft);
  if (landing.tipOutcome === 'red' && !repairs(draft)) return ejectAllFromRedBase(draft);
  const prefix = firstUnits(draft.state, draft.plan.ir.limits.batch);
  for (const length of wantedPrefixes(draft, prefix)) {
    if (draft.state.landing.probes.length >= draft.plan.ir.limits.probes) return;
    const units = prefix.slice(0, length);
    if (isUnderGate(draft.state, units.at(-1))) continue;
    const order = `probe.${draft.state.counts.orders + 1}`;
    const rerun = length === 1 && landing.redUnit === units[0];
    emit(draft, { type: 'ProbeOrdered', order, from: landing.tip, units, rerun });
  }
}

/** A run whose root frame has ended is complete once nothing is to land any more. */
function complete(draft: Draft): void {
  const { status } = draft.state.run;
  // What a person wanted reverted is not forgotten: they say what becomes of it (B2).
  if (status === 'complete' || status === 'aborted' || (draft.state.landing.redReverts ?? []).length > 0) return;
  if (draft.state.frames.get(rootFrame)?.status === 'ended') emit(draft, { type: 'RunCompleted' });
}

function repairs(draft: Draft): boolean {
  const { growing } = draft.state.run;
  if (growing === null) return false;
  const { step } = placeOf(draft, growing);
  return step.kind === 'grow' && step.repairsBase === true;
}

function firstUnits(state: State, most: number): string[] {
  const units: string[] = [];
  let unit = chainFirst(state.chains, chainOf.queue);
  while (unit !== null && units.length < most) {
    units.push(unit);
    unit = chainAfter(state.chains, chainOf.queue, unit);
  }
  return units;
}

/** The longest prefix, and halves of it while hands may be free; half of a red one. */
function wantedPrefixes(draft: Draft, prefix: readonly string[]): number[] {
  const red = draft.state.landing.redUnit;
  const known = red === null ? -1 : prefix.indexOf(red) + 1;
  let length = known <= 0 ? prefix.length : Math.max(1, Math.floor(known / 2));
  const lengths: number[] = [];
  while (length >= 1 && lengths.length < draft.plan.ir.limits.probes) {
    lengths.push(length);
    length = Math.floor(length / 2);
  }
  return lengths;
}

/** A prefix is known by its last unit: the queue before it can only shrink from the front. */
function isUnderGate(state: State, last: string | undefined): boolean {
  return state.landing.probes.some((order) => state.probes.get(order)?.units.at(-1) === last);
}

function ejectAllFromRedBase(draft: Draft): void {
  for (const unit of firstUnits(draft.state, Number.MAX_SAFE_INTEGER)) {
    const visits = unitRow(draft.state, unit).landVisits;
    const text = `the landing gate is red on the base ${draft.state.landing.tip}`;
    if (haltRevert(draft, unit, text)) continue;
    emit(draft, { type: 'Ejected', unit, why: 'base-red', failure: null });
    for (const visit of visits) {
      draft.todo.push({ do: 'outcome', visit, word: 'base-red', guidance: guidance('landing', 'base-red', { text }) });
    }
  }
  draft.todo.push({ do: 'landing' });
}

/** What a prefix's gate said. The report was checked to speak of exactly this prefix. */
export function judgeProbe(draft: Draft, order: string, fact: GatesFact): void {
  const probe = draft.state.probes.get(order);
  if (probe === undefined) return;
  const left = probe.units.filter((unit) => unitRow(draft.state, unit).status === 'queued');
  const expects = expectedOnTip(draft, left);
  const judging = { names: draft.plan.ir.landing, expects };
  const outcome = outcomeOf(draft, fact, judging);
  const flake = outcome === 'green' && probe.rerun;
  const failure = outcome === 'red' ? failureOf(draft, fact, judging) : null;
  emit(draft, {
    type: 'ProbeJudged', order, outcome, evidence: withFailed(evidenceOf(draft, fact, judging), fact), failure, flake,
  });
  if (outcome === 'green') landPrefix(draft, left, { from: probe.units, fact });
  else if (left.length === 1 && probe.rerun && left[0] !== undefined) eject(draft, left[0], failure);
  draft.todo.push({ do: 'landing' });
}

/** Why a prefix's commits are not built on the tip as it is now, one new commit a unit; else `null` (B1). */
export function commitFault(state: State, probe: Probe, commits: readonly string[]): string | null {
  if (commits.length !== probe.units.length) {
    return `B1: ${probe.units.length} units were under gate, and ${commits.length} commits are named`;
  }
  const landed = probe.units.filter((unit) => unitRow(state, unit).status === 'landed').length;
  const { tip } = state.landing;
  const below = landed === 0 ? probe.from : commits[landed - 1];
  if (below !== tip) return `B1: the commits are built on ${below ?? 'nothing'}, and the tip is ${tip}`;
  const known = new Set<string>();
  for (const commit of commits.slice(landed)) {
    if (commit === '') return 'B1: a unit has no commit';
    if (known.has(commit) || isOnStack(state, commit)) return `B1: ${commit} is no new commit`;
    known.add(commit);
  }
  return null;
}

interface Prefix {
  readonly from: readonly string[];
  readonly fact: GatesFact;
}

/** B1: the tip moves to the very commit that went green on top of it. */
function landPrefix(draft: Draft, units: readonly string[], prefix: Prefix): void {
  const commits = (prefix.fact.commits ?? []).slice(prefix.from.length - units.length);
  const to = commits.at(-1);
  if (to === undefined) return;
  const visits = units.map((unit) => ({ unit, visits: unitRow(draft.state, unit).landVisits }));
  emit(draft, { type: 'Landed', from: draft.state.landing.tip, to, units, commits, tests: testsOf(prefix.fact) });
  dropMootProbes(draft);
  tipMoved(draft);
  for (const item of visits) {
    for (const visit of item.visits) draft.todo.push({ do: 'outcome', visit, word: 'landed' });
    draft.todo.push({ do: 'unit-landed', unit: item.unit });
  }
}

/** A shorter prefix of what has landed has nothing left to say. */
function dropMootProbes(draft: Draft): void {
  for (const order of draft.state.landing.probes) {
    const probe = draft.state.probes.get(order);
    if (probe === undefined || probe.units.some((unit) => unitRow(draft.state, unit).status === 'queued')) continue;
    emit(draft, { type: 'ProbeVoided', order, why: 'a longer prefix has landed' });
    dropOrder(draft, order, 'a longer prefix has landed');
  }
}

/** B3: takes one unit out, and voids every prefix that contains it. */
function eject(draft: Draft, id: string, failure: Distilled | null): void {
  const unit = unitRow(draft.state, id);
  voidProbes(draft, id, `${id} was ejected`);
  if (haltRevert(draft, id, failure?.text ?? 'red on the tip')) return;
  emit(draft, { type: 'Ejected', unit: id, why: 'red', failure });
  const visit = unit.landVisits.at(-1);
  if (visit === undefined || !draft.state.visits.has(visit)) return;
  // Whose fault: its own gates were green on its own base, so on another tip it may be others'.
  const { line, step, frame } = placeOf(draft, visit);
  const others = line.base.split('+')[0] !== draft.state.landing.tip;
  const cause = others ? 'ejection' : 'attempt';
  const capped = rebaseEjected(draft, id, { cause, frame: frame.id });
  const text = failure?.text ?? 'red on the tip';
  draft.todo.push({
    do: 'outcome', visit, word: capped ? 'limit' : 'red', cause,
    guidance: guidance(step.name, 'red', { text, signature: failure?.signature ?? `${id} ${text}`, patch: line.patch }),
    seen: failure === null || others ? [] : [`failure ${failure.signature}`],
  });
}

/** B2, R3: a revert is a person's command, and no step hears of its end: it halts, and waits for that person. */
function haltRevert(draft: Draft, id: string, why: string): boolean {
  const { reverts } = unitRow(draft.state, id);
  if (reverts !== null) emit(draft, { type: 'UnitHalted', unit: id, why: `the revert of ${reverts} did not land: ${why}` });
  return reverts !== null;
}

function rebaseEjected(draft: Draft, id: string, how: { cause: 'ejection' | 'attempt'; frame: string }): boolean {
  const unit = unitRow(draft.state, id);
  const onTip = frameRow(draft.state, how.frame).task === null;
  if (how.cause === 'attempt' && onTip) return false;
  return rebaseUnit(draft, unit, how.cause);
}

/**
 * A prefix's order could not be performed, however often: never green (E1), and no unit's fault. It
 * is planned anew, as often in a row as one order is retried; then the run halts (T3).
 */
export function landingFaulted(draft: Draft, order: string, why: string): void {
  if (!draft.state.probes.has(order)) return;
  const { retries } = draft.plan.ir.limits;
  const faults = Math.min(draft.state.landing.faults + 1, retries + 1);
  emit(draft, { type: 'ProbeVoided', order, why: `the gates of the landing could not be run: ${why}`, faults });
  if (faults <= retries) return void draft.todo.push({ do: 'landing' });
  const { status } = draft.state.run;
  if (status !== 'running' && status !== 'paused') return;
  haltRun(draft, {
    reason: `the infrastructure cannot run the gates of the landing: ${why}`, culprits: [order],
    ways: afterwards('see to what runs the gates'),
  });
}
