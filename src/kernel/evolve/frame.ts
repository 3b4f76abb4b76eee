/** How frames and visits change: where each live instance of a workflow stands. */

import { must } from '../assert.ts';
import type { EventOf, FrameEvent, OrderSpec } from '../event.ts';
import { rankedAdd, rankedRemove } from '../ranked.ts';
import type { Frame, Line, Order, Tally, Visit } from '../rows.ts';
import type { State } from '../state.ts';
import { patchKey } from '../rows.ts';
import type { Handlers } from './handlers.ts';
import { count, countGrow, makeReady, patchFrame, patchLine, patchTask, patchVisit } from './rows.ts';

export const frameHandlers: Handlers<FrameEvent> = {
  FrameOpened(state, event) {
    const { frame, workflow, line, task, parent, branch } = event;
    if (event.opens !== null) openLine(state, event);
    state.frames.set(frame, {
      id: frame, workflow, line, task, parent, branch,
      status: 'live', visit: null, visits: 0, word: null, haltedAt: null, returned: [],
    });
    count(state, 'frames', 1);
    if (isTaskFrame(state, task, parent)) {
      const row = must(state.tasks.get(must(task, 'task')), 'task');
      patchTask(state, row.id, { frame, starts: row.starts + 1 });
      countGrow(state, (grow) => ({ frames: grow.frames + 1 }));
    } else if (parent !== null) {
      const visit = must(state.visits.get(parent), parent);
      patchVisit(state, parent, { frames: [...visit.frames, frame] });
    }
  },
  FrameEnded(state, event) {
    leaveFrame(state, event.frame);
    const frame = patchFrame(state, event.frame, { status: 'ended', word: event.word });
    if (hasLanded(state, frame)) forgetTaskFrame(state, frame);
  },
  FrameHalted(state, event) {
    leaveFrame(state, event.frame);
    const inside = event.in === undefined ? {} : { haltedIn: event.in };
    patchFrame(state, event.frame, { status: 'halted', haltedAt: event.step, ...inside });
  },
  FrameClosed(state, event) {
    leaveFrame(state, event.frame);
    patchFrame(state, event.frame, { status: 'closed' });
  },
  FrameReopened(state, event) {
    const { haltedIn } = patchFrame(state, event.frame, { status: 'live', haltedAt: null });
    if (haltedIn !== undefined) patchFrame(state, event.frame, { haltedIn: null });
    if (event.parent === undefined) return;
    patchFrame(state, event.frame, { parent: event.parent });
    const visit = must(state.visits.get(event.parent), event.parent);
    patchVisit(state, visit.id, { frames: [...visit.frames, event.frame] });
  },
  VisitOpened: openVisit,
  VisitEnded(state, event) {
    const visit = must(state.visits.get(event.visit), event.visit);
    const frame = must(state.frames.get(visit.frame), visit.frame);
    dropVisit(state, event.visit);
    patchFrame(state, frame.id, { visit: null, ...saidOf(frame, visit.step, event.said) });
    learn(state, frame.line, event);
    if (event.outcome === 'fault') uncount(state, frame, visit);
  },
  StepLimited(state, event) {
    const { line: lineId, workflow } = must(state.frames.get(event.frame), event.frame);
    const line = must(state.lines.get(lineId), lineId);
    const tally = tallyOf(line, workflow, event.step);
    patchLine(state, lineId, { tallies: withTally(line, { ...tally, limited: tally.limited + 1 }) });
  },
  Replied(state, event) {
    const visit = must(state.visits.get(event.visit), event.visit);
    const { agent, word, text } = event;
    patchVisit(state, visit.id, { replies: [...visit.replies, { agent, word, text }] });
  },
  ExplorePicked(state, event) {
    const visit = must(state.visits.get(event.visit), event.visit);
    const owner = must(state.frames.get(visit.frame), visit.frame);
    const picked = must(state.lines.get(must(state.frames.get(event.frame), event.frame).line), 'line');
    const { candidate, patch, changes, authors, evidence, approvals, measured } = picked;
    const old = must(state.lines.get(owner.line), owner.line).patch;
    // What the owner had before the branches is rejected, like any patch that another replaces (B4).
    if (old !== null && old !== patch) state.patches.set(patchKey(owner.line, old), { status: 'rejected', line: owner.line });
    patchLine(state, owner.line, { candidate, patch, changes, authors, evidence, approvals, measured });
    if (patch !== null) state.patches.set(patchKey(owner.line, patch), { status: 'live', line: owner.line });
  },
  TimerFired(state, event) {
    rankedRemove(state.chains.timers, event.timer);
    if (!event.timer.startsWith('order ')) return;
    const order = event.timer.slice('order '.length);
    makeReady(state, must(state.orders.get(order), order));
  },
};

