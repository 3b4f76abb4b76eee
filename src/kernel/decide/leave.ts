/** Leaving a step: its outcome, the wire that it follows, and how frames end. */

import { maxSaidLength } from '../caps.ts';
import { cutText } from '../phrase.ts';
import { wireOf } from '../outcomes.ts';
import type { Step, Wire } from '../ir.ts';
import { stepOf } from '../plan.ts';
import type { Cause, Frame } from '../rows.ts';
import { isRepeat } from './attempts.ts';
import { closeVisit } from './close.ts';
import { type Draft, emit, guidance, type Todo } from './draft.ts';
import { branchEnded } from './explore.ts';
import { haltRun } from './halt.ts';
import { frameRow, isRoot, lineRow, ownsTask, placeOf, taskRow, unitRow } from './look.ts';
import { lostOf, waysOfFrame, waysOn } from './ways-on.ts';

type Outcome = Extract<Todo, { readonly do: 'outcome' }>;

/** Ends a visit with a word, and follows its wire. */
export function leave(draft: Draft, outcome: Outcome): void {
  if (!draft.state.visits.has(outcome.visit)) return;
  const { visit, frame, step, line } = placeOf(draft, outcome.visit);
  const seen = outcome.seen ?? [];
  // R7: no progress ends a loop, by comparison.
  const repeats = isRepeat(draft, line, seen);
  const word = repeats ? 'limit' : outcome.word;
  const wire = word === 'dispute' ? wireOfDispute(draft, frame, step) : wireOf(step, word);
  closeVisit(draft, visit.id, `${step.name} ended ${word}`);
  emit(draft, {
    type: 'VisitEnded', visit: visit.id, outcome: word, to: wire.to, guidance: outcome.guidance ?? null, seen,
    ...(outcome.said === undefined || outcome.said === '' ? {} : { said: cutText(outcome.said, maxSaidLength) }),
  });
  const why = repeats ? `R7: ${seen.join(', ')} again` : outcome.guidance?.text ?? '';
  const inside = word === 'halt' && frame.task === null ? visit.frames[0] : undefined;
  route(draft, { frame: frame.id, step: step.name, outcome: word, why, cause: outcome.cause ?? 'attempt', inside, ways: outcome.ways }, wire);
}

interface Exit {
  /** The called frame that halted, outside of a task: a retry goes on in there. */
  readonly inside?: string | undefined;
  /** Its ways on, which are its caller's. */
  readonly ways?: readonly string[] | undefined;
  readonly frame: string;
  readonly step: string;
  readonly outcome: string;
  readonly why: string;
  /** What an entry of the next step counts as (T3). */
  readonly cause: Cause;
}

/** Follows a wire: to a step, to the frame's end, or to a halt. */
export function route(draft: Draft, exit: Exit, wire: Wire): void {
  const frame = frameRow(draft.state, exit.frame);
  if (frame.status !== 'live') return;
  if (wire.to === 'end') return endFrame(draft, frame, wire.as ?? 'ok');
  if (wire.to === 'halt') return haltFrame(draft, frame, exit);
  draft.todo.push({ do: 'enter', frame: frame.id, step: wire.to, cause: exit.cause });
}

/** Where no test task is there to hear of it, a dispute is a person's to settle, and no task ends by it (T8, E7). */
function wireOfDispute(draft: Draft, frame: Frame, step: Step): Wire {
  if (endsInDispute(draft, frame)) return disputeWire;
  const wire = wireOf(step, 'dispute');
  return wire.to === 'end' && ownsTask(draft.state, frame) ? { on: 'dispute', to: 'halt' } : wire;
}

const disputeWire: Wire = { on: 'dispute', to: 'end', as: 'dispute' };

/**
 * A dispute of the judged task ends its frame whatever the wires say: the test task goes on (T8).
 * Said in a called workflow, it ends each caller in turn; a branch is not the task's own line.
 */
function endsInDispute(draft: Draft, frame: Frame): boolean {
  if (frame.task === null || frame.line !== taskRow(draft.state, frame.task).frame) return false;
  const unit = unitRow(draft.state, taskRow(draft.state, frame.task).unit);
  return unit.test !== null && unit.main === frame.task && unit.held !== null;
}

function endFrame(draft: Draft, frame: Frame, word: string): void {
  emit(draft, { type: 'FrameEnded', frame: frame.id, word });
  draft.todo.push({ do: 'frame-ended', frame: frame.id, word });
}

