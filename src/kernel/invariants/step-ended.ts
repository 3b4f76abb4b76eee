/** T6, L2, L3, E6, B2, B4 as before and after differ: what ended, and what may only grow. */

import type { Command } from '../command.ts';
import type { Event } from '../event.ts';
import { type Line, type Order, patchKey, type Words } from '../rows.ts';
import type { State } from '../state.ts';
import { ownerLine } from './lines.ts';
import type { Findings } from './violation.ts';

interface Change {
  readonly before: State;
  readonly after: State;
  readonly events: readonly Event[];
  readonly command: Command;
  readonly found: Findings;
}

export function endedRules(change: Change): void {
  const { before, after, found } = change;
  if (after.run.clock < before.run.clock) found.add('R5', 'the time of the run goes back');
  if (after.plan !== before.plan) found.add('E4', 'the plan of the run has changed');
  const was = before.run.status;
  if ((was === 'aborted' || was === 'complete') && after.run.status !== was) found.add('T6', `the run was ${was}, and is ${after.run.status}`);
  endedRows(change);
  leaseTimes(change);
  untakenRule(change);
  toldRule(change);
  for (const [id, line] of before.lines.entries()) {
    const now = after.lines.get(id);
    if (now !== line) lineRule(change, line, now);
  }
  for (const [key, row] of before.patches.entries()) {
    const now = after.patches.get(key)?.status;
    if (now === undefined) found.add('B4', `${key} is on no record any more`);
    if (row.status === 'landed' && now !== 'landed') found.add('B2', `${key} had landed, and is ${now ?? 'gone'}`);
  }
}

/** E2: what could not be taken as a patch is no work, whatever word the leaf ended with. */
function untakenRule({ command, events, found }: Change): void {
  if (command.type !== 'report' || command.result.type !== 'ended' || (command.result.untaken ?? []).length === 0) return;
  const work = events.find(({ type }) => type === 'PatchTaken' || type === 'ApprovalGiven' || type === 'PlanReturned' || type === 'FollowUpsAdmitted');
  if (work !== undefined) found.add('E2', `${work.type} by ${command.order}, of which nothing could be taken`);
  const said = events.find((event) => event.type === 'Replied');
  if (said !== undefined && said.word !== 'fail') found.add('E2', `${command.order} replied ${said.word}, and nothing of it could be taken`);
}

function endedRows({ before, after, events, command, found }: Change): void {
  const reopened = new Set(events.flatMap((event) => {
    if (event.type === 'UnitReopened') return [event.unit];
    return event.type === 'FrameReopened' ? [event.frame] : [];
  }));
  for (const [id, { status }] of before.frames.entries()) {
    const now = after.frames.get(id)?.status;
    if (now === undefined && isLetGo(before, after, id)) continue;
    if (status !== 'live' && now !== status && !reopened.has(id)) found.add('T6', `${id} was ${status}, and is ${now ?? 'gone'}`);
  }
  for (const [id, unit] of before.units.entries()) {
    const now = after.units.get(id);
    if (now === unit) continue;
    const ended = unit.status === 'landed' || unit.status === 'dropped' || unit.status === 'halted';
    const again = reopened.has(id) && unit.status !== 'landed';
    const isSaid = command.type === 'drop' || (command.type === 'revert' && unit.reverts === command.unit);
    const givenUp = isSaid && unit.status === 'halted' && now?.status === 'dropped';
    if (ended && now?.status !== unit.status && !again && !givenUp) found.add('T6', `${id} was ${unit.status}, and is ${now?.status ?? 'gone'}`);
    // T4: a person's wish is granted, or ends as the unit is dropped.
    const wished = typeof unit.askedBy === 'string' && typeof now?.askedBy !== 'string';
    if (wished && !reopened.has(id) && !givenUp) found.add('T4', `${unit.askedBy ?? ''} wants ${id} to begin anew, and nobody knows it any more`);
    if (unit.commit !== null && now?.commit !== unit.commit) found.add('B2', `${id} leaves the stack`);
  }
  for (const [id, { status }] of before.questions.entries()) {
    const now = after.questions.get(id)?.status;
    if ((status === 'answered' || status === 'void') && now !== status) found.add('T6', `${id} was ${status}, and is ${now ?? 'gone'}`);
  }
}

/** A landed task's frame is let go, and inside a task what a visit has called, with the visit. */
function isLetGo(before: State, after: State, id: string): boolean {
  const frame = before.frames.get(id);
  const task = after.tasks.get(frame?.task ?? '');
  const isCalled = task !== undefined && id.startsWith(frame?.parent ?? '/');
  return (isCalled && !after.visits.has(frame?.parent ?? '')) || after.units.get(task?.unit ?? '')?.status === 'landed';
}

