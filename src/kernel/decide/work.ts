/** What leaves, shell steps and polls bring back: words, patches, plans, follow-ups (E2, E7, T1). */

import { changeFaults } from '../effective-paths.ts';
import { changedByStep, effectiveWrites, writeFaults } from '../effective-writes.ts';
import { digestOf } from '../digest.ts';
import type { Change, EndedFact, PatchFact, ReportResult } from '../facts.ts';
import type { Step, Writes } from '../ir.ts';
import { maySay } from '../outcomes.ts';
import { capped, quoted, quotedPath } from '../phrase.ts';
import { unitsOf } from '../units.ts';
import type { Guidance, Line, Order, Task } from '../rows.ts';
import { restUntil } from './budget.ts';
import { type Draft, emit, guidance } from './draft.ts';
import { admitFollowUps, admitPlan, faultText, growFor } from './grow.ts';
import { ownsTask, pathsOf, type Place, placeOf, unitRow } from './look.ts';
import { approve, isPraise, memberReplied, panelAt, type PanelPlace } from './panel.ts';
import { waitForFollowUps } from './unit.ts';

export function ended(draft: Draft, order: Order, fact: EndedFact): void {
  const place = placeOf(draft, order.visit ?? '');
  const { step, visit } = place;
  if (order.kind === 'poll' && fact.word === 'pending') return pollAgain(draft, order, place);
  emit(draft, { type: 'LeaseEnded', order: order.id, epoch: order.epoch, how: 'reported', again: null });
  if (order.kind === 'talk') return takeTurn(draft, place, fact);
  const panel = panelAt(place);
  if (panel !== null) return reply(draft, panel, { order, fact });
  const judged = judgeWork(draft, place, { fact, by: order.agent ?? step.name });
  if (judged === 'waits') return;
  draft.todo.push({ do: 'outcome', visit: visit.id, ...judged, ...(step.kind === 'agent' ? { said: fact.text ?? '' } : {}) });
}

interface Judged {
  readonly word: string;
  readonly guidance?: Guidance | null;
  readonly seen?: readonly string[];
}

interface Brought {
  readonly fact: EndedFact;
  readonly by: string;
}

/** Judges what came back, in the order in which a later fault would hide an earlier one. */
function judgeWork(draft: Draft, place: Place, brought: Brought): Judged | 'waits' {
  const { step } = place;
  const { fact } = brought;
  const lost = untakenFault(place, fact) ?? patchFault(draft, place, fact.patch);
  if (lost !== null) return fault(place, fact, lost);
  const known = maySay(step, fact.word);
  if (!known) return setAside(draft, place, { fact, judged: fault(place, fact, { word: 'fail', text: `it ended ${quoted(fact.word)}, which ${step.name} does not know` }) });
  if (isFailure(fact.word)) return setAside(draft, place, { fact, judged: lesson(place, fact) });
  takePatch(draft, place, brought);
  // E3 is judged when it comes to land: who only splits the work and waits has written nothing yet.
  const written = fact.waits === true && (fact.followUps ?? []).length > 0 ? null : emptyFault(place, fact);
  if (written !== null) return written;
  const returned = takeReturned(draft, place, fact);
  if (returned !== null) return returned;
  const followed = takeFollowUps(draft, place, fact);
  if (followed !== null) return followed;
  approve(draft, place, { word: fact.word, by: [brought.by] });
  return isPraise(place, fact.word) ? { word: fact.word, seen: candidateSeen(step, fact.patch) } : lesson(place, fact);
}

/** Words with which work is not handed over. */
const isFailure = (word: string): boolean => word === 'fail' || word === 'dispute' || word === 'give-up';

/** R7: the same candidate again and again is no progress. */
function candidateSeen(step: Step, patch: PatchFact | undefined): readonly string[] {
  return step.kind === 'agent' && step.writes !== undefined && patch !== undefined ? [`candidate ${patch.candidate}`] : [];
}

/** E2: what a patch may touch. One that may not be is kept apart, and the reasons go back. */
function patchFault(draft: Draft, place: Place, patch: PatchFact | undefined): { word: string; text: string } | null {
  const { step, line } = place;
  if (patch === undefined) return null;
  const writes = writesOf(step);
  // Who only reads hands back the patch that it was shown: nothing was changed.
  if (writes === null && isUnchanged(line, patch)) return null;
  const why = writes === null ? [`${step.name} does not write, but files were changed`] : changesFaults(draft, place, patch.changes);
  if (why.length === 0) return null;
  emit(draft, { type: 'PatchRefused', line: line.id, patch: patch.patch, why });
  return { word: writes === null ? 'fail' : 'refused', text: why.join('; ') };
}