/** T6: `halt` ends its frame; the run halts only with its root frame, and says why. */
function haltFrame(draft: Draft, frame: Frame, exit: Exit): void {
  const reason = `${exit.step} ended ${exit.outcome}${exit.why === '' ? '' : `: ${exit.why}`}`;
  const culprits = culpritsOf(draft, frame, exit);
  const ways = exit.ways ?? waysOn(draft, frame, exit);
  emit(draft, {
    type: 'FrameHalted', frame: frame.id, step: exit.step, reason, culprits, ways: waysOfFrame(draft, frame, ways),
    ...(exit.inside === undefined ? {} : { in: exit.inside }),
  });
  if (isRoot(frame)) haltRun(draft, { reason, culprits, ways });
  draft.todo.push({ do: 'frame-ended', frame: frame.id, word: 'halt', why: reason, ways });
}

const mostCulprits = 20;

function culpritsOf(draft: Draft, frame: Frame, exit: Exit): readonly string[] {
  const { halted, blocked } = lostUnits(draft, frame, exit);
  const units = [...halted, ...blocked].slice(0, mostCulprits);
  return units.length > 0 ? units : [`${frame.task === null ? '' : `task ${frame.task}, `}step ${exit.step}`];
}

/** Of the plan that has stalled: what another has lost, or a person's revert, is none of its culprits. */
function lostUnits(draft: Draft, frame: Frame, exit: Exit): { halted: string[]; blocked: string[] } {
  const lost = { halted: [] as string[], blocked: [] as string[] };
  const step = exit.outcome === 'stalled' ? stepOf(draft.plan, frame.workflow, exit.step) : null;
  if (step?.kind !== 'grow') return lost;
  for (const { id, status, needs } of lostOf(draft, frame, step)) {
    if (status === 'halted' || status === 'dropped') lost.halted.push(`${id} ${status}`);
    if (status === 'blocked') lost.blocked.push(`${id} needs ${needs.join(', ')}`);
  }
  return lost;
}

/** What the end of a frame means for whoever opened it. */
export function frameEnded(draft: Draft, { frame: id, word, why, ways }: Extract<Todo, { readonly do: 'frame-ended' }>): void {
  // A landed task's frame is gone with its end: what is left is to see whether the grow has ended.
  if (!draft.state.frames.has(id)) return void draft.todo.push({ do: 'grow' });
  const frame = frameRow(draft.state, id);
  if (isRoot(frame)) {
    // What a person wants reverted is landed first: the last of the queue completes the run.
    if (frame.status === 'ended') draft.todo.push({ do: 'landing' });
    return;
  }
  if (ownsTask(draft.state, frame)) return taskFrameEnded(draft, frame, { word, why });
  if (frame.branch !== null) return branchEnded(draft, frame);
  if (frame.parent === null) return;
  // A caller that halts for it says the same reason, and the same ways on.
  const said = why === undefined ? {} : { guidance: guidance(frame.workflow, word, { text: why }), ...(ways === undefined ? {} : { ways }) };
  draft.todo.push({ do: 'outcome', visit: frame.parent, word, ...said });
}

function taskFrameEnded(draft: Draft, frame: Frame, end: { word: string; why: string | undefined }): void {
  const { word } = end;
  const task = taskRow(draft.state, frame.task ?? '');
  const unit = unitRow(draft.state, task.unit);
  const { patch } = lineRow(draft.state, frame.line);
  if (unit.status === 'landed') {
    draft.todo.push({ do: 'grow' });
  } else if (word === 'dispute' && unit.main === task.id && unit.test !== null) {
    if (patch !== null) emit(draft, { type: 'PatchQuarantined', line: frame.line, patch });
    disputed(draft, unit.test, frame);
  } else {
    const how = word === 'halt' ? 'halted' : 'dropped';
    draft.todo.push({ do: 'unit-lost', unit: unit.id, how, why: `${task.id} ended ${word}${end.why === undefined ? '' : `: ${end.why}`}` });
  }
}

/** The test task's `land` ends `dispute`, with the reason: the tests go back to writing (T8). */
function disputed(draft: Draft, test: string, judged: Frame): void {
  const { unit } = taskRow(draft.state, test);
  const visit = unitRow(draft.state, unit).held?.visit;
  const reason = lineRow(draft.state, judged.line).guidance.findLast((item) => item.outcome === 'dispute') ?? null;
  emit(draft, { type: 'HeldReleased', unit, why: 'disputed' });
  if (visit !== undefined) draft.todo.push({ do: 'outcome', visit, word: 'dispute', guidance: reason });
}
