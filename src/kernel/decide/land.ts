/**
 * `land`: what a line must have before it may go into the landing queue (E1–E6, E8, T8), and
 * how a unit gets there. The kernel refuses whatever the wires, a retry or a resume say.
 */

import type { LandStep } from '../ir.ts';
import { conflictWith } from '../claims-index.ts';
import { gatesFor } from '../plan.ts';
import type { Line, Task, Unit } from '../rows.ts';
import { approvalFaults } from './approvals.ts';
import { type Draft, emit, guidance } from './draft.ts';
import { conflicts, pathsOf, type Place, placeOf, taskRow, unitRow } from './look.ts';
import { provesRed } from './red-proof.ts';
import { openTask } from './start.ts';
import { isLive } from './test-ids.ts';
import { backToWriting, conflict } from './unit.ts';

export function enterLand(draft: Draft, visitId: string, step: LandStep): void {
  const place = placeOf(draft, visitId);
  const faults = landFaults(draft, place, step);
  if (faults.length > 0) return refused(draft, place, faults);
  if (place.task === null) return landRoot(draft, place);
  const unit = unitRow(draft.state, place.task.unit);
  if (isEmpty(place.line) && !standsOnTests(unit)) return landEmpty(draft, place, unit);
  if (unit.test === place.task.id) return hold(draft, place, unit);
  queue(draft, place, unit);
}

function refused(draft: Draft, place: Place, faults: readonly string[]): void {
  const text = faults.join('; ');
  draft.todo.push({
    do: 'outcome', visit: place.visit.id, word: 'refused', guidance: guidance(place.step.name, 'refused', { text }),
  });
}

/** Everything that is missing, at once. */
function landFaults(draft: Draft, place: Place, step: LandStep): string[] {
  const { line, task, frame } = place;
  if (line.exploring) return ['E5: a branch does not land; what is picked does'];
  const own = frame.task === null || taskRow(draft.state, frame.task).frame === frame.line;
  if (!own) return ['E5: only the line of a task or of the run lands'];
  const unit = task === null ? null : unitRow(draft.state, task.unit);
  if (unit?.status === 'landed') return [`T6: ${unit.id} has landed; what is still to do is another task's`];
  if (isEmpty(line) && (task?.spec.mayBeEmpty !== true || unit?.test === task.id)) {
    return ['E3: there is nothing to land: the patch is empty'];
  }
  // Empty code lands the tests that it makes green, so that is proved like any other (T8).
  if (isEmpty(line) && unit !== null && !standsOnTests(unit)) return [];
  return [...evidenceFaults(draft, line, task), ...approvalFaults(draft, place, step)];
}

const isEmpty = (line: Line): boolean => line.patch === null || line.changes.length === 0;

const standsOnTests = ({ held }: Unit): boolean => held !== null && held.changes.length > 0;

function evidenceFaults(draft: Draft, line: Line, task: Task | null): string[] {
  const kind = task?.spec.kind ?? null;
  const paired = task !== null && unitRow(draft.state, task.unit).test === task.id;
  const faults: string[] = [];
  for (const gate of gatesFor(draft.plan, kind)) {
    if (paired && gate.role === 'tests') continue;
    const found = line.evidence.find((item) => item.gate === gate.name);
    if (!isLive(line, found) || found?.outcome !== 'green') {
      faults.push(`E5: gate ${gate.name} has no green on exactly this patch and base`);
    }
  }
  if (paired && !line.evidence.some((item) => provesRed(draft, line, item))) {
    faults.push('T8: the tests are not proved red on the base, without the code that they judge');
  }
  return faults;
}

/**
 * The root's own line lands as a unit of its own, without a task. No grow is at work beside it; but
 * what a person reverts may be in the queue before it, and holds its claims (L5). So the paths of
 * all that is queued are disjoint, and whatever lands before a unit leaves its patch transplantable:
 * nothing is ever ejected for a conflict.
 */
function landRoot(draft: Draft, place: Place): void {
  const { line, visit } = place;
  const clashes = conflicts(draft.state, line.changes);
  if (clashes.length > 0) return conflict(draft, place, clashes);
  const busy = conflictWith(draft.state.claims, pathsOf(line.changes));
  if (busy !== null) return backToWriting(draft, place, `L5: ${busy} is being reverted, and the revert lands first`);
  emit(draft, {
    type: 'UnitQueued', unit: `@${visit.id}`, visits: [visit.id], line: line.id, changes: line.changes, reverts: null,
  });
  draft.todo.push({ do: 'landing' });
}

/** A declared empty change has nothing to put on the tip (E3). */
function landEmpty(draft: Draft, place: Place, unit: Unit): void {
  const visits = unit.test === null ? [place.visit.id] : [...testVisit(draft, unit), place.visit.id];
  emit(draft, { type: 'LandedEmpty', unit: unit.id, tip: draft.state.landing.tip });
  for (const visit of visits) draft.todo.push({ do: 'outcome', visit, word: 'landed' });
  draft.todo.push({ do: 'unit-landed', unit: unit.id });
}

/** The tests wait here, their patch held as the base of the code that they judge (T8). */
function hold(draft: Draft, place: Place, unit: Unit): void {
  const { line, visit } = place;
  const clashes = conflicts(draft.state, line.changes);
  if (clashes.length > 0) return conflict(draft, place, clashes);
  const expects = line.evidence.flatMap((item) => (provesRed(draft, line, item) ? item.tests?.failed ?? [] : []));
  emit(draft, {
    type: 'PatchHeld', unit: unit.id, visit: visit.id, patch: line.patch ?? '', changes: line.changes, expects,
  });
  if (unit.main !== null) openTask(draft, unit.main, `${line.base}+${line.patch ?? ''}`);
}

function queue(draft: Draft, place: Place, unit: Unit): void {
  const held = unit.held?.changes ?? [];
  const clashes = conflicts(draft.state, [...held, ...place.line.changes]);
  if (clashes.length > 0) return conflict(draft, place, clashes);
  emit(draft, {
    type: 'UnitQueued', unit: unit.id, visits: [...testVisit(draft, unit), place.visit.id], line: null,
    changes: [...held, ...place.line.changes], reverts: null,
  });
  draft.todo.push({ do: 'landing' });
}

/** The `land` visit at which a unit's tests wait. */
function testVisit(draft: Draft, { held }: Unit): readonly string[] {
  return held !== null && draft.state.visits.has(held.visit) ? [held.visit] : [];
}