function leaseTimes({ before, after, events, found }: Change): void {
  const failed = new Set(events.flatMap((event) => (event.type === 'LeaseEnded' && (event.how === 'fault' || event.how === 'lapsed') ? [event.order] : [])));
  const counted = new Set(events.flatMap((event) => (event.type === 'LeaseEnded' && (event.how === 'stopped' || event.how === 'pending') ? [event.order] : [])));
  for (const [id, order] of before.orders.entries()) {
    const now = after.orders.get(id);
    if (now === order) continue;
    if (now === undefined || now.epoch < order.epoch) found.add('L2', `the epoch of ${id} goes from ${order.epoch} to ${now?.epoch ?? 0}`);
    if (order.status === 'ended' && now?.status !== 'ended') found.add('T6', `${id} had ended, and is ${now?.status ?? 'gone'}`);
    const fewer = now !== undefined && (now.faults < order.faults || now.rateLimits < order.rateLimits || now.again < order.again
      || (now.givenBack?.times ?? 0) < (order.givenBack?.times ?? 0) || (now.spoken?.times ?? 0) < (order.spoken?.times ?? 0));
    if (wordsOf(now).length < wordsOf(order).length) found.add('T4', `${id} forgets what it was told`);
    if (now !== undefined && now.again > order.again && !counted.has(id)) found.add('T3', `${id} has used up a continuation, and has not stopped by itself`);
    if (fewer) found.add('T3', `${id} forgets what it has used up`);
    if (now !== undefined && now.faults > order.faults && !failed.has(id)) found.add('T3', `${id} has used up a retry, and nothing has failed`);
  }
  for (const [id, lease] of before.leases.entries()) {
    const now = after.leases.get(id);
    if (now === undefined || now === lease || now.epoch !== lease.epoch) continue;
    if (now.deadline < lease.deadline || now.lastDeadline !== lease.lastDeadline) found.add('L3', `the deadline of ${id} goes back`);
    if (now.hand !== lease.hand || now.grantedAt !== lease.grantedAt) found.add('L1', `the lease of ${id} changes hands`);
  }
}

const wordsOf = (order: Order | undefined): readonly Words[] => order?.spoken?.words ?? [];

/** T4: what a person said to a leaf reaches its order, and whoever makes the next attempt on its line. */
function toldRule({ after, events, found }: Change): void {
  for (const event of events) {
    if (event.type !== 'Spoken') continue;
    const order = after.orders.get(event.order);
    const { text } = event.guidance;
    if (!wordsOf(order).some((one) => one.person === event.person && one.text === text)) found.add('T4', `${event.order} was told something by ${event.person}, and does not know it`);
    if (after.lines.get(event.line)?.guidance.some((one) => one.text === text) !== true) found.add('T4', `${event.line} is not guided by what ${event.person} said to ${event.order}`);
    if (order?.status !== 'leased' || (order.kind !== 'agent' && order.kind !== 'talk')) found.add('T4', `${event.person} spoke to ${event.order}, at which no leaf is at work`);
  }
}

/** Whether a branch's patch is on the record of the line that it was forked from. */
function isOnOwnersRecord({ before, after }: Change, { id, patch, exploring }: Line): boolean {
  const frame = before.frames.get(id);
  return exploring && frame !== undefined && after.patches.has(patchKey(ownerLine(before, frame), patch ?? ''));
}

/** E6: approvals and greens go when the patch changes, and only then. B4: the patch itself stays. */
function lineRule(change: Change, line: Line, now: Line | undefined): void {
  const { after, found, events } = change;
  if (now === undefined) {
    const kept = line.patch === null ? 'landed' : after.patches.get(`${line.patch} ${line.id}`)?.status;
    // What was picked, or not changed since the fork, is on the record of the line that it was forked from.
    const isPicked = events.some((event) => event.type === 'ExplorePicked' && event.frame === line.id);
    const isOwners = (isPicked || kept === undefined) && isOnOwnersRecord(change, line);
    if (!isOwners && (kept === undefined || kept === 'live')) found.add('B4', `the line ${line.id} is gone, and ${line.patch ?? ''} is ${kept ?? 'on no record'}`);
    return;
  }
  if (now.grants < line.grants || now.conflicts < line.conflicts || now.ejections < line.ejections) {
    found.add('T3', `${line.id} forgets what it has used up`);
  }
  if (line.tried.some((digest) => !now.tried.includes(digest))) found.add('T7', `${line.id} forgets attempts`);
  if (line.patch !== null && now.patch !== line.patch) {
    const status = after.patches.get(`${line.patch} ${line.id}`)?.status;
    if (status === undefined || status === 'live') found.add('B4', `${line.id} leaves ${line.patch}, which is ${status ?? 'on no record'}`);
    return;
  }
  if (line.patch === null) return;
  const replaced = new Set(events.flatMap((event) => (event.type === 'ApprovalGiven' ? [event.approval.step] : [])));
  for (const approval of line.approvals) {
    const kept = now.approvals.some(({ step, patch }) => step === approval.step && patch === approval.patch);
    if (!kept && !replaced.has(approval.step)) found.add('E6', `the approval of ${approval.step} is gone, and ${line.patch} is the same`);
  }
  const rebased = events.some((event) => event.type === 'LineRebased' && event.line === line.id);
  for (const item of line.evidence) {
    const judgedAgain = events.some((event) => event.type === 'ExplorePicked'
      || (event.type === 'EvidenceTaken' && event.evidence.some(({ gate }) => gate === item.gate)));
    const survives = item.outcome === 'red' || !rebased;
    if (survives && !judgedAgain && !now.evidence.includes(item)) found.add('E6', `what ${item.gate} said is gone, and ${line.patch} is the same`);
  }
}
