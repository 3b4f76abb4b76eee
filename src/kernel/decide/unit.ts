/** What becomes of units: held, ejected, waiting, lost, landed; and who must hear of it (T4, T8). */

import { must } from '../assert.ts';
import { capped, quotedPath } from '../phrase.ts';
import type { Cause, Unit } from '../rows.ts';
import { closeFrame, closeUnit, quarantine } from './close.ts';
import { type Draft, emit, guidance } from './draft.ts';
import { conflicts, frameRow, lineRow, type Place, placeOf, taskRow, unitRow, visitRow } from './look.ts';

interface Rebase {
  /** Whether the patch comes along. */
  readonly keeps: boolean;
  readonly counts: Cause;
  /** For the code of a unit: what it stands on besides the tip. */
  readonly held?: string;
}

/** Puts a line on the tip. True: it was once too often, and the step's outcome is `limit` (T3). */
export function rebase(draft: Draft, lineId: string, how: Rebase): boolean {
  const { tip } = draft.state.landing;
  const held = how.held ?? heldOf(draft, lineId);
  if (!how.keeps) quarantine(draft, lineId, lineId);
  emit(draft, {
    type: 'LineRebased', line: lineId, base: held === null ? tip : `${tip}+${held}`, keeps: how.keeps, counts: how.counts,
  });
  const { conflicts: met, ejections, grants } = lineRow(draft.state, lineId);
  const { limits } = draft.plan.ir;
  if (how.counts === 'conflict') return met > limits.conflicts + grants;
  return how.counts === 'ejection' && ejections > limits.ejections + grants;
}

/** The held test patch that a code line stands on. */
function heldOf(draft: Draft, lineId: string): string | null {
  const frame = draft.state.frames.get(lineId);
  if (frame === undefined || frame.task === null) return null;
  const unit = unitRow(draft.state, taskRow(draft.state, frame.task).unit);
  return unit.main === frame.task && unit.test !== null ? unit.held?.patch ?? null : null;
}

/** Somebody else changed what this patch changes: back to writing, on the tip (T3). */
export function conflict(draft: Draft, place: Place, paths: readonly string[]): void {
  backToWriting(draft, place, `the tip has changed ${capped(paths.map(quotedPath)).join(', ')} since this was written`);
}

/** The outcome `conflict`: what was written is kept apart, and the line stands empty on the tip (B4). */
export function backToWriting(draft: Draft, place: Place, text: string): void {
  const { patch } = lineRow(draft.state, place.line.id);
  closeJudged(draft, place, 'its tests are in conflict with the tip');
  const tooOften = rebase(draft, place.line.id, { keeps: false, counts: 'conflict' });
  draft.todo.push({
    do: 'outcome', visit: place.visit.id, word: tooOften ? 'limit' : 'conflict', cause: 'conflict',
    guidance: guidance(place.step.name, 'conflict', { text, patch }),
  });
}

/** Tests leave their place: the code that they judge has lost its base, and begins anew (T8). */
export function closeJudged(draft: Draft, place: Place, why: string): void {
  if (place.task === null) return;
  const unit = unitRow(draft.state, place.task.unit);
  if (unit.test !== place.task.id) return;
  const judged = unit.main === null ? null : taskRow(draft.state, unit.main).frame;
  if (judged !== null) closeFrame(draft, judged, why);
  if (unit.held !== null) emit(draft, { type: 'HeldReleased', unit: unit.id, why });
}

/** A unit that will not land: its frames end, its claims are free, and what needs it stalls. */
export function unitLost(draft: Draft, lost: { unit: string; how: 'dropped' | 'halted'; why: string }): void {
  const unit = unitRow(draft.state, lost.unit);
  if (unit.status === 'landed' || unit.status === 'dropped') return;
  // T6: what halted is dropped by a person's word; nothing else ends what has ended.
  if (unit.status === 'halted' && (lost.how !== 'dropped' || draft.person === null)) return;
  closeUnit(draft, unit.id, lost.why);
  const type = lost.how === 'dropped' ? 'UnitDropped' : 'UnitHalted';
  emit(draft, { type, unit: unit.id, why: lost.why });
  tellParent(draft, unit, false);
  loseWaited(draft, unit);
  draft.todo.push({ do: 'landing' }, { do: 'grow' });
}