/** E2: what the host could not take as a patch is no work, whatever the leaf says of it. */
function untakenFault({ step }: Place, { untaken = [] }: EndedFact): { word: string; text: string } | null {
  if (untaken.length === 0) return null;
  return { word: writesOf(step) === null ? 'fail' : 'refused', text: capped([...untaken].map((why) => `E2: ${why}`)).join('; ') };
}

function isUnchanged(line: Line, { patch, changes }: PatchFact): boolean {
  return patch === line.patch || (changes.length === 0 && line.changes.length === 0);
}

/** T6, L5: a unit that has landed holds no claims, so that nothing of it is written any more. */
function hasLanded({ state }: Draft, task: Task | null): boolean {
  return task !== null && unitRow(state, task.unit).status === 'landed';
}

function writesOf(step: Step): Writes | null {
  return (step.kind === 'agent' || step.kind === 'run') ? step.writes ?? null : null;
}

/** What a task may change bounds the whole patch; paths of a step's own bound what it changed itself. */
function changesFaults(draft: Draft, { task, step, line }: Place, changes: readonly Change[]): string[] {
  if (task !== null && hasLanded(draft, task)) return [`T6: ${task.unit} has landed; what is still to do is another task's`];
  const classes = draft.plan.ir.paths;
  const writes = writesOf(step) === 'task.writes' ? null : effectiveWrites(step, null, classes);
  const own = writes === null ? [] : writeFaults(writes, changedByStep(step, line, changes));
  const scope = task === null ? [] : changeFaults({ kind: task.spec.kind, writes: task.spec.writes }, pathsOf(changes), classes);
  return [...capped([...own, ...scope].map((item) => `E2: ${quotedPath(item.path)}: ${item.reason}`))];
}

/** Takes a patch as the line's own. */
function takePatch(draft: Draft, place: Place, { fact, by }: Brought): void {
  if (writesOf(place.step) !== null && fact.patch !== undefined) keepPatch(draft, place, { patch: fact.patch, by });
}

/** An empty patch is no work, unless that was declared (E3). */
function emptyFault(place: Place, fact: EndedFact): Judged | null {
  const { step, line, task } = place;
  if (writesOf(step) === null) return null;
  const changes = fact.patch?.changes ?? line.changes;
  const mayBeEmpty = task?.spec.mayBeEmpty === true || (task === null && step.kind === 'run');
  if (changes.length > 0 || mayBeEmpty) return null;
  return fault(place, fact, { word: 'fail', text: 'E3: nothing was changed' });
}

function keepPatch(draft: Draft, { step, line }: Place, work: { patch: PatchFact; by: string }): void {
  const { patch, candidate, changes } = work.patch;
  const fresh = (step.kind === 'agent' || step.kind === 'run') && step.fresh === true;
  const others = fresh || line.patch === null ? [] : line.authors.filter((name) => name !== work.by);
  emit(draft, { type: 'PatchTaken', line: line.id, patch, candidate, changes, authors: [...others, work.by] });
}

function takeReturned(draft: Draft, place: Place, fact: EndedFact): Judged | null {
  const { step, visit, frame } = place;
  if (step.kind !== 'agent' || step.returns === undefined) return null;
  if (step.returns === 'data') {
    if (fact.data === undefined) return fault(place, fact, { word: 'fail', text: 'no data was returned' });
    emit(draft, { type: 'DataReturned', visit: visit.id, digest: fact.data });
    return null;
  }
  if (fact.tasks === undefined) return fault(place, fact, { word: 'fail', text: 'T1: no tasks were returned' });
  // Admission when it is returned, before a person is asked to approve it (KERNEL).
  const grow = growFor(draft, frame.workflow, step.name);
  const admitted = admitPlan(draft, fact.tasks, grow);
  if (!admitted.ok) return fault(place, fact, { word: 'refused', text: faultText(admitted.faults) });
  emit(draft, { type: 'PlanReturned', visit: visit.id, plan: digestOf(fact.tasks), grow: grow?.name ?? null, tasks: fact.tasks });
  return null;
}

function takeFollowUps(draft: Draft, place: Place, fact: EndedFact): Judged | 'waits' | null {
  const { task, frame, visit } = place;
  const tasks = fact.followUps ?? [];
  if (tasks.length === 0) return null;
  if (task === null || writesOf(place.step) === null || hasLanded(draft, task)) {
    return fault(place, fact, { word: 'refused', text: 'T5: only a writing step of a task that has not landed files follow-ups' });
  }
  if (!ownsTask(draft.state, frame)) {
    return fault(place, fact, { word: 'refused', text: `T5: no follow-ups from ${frame.workflow}, which the task's own workflow calls; hand over without them` });
  }
  const admitted = admitFollowUps(draft, task.id, tasks);
  if (!admitted.ok) return fault(place, fact, { word: 'refused', text: faultText(admitted.faults) });
  const waits = fact.waits === true;
  emit(draft, { type: 'FollowUpsAdmitted', parent: task.id, visit: visit.id, tasks, waits });
  if (!waits) return null;
  waitForFollowUps(draft, visit.id, { children: unitsOf(tasks).map((unit) => unit.id), word: fact.word });
  return 'waits';
}

