/** Closing what is open: orders, questions and frames whose result nobody waits for any more. */

import { patchKey, type Unit } from '../rows.ts';
import { type Draft, emit } from './draft.ts';
import { frameRow, lineRow, orderRow, unitRow, visitRow } from './look.ts';

/** An order that is not needed: a live lease ends void; its late report is audited, no more (L2). */
export function dropOrder(draft: Draft, id: string, why: string): void {
  const order = orderRow(draft.state, id);
  if (order.status === 'ended') return;
  if (order.status === 'leased') {
    emit(draft, { type: 'LeaseEnded', order: id, epoch: order.epoch, how: 'voided', again: null });
  } else {
    emit(draft, { type: 'OrderDropped', order: id, why });
  }
}

/** Whatever a visit still has open. The visit itself stays, to be ended. */
export function closeVisit(draft: Draft, id: string, why: string): void {
  const visit = visitRow(draft.state, id);
  for (const order of visit.open) dropOrder(draft, order, why);
  if (visit.question !== null) {
    const status = draft.state.questions.get(visit.question)?.status;
    if (status === 'open' || status === 'agent') {
      emit(draft, { type: 'QuestionVoided', question: visit.question, why });
    }
  }
  const { patch } = lineRow(draft.state, frameRow(draft.state, visit.frame).line);
  for (const frame of visit.frames) {
    closeFrame(draft, frame, why);
    // A branch that ended and waited to be picked; one that was picked has its patch on the owner's line.
    const { line } = frameRow(draft.state, frame);
    if (lineRow(draft.state, line).patch !== patch) quarantine(draft, line, frame);
  }
}

/** A frame that ends by another's decision. Its patch is put where a person can find it (B4). */
export function closeFrame(draft: Draft, id: string, why: string): void {
  // One that a visit inside a task had called may have gone with that visit.
  const frame = draft.state.frames.get(id);
  if (frame?.status !== 'live') return;
  if (frame.visit !== null) closeVisit(draft, frame.visit, why);
  quarantine(draft, frame.line, id);
  emit(draft, { type: 'FrameClosed', frame: id, why });
}

/** B4: a line that ends without landing keeps its patch, in quarantine. */
export function quarantine(draft: Draft, lineId: string, owner: string): void {
  const { patch } = lineRow(draft.state, lineId);
  if (patch === null || lineId !== owner) return;
  if (draft.state.patches.get(patchKey(lineId, patch))?.status !== 'live') return;
  emit(draft, { type: 'PatchQuarantined', line: lineId, patch });
}

/** B3: voids every prefix that contains a unit, and nothing else. */
export function voidProbes(draft: Draft, unit: string, why: string): void {
  for (const order of draft.state.landing.probes) {
    const probe = draft.state.probes.get(order);
    if (probe === undefined || !probe.units.includes(unit)) continue;
    emit(draft, { type: 'ProbeVoided', order, why });
    dropOrder(draft, order, why);
  }
}

/** Takes a unit out of everything it is in, and closes the frames of its tasks. */
export function closeUnit(draft: Draft, id: string, why: string): void {
  const unit = unitRow(draft.state, id);
  if (unit.status === 'queued') voidProbes(draft, id, why);
  for (const task of [unit.main, unit.test]) {
    const frame = task === null ? null : draft.state.tasks.get(task)?.frame ?? null;
    if (frame === null) continue;
    closeFrame(draft, frame, why);
    quarantine(draft, frame, frame);
  }
}

function isAtWork({ status }: Unit): boolean {
  return status === 'started' || status === 'queued' || status === 'waiting' || status === 'resuming';
}

/** Everything: for an abort. */
export function closeAll(draft: Draft, why: string): void {
  for (const order of draft.state.landing.probes) {
    emit(draft, { type: 'ProbeVoided', order, why });
    dropOrder(draft, order, why);
  }
  if (draft.state.landing.baseOrder !== null) dropOrder(draft, draft.state.landing.baseOrder, why);
  for (const id of draft.state.frames.keys()) closeFrame(draft, id, why);
  for (const id of draft.state.units.keys()) {
    if (isAtWork(unitRow(draft.state, id))) emit(draft, { type: 'UnitDropped', unit: id, why });
  }
}