/** T4: follow-ups that need it cannot land, so the parent that waits for them must hear of them too. */
function loseWaited(draft: Draft, { id, dependents }: Unit): void {
  for (const dependent of dependents) {
    const { status, waitedBy } = unitRow(draft.state, dependent);
    if (status !== 'blocked' || waitedBy === null) continue;
    draft.todo.push({ do: 'unit-lost', unit: dependent, how: 'halted', why: `it needs ${id}, which did not land` });
  }
}

export function unitLanded(draft: Draft, id: string): void {
  tellParent(draft, unitRow(draft.state, id), true);
  draft.todo.push({ do: 'grow' });
}

/** T4: a parent that waits for its follow-ups hears of each end. */
function tellParent(draft: Draft, unit: Unit, landed: boolean): void {
  if (unit.waitedBy === null || !draft.state.visits.has(unit.waitedBy)) return;
  emit(draft, { type: 'ChildEnded', visit: unit.waitedBy, child: unit.id, landed });
}

/** All follow-ups have ended: the parent goes on, on the tip, if its patch transplants. */
export function resumeUnit(draft: Draft, id: string): void {
  const { waiting } = unitRow(draft.state, id);
  const visit = must(waiting, 'the visit that waits');
  emit(draft, { type: 'UnitResumed', unit: id, base: draft.state.landing.tip });
  const place = placeOf(draft, visit);
  const lost = place.visit.replies.filter((reply) => reply.word === 'lost').map((reply) => reply.agent);
  const unit = unitRow(draft.state, id);
  const clashes = conflicts(draft.state, [...unit.held?.changes ?? [], ...place.line.changes]);
  if (clashes.length > 0) return resumeInConflict(draft, place, clashes);
  rebaseUnit(draft, unit, 'attempt');
  if (lost.length === 0) return void draft.todo.push({ do: 'outcome', visit, word: place.visit.word ?? 'ok' });
  const text = `these follow-ups did not land: ${capped(lost).join(', ')}`;
  draft.todo.push({ do: 'outcome', visit, word: 'fail', guidance: guidance(place.step.name, 'fail', { text }) });
}

function resumeInConflict(draft: Draft, place: Place, paths: readonly string[]): void {
  const unit = unitRow(draft.state, must(place.task, 'a task').unit);
  const { held } = unit;
  const clashes = conflicts(draft.state, held?.changes ?? []);
  if (held !== null && clashes.length > 0) return conflict(draft, placeOf(draft, held.visit), clashes);
  if (held !== null) rebaseTests(draft, unit);
  conflict(draft, place, paths);
}

/** Puts every line of a unit on the tip, patches and all. True: too often. */
export function rebaseUnit(draft: Draft, unit: Unit, counts: Cause): boolean {
  if (unit.test !== null) rebaseTests(draft, unit);
  // Nothing stands on tests that are still being written.
  if (unit.test !== null && unit.held === null) return false;
  const frame = unit.main === null ? unit.line : taskRow(draft.state, unit.main).frame;
  return frame !== null && draft.state.lines.has(frame) && rebase(draft, frame, { keeps: true, counts });
}

function rebaseTests(draft: Draft, unit: Unit): void {
  const frame = unit.test === null ? null : taskRow(draft.state, unit.test).frame;
  if (frame !== null) rebase(draft, frame, { keeps: true, counts: 'attempt' });
}

/** A step waits for follow-ups: the patch stays, the claims go (T4, T5). */
export function waitForFollowUps(draft: Draft, visitId: string, { children, word }: Waiting): void {
  const { frame } = visitRow(draft.state, visitId);
  const task = must(frameRow(draft.state, frame).task, 'a task');
  emit(draft, { type: 'UnitWaits', unit: taskRow(draft.state, task).unit, visit: visitId, children, word });
}

interface Waiting {
  readonly children: readonly string[];
  /** What the step ended with: it is followed when it goes on. */
  readonly word: string;
}