/** B4: what a failed attempt wrote is not the candidate, and is not lost either. */
function setAside(draft: Draft, { line }: Place, { fact, judged }: { fact: EndedFact; judged: Judged }): Judged {
  if (fact.patch !== undefined && fact.patch.patch !== line.patch) {
    emit(draft, { type: 'PatchQuarantined', line: line.id, patch: fact.patch.patch });
  }
  return judged;
}

/** A fault that the brain found: its words are the guidance, and its signature. */
function fault(place: Place, fact: EndedFact, found: { word: string; text: string }): Judged {
  const { word, text } = found;
  const patch = fact.patch?.patch ?? null;
  return { word, guidance: guidance(place.step.name, word, { text, patch }), seen: [`failure ${text}`] };
}

/** What the leaf itself says went wrong. */
function lesson(place: Place, fact: EndedFact): Judged {
  const { word } = fact;
  const text = fact.failure?.text ?? fact.text ?? '';
  const signature = fact.failure?.signature ?? text;
  const patch = fact.patch?.patch ?? null;
  return {
    word,
    guidance: guidance(place.step.name, word, { text, signature, patch }),
    seen: fact.failure === undefined ? [] : [`failure ${signature}`],
  };
}

/** One member of a panel has answered. It writes nothing, and says what the step knows, or has failed. */
function reply(draft: Draft, place: PanelPlace, { order, fact }: { order: Order; fact: EndedFact }): void {
  const wrote = untakenFault(place, fact) ?? patchFault(draft, place, fact.patch);
  const word = wrote !== null || !maySay(place.step, fact.word) ? 'fail' : fact.word;
  memberReplied(draft, place, { order, word, text: wrote?.text ?? fact.text ?? '' });
}

/** A session that ended without its outcome goes on, some times, and then has failed. */
export function stopped(draft: Draft, order: Order, fact: Extract<ReportResult, { readonly type: 'stopped' }>): void {
  const place = placeOf(draft, order.visit ?? '');
  const { step } = place;
  const continues = step.kind === 'agent' ? step.continues ?? 0 : 0;
  const soFar = fact.patch;
  if (order.again < continues && step.kind === 'agent') {
    const { isKept } = keepSoFar(draft, place, { patch: soFar, by: order.agent ?? step.name });
    const note = fact.text === undefined || fact.text === '' ? {} : { note: fact.text };
    emit(draft, { type: 'LeaseEnded', order: order.id, epoch: order.epoch, how: 'stopped', again: draft.at, ...note, ...(isKept ? { kept: true } : {}) });
    return;
  }
  const text = fact.text ?? 'the session ended without an outcome';
  ended(draft, order, { type: 'ended', word: 'fail', text, ...(soFar === undefined ? {} : { patch: soFar }) });
}

/** B4: what a session wrote that is gone on with is its line's, where it may be; otherwise it is kept apart, and `why` says so. */
export function keepSoFar(draft: Draft, place: Place, { patch, by }: { readonly patch: PatchFact | undefined; readonly by: string }): { readonly isKept: boolean; readonly why: string | null } {
  const refused = patchFault(draft, place, patch);
  const isKept = refused === null && patch !== undefined && writesOf(place.step) !== null;
  if (isKept) keepPatch(draft, place, { patch, by });
  return { isKept, why: refused?.text ?? null };
}

function pollAgain(draft: Draft, order: Order, { step, visit }: Place): void {
  const most = step.max ?? draft.plan.ir.limits.visits;
  const wait = step.kind === 'wait' ? step.everyMs ?? 0 : 0;
  if (order.again + 1 < most) {
    const again = restUntil(draft, { until: draft.at + wait, least: 0 });
    emit(draft, { type: 'LeaseEnded', order: order.id, epoch: order.epoch, how: 'pending', again });
    return;
  }
  emit(draft, { type: 'LeaseEnded', order: order.id, epoch: order.epoch, how: 'reported', again: null });
  const text = `still pending after ${most} polls`;
  draft.todo.push({ do: 'outcome', visit: visit.id, word: 'limit', guidance: guidance(step.name, 'limit', { text }) });
}

/** The agent's turn of a dialogue is over: it is the person's again. Only a person's word ends it. */
function takeTurn(draft: Draft, { visit, step }: Place, fact: EndedFact): void {
  if (fact.word === 'fail') {
    const text = fact.text ?? 'the agent could not go on';
    draft.todo.push({ do: 'outcome', visit: visit.id, word: 'fail', guidance: guidance(step.name, 'fail', { text }) });
  } else if (visit.question !== null) {
    emit(draft, { type: 'TurnTaken', question: visit.question, text: fact.text ?? '' });
  }
}