/** A step's count on a line. Being at the cap is forgiven by each new grant (R6). */
export function tallyOf(line: Line, workflow: string, step: string): Tally {
  const found = line.tallies.find((tally) => tally.step === step && tally.workflow === workflow);
  const { grants } = line;
  if (found === undefined) return { workflow, step, visits: 0, attempts: 0, faults: 0, limited: 0, grantsSeen: grants };
  return found.grantsSeen === grants ? found : { ...found, limited: 0, grantsSeen: grants };
}

function withTally(line: Line, tally: Tally): readonly Tally[] {
  const others = line.tallies.filter((other) => other.step !== tally.step || other.workflow !== tally.workflow);
  return [...others, tally];
}

/** A task's own frame, as opposed to one that a `call` inside it opened. */
export function isTaskFrame(state: State, task: string | null, parent: string | null): boolean {
  return task !== null && parent !== null && (state.visits.get(parent)?.grow ?? null) !== null;
}

export function emptyLine(id: string, base: string): Line {
  return {
    id, base, candidate: null, patch: null, changes: [], authors: [], evidence: [], approvals: [],
    measured: null, tallies: [], guidance: [], tried: [], seen: [], conflicts: 0, ejections: 0, grants: 0, exploring: false,
  };
}

function openLine(state: State, event: EventOf<'FrameOpened'>): void {
  const { base, from, learns } = must(event.opens, 'opens');
  const fresh = emptyLine(event.line, base);
  if (from !== null) {
    const owner = must(state.lines.get(from), from);
    const { sessions: _ofItsOwner, ...forked } = owner;
    state.lines.set(event.line, { ...forked, id: event.line, tallies: [], exploring: true });
    return;
  }
  const old = learns === null ? undefined : state.lines.get(learns);
  state.lines.set(event.line, old === undefined ? fresh : {
    ...fresh, guidance: old.guidance, tried: old.tried, seen: old.seen, grants: old.grants,
  });
}

function openVisit(state: State, event: EventOf<'VisitOpened'>): void {
  const { visit, frame: frameId, step, attempt, cause } = event;
  const frame = must(state.frames.get(frameId), frameId);
  state.visits.set(visit, {
    id: visit, frame: frameId, step, attempt, cause, open: event.orders.map((order) => order.order), replies: [],
    question: null, turns: 0, frames: [], state: 'open', waitsFor: 0, grow: null, intent: null,
  });
  patchFrame(state, frameId, { visit, visits: frame.visits + 1 });
  count(state, 'visits', 1);
  const line = must(state.lines.get(frame.line), frame.line);
  const tally = tallyOf(line, frame.workflow, step);
  const attempts = tally.attempts + (cause === 'attempt' ? 1 : 0);
  patchLine(state, frame.line, {
    tallies: withTally(line, { ...tally, visits: tally.visits + 1, attempts }),
    tried: event.digest === null ? line.tried : [...line.tried, event.digest],
  });
  for (const order of event.orders) openOrder(state, visit, order);
  if (event.timerAt !== null) rankedAdd(state.chains.timers, { item: `visit ${visit}`, rank: event.timerAt });
}

/** A new order, ready to be leased. */
export function openOrder(state: State, visit: string | null, spec: OrderSpec): void {
  const { order: id, kind, agent, allowance } = spec;
  const frame = visit === null ? undefined : state.frames.get(must(state.visits.get(visit), visit).frame);
  const order: Order = {
    id, kind, visit, agent, allowance, status: 'ready', epoch: 0, reported: 0, audited: [],
    faults: 0, rateLimits: 0, again: 0, notBefore: 0, inGrow: frame !== undefined && frame.task !== null,
  };
  state.orders.set(id, order);
  count(state, 'orders', 1);
  makeReady(state, order);
}

/** The last words of each step, for whoever is called or prompted with them. */
function saidOf({ said = [] }: Frame, step: string, text: string | undefined): Pick<Frame, 'said'> {
  return text === undefined ? {} : { said: [...said.filter((item) => item.step !== step), { step, text }] };
}

function leaveFrame(state: State, id: string): void {
  const frame = must(state.frames.get(id), id);
  if (frame.visit !== null) dropVisit(state, frame.visit);
  patchFrame(state, id, { visit: null });
  if (isTaskFrame(state, frame.task, frame.parent)) {
    countGrow(state, (grow) => ({ frames: grow.frames - 1 }));
  }
}

/** A landed task asks nothing of its frame any more: the journal has it, the state lets it go. */
function hasLanded(state: State, frame: Frame): boolean {
  if (frame.task === null || !isTaskFrame(state, frame.task, frame.parent)) return false;
  const unit = state.units.get(must(state.tasks.get(frame.task), frame.task).unit);
  return unit?.status === 'landed';
}

function forgetTaskFrame(state: State, frame: Frame): void {
  const { id, starts } = patchTask(state, must(frame.task, 'task'), { frame: null });
  // Each beginning had a frame of its own, which the next one has learnt from.
  for (let start = 1; start <= starts; start += 1) {
    const earlier = state.frames.get(taskFrame(id, start));
    if (earlier !== undefined) forgetFrame(state, earlier);
  }
}

/** The name of a task's own frame, by how often it has begun. */
export function taskFrame(task: string, start: number): string {
  return start === 1 ? task : `${task}~${start}`;
}

function forgetFrame(state: State, frame: Frame): void {
  state.frames.delete(frame.id);
  if (frame.line === frame.id) state.lines.delete(frame.line);
}

function dropVisit(state: State, id: string): void {
  rankedRemove(state.chains.timers, `visit ${id}`);
  if (state.run.growing === id) state.run = { ...state.run, growing: null };
  forgetCalled(state, must(state.visits.get(id), id));
  state.visits.delete(id);
}

/**
 * Frames that a visit inside a task has opened end with it, for good: a task that begins anew has a
 * frame of its own. Outside of tasks a retry goes on in them (T6).
 */
function forgetCalled(state: State, { frame, frames }: Visit): void {
  if (frames.length === 0 || must(state.frames.get(frame), frame).task === null) return;
  for (const id of frames) forgetFrame(state, must(state.frames.get(id), id));
}

/** T3: what the infrastructure ended was no attempt. */
function uncount(state: State, { line: id, workflow }: Frame, { step, cause }: Visit): void {
  const line = must(state.lines.get(id), id);
  const tally = tallyOf(line, workflow, step);
  const attempts = tally.attempts - (cause === 'attempt' ? 1 : 0);
  patchLine(state, id, { tallies: withTally(line, { ...tally, attempts, faults: tally.faults + 1 }) });
}

function learn(state: State, lineId: string, lesson: EventOf<'VisitEnded'>): void {
  if (lesson.guidance === null && lesson.seen.length === 0) return;
  const line = must(state.lines.get(lineId), lineId);
  patchLine(state, lineId, {
    guidance: withGuidance(line, lesson.guidance),
    seen: lesson.seen.reduce(countSeen, line.seen),
  });
}

/** What was already said is not said again: the same lesson is no new guidance (T7). */
export function withGuidance(line: Line, guidance: Line['guidance'][number] | null): Line['guidance'] {
  if (guidance === null) return line.guidance;
  const known = line.guidance.some((old) => old.from === guidance.from
    && old.outcome === guidance.outcome && old.signature === guidance.signature);
  return known ? line.guidance : [...line.guidance, guidance];
}

function countSeen(seen: Line['seen'], key: string): Line['seen'] {
  const at = seen.findIndex(([known]) => known === key);
  if (at < 0) return [...seen, [key, 1]];
  return seen.map((entry, index) => (index === at ? [entry[0], entry[1] + 1] : entry));
}
