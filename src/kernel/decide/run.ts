/** The run itself: its start, and what people and the world outside tell it (R1–R4, T6). */

import { must } from '../assert.ts';
import { checkIr } from '../check-ir.ts';
import { chainItems } from '../chain.ts';
import { conflictWith } from '../claims-index.ts';
import type { Command, CommandOf } from '../command.ts';
import type { Event } from '../event.ts';
import { startFaults } from '../inputs.ts';
import { capped, quotedPath } from '../phrase.ts';
import { startOf } from '../plan.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { chainOf, forkState, type State } from '../state.ts';
import { closeAll } from './close.ts';
import { type Draft, emit, guidance } from './draft.ts';
import { askRetry, reopenUnit } from './grow.ts';
import { haltRun } from './halt.ts';
import { conflicts, frameRow, isOnStack, unitRow } from './look.ts';
import { evolve } from '../evolve.ts';
import { isOfGrow } from '../evolve/rows.ts';
import { whyNoRegrow } from './regrow.ts';
import { settle } from './settle.ts';
import { afterwards } from './ways-on.ts';

/** The run's first frame, and its line. No task can have this name. */
export const rootFrame = '@';

export function start(state: State, command: CommandOf<'start'>): Draft | Refusal {
  if (state.run.status !== 'new') return refuse('started', `run ${state.run.id} has started already`, 'L6');
  const faults = checkIr(command.ir);
  if (faults.length > 0) {
    return refuse('bad-workflow', faults.map((fault) => `${fault.where}: ${fault.found}; instead: ${fault.instead}`).join('\n'), 'E4');
  }
  const { run, kernel, ir, base, inputs, files, at } = command;
  const unfit = capped(startFaults(must(ir.workflows.find(({ name }) => name === ir.root), ir.root), inputs));
  if (unfit.length > 0) return refuse('bad-inputs', unfit.join('; '));
  const deadlineAt = ir.budget.timeMs === null ? null : at + ir.budget.timeMs;
  const started: Event = { type: 'RunStarted', at, by: command.id, run, kernel, ir, base, inputs, files, deadlineAt };
  // The only event that comes before there is a draft: the plan is in it.
  const next = evolve(forkState(state), started);
  const draft: Draft = { state: next, plan: must(next.plan, 'the plan'), at, events: [started], todo: [], by: null, person: null };
  emit(draft, {
    type: 'FrameOpened', frame: rootFrame, workflow: ir.root, task: null, parent: null, branch: null, line: rootFrame,
    opens: { base, from: null, learns: null },
  });
  draft.todo.push({ do: 'enter', frame: rootFrame, step: startOf(draft.plan, ir.root), cause: 'attempt' });
  settle(draft);
  return draft;
}

type Plain = Extract<Command['type'], 'host-started' | 'upgrade' | 'ceiling' | 'ref' | 'pause' | 'resume' | 'abort' | 'raise' | 'close' | 'retry' | 'revert'>;
type Act<T extends Plain> = (draft: Draft, command: CommandOf<T>) => Refusal | null;

export const runCommands: { readonly [T in Plain]: Act<T> } = {
  'host-started'(draft) {
    emit(draft, { type: 'HostStarted', graceUntil: draft.at + draft.plan.ir.limits.leaseLifetimeMs });
    return null;
  },
  upgrade(draft, { to }) {
    const from = draft.state.run.kernel;
    if (from !== to) emit(draft, { type: 'KernelUpgraded', from, to });
    return null;
  },
  ceiling(draft, { leases, usdMicros, tokens, inbox = null }) {
    if (![leases, usdMicros, tokens, inbox].every((most) => most === null || isWhole(most))) {
      return refuse('bad-ceiling', 'a ceiling is whole and not negative, or none', 'R4', 'L5', 'R3');
    }
    emit(draft, { type: 'CeilingSet', leases, usdMicros, tokens, ...(inbox === null ? {} : { inbox }) });
    return null;
  },
  ref: observeRef,
  pause(draft, { person }) {
    if (draft.state.run.status !== 'running') return notNow(draft, 'pause', 'running');
    emit(draft, { type: 'RunPaused', person });
    return null;
  },
  resume(draft, { person }) {
    if (draft.state.run.status !== 'paused') return notNow(draft, 'resume', 'paused');
    emit(draft, { type: 'RunResumed', person });
    return null;
  },
  abort(draft, { person }) {
    const { status } = draft.state.run;
    if (status === 'aborted' || status === 'complete') return notNow(draft, 'abort', 'live');
    closeAll(draft, `aborted by ${person}`);
    emit(draft, { type: 'RunAborted', person });
    return null;
  },
  raise,
  close(draft, { publication, person }) {
    const known = draft.state.run.publications.find((item) => item.id === publication);
    if (known === undefined) return refuse('unknown-publication', `nothing was published as ${publication}`);
    if (known.open) emit(draft, { type: 'PublicationClosed', publication, person });
    return null;
  },
  retry,
  revert,
};

const isWhole = (amount: number): boolean => Number.isSafeInteger(amount) && amount >= 0;

function notNow(draft: Draft, verb: string, status: string): Refusal {
  return refuse('not-now', `cannot ${verb}: the run is ${draft.state.run.status}, not ${status}`, 'R1', 'T6');
}

/** B1: the ref is a projection of the tip; any other value in it halts the run. */
function observeRef(draft: Draft, { commit }: CommandOf<'ref'>): Refusal | null {
  const { tip } = draft.state.landing;
  const { status } = draft.state.run;
  if (commit === tip || status === 'aborted' || status === 'complete' || status === 'halted') return null;
  // A ref that lags behind is ours: the host brings it up to the tip.
  if (isOnStack(draft.state, commit)) return null;
  emit(draft, { type: 'TipForeign', found: commit, tip });
  haltRun(draft, {
    reason: `B1: the stack's ref holds ${commit}, and the journal says ${tip}`,
    culprits: ['somebody else moved the ref'], ways: afterwards('put the ref back'),
  });
  return null;
}

function raise(draft: Draft, command: CommandOf<'raise'>): Refusal | null {
  const { person, usdMicros, tokens, timeMs } = command;
  if (![usdMicros, tokens, timeMs].every(isWhole)) {
    return refuse('bad-amount', 'a raise is whole and not negative', 'R4');
  }
  const { budget, deadlineAt } = draft.state.money;
  emit(draft, {
    type: 'BudgetRaised', person,
    usdMicros: budget.usdMicros === null ? null : budget.usdMicros + usdMicros,
    tokens: budget.tokens === null ? null : budget.tokens + tokens,
    deadlineAt: deadlineAt === null ? null : Math.max(deadlineAt, draft.at) + timeMs,
  });
  return null;
}

/** T6, R6: a halted run goes on from where it halted; a lost task begins anew. */
function retry(draft: Draft, command: CommandOf<'retry'>): Refusal | null {
  return command.task === null ? retryRun(draft, command) : retryTask(draft, command, command.task);
}

function retryRun(draft: Draft, { person, text, id }: CommandOf<'retry'>): Refusal | null {
  if (draft.state.run.status !== 'halted') return notNow(draft, 'retry', 'halted');
  const paused = draft.state.run.halt?.paused === true ? { paused: true } : {};
  emit(draft, { type: 'RunRetried', person, text, ...paused });
  const root = frameRow(draft.state, rootFrame);
  const said = guidance('retry', 'retry', { text, signature: `${id} ${text}` });
  emit(draft, { type: 'Granted', line: rootFrame, person, guidance: said });
  if (root.status === 'halted' && root.haltedAt !== null) {
    emit(draft, { type: 'FrameReopened', frame: rootFrame });
    draft.todo.push({ do: 'enter', frame: rootFrame, step: root.haltedAt, cause: 'attempt', inside: root.haltedIn ?? null });
  }
  draft.todo.push({ do: 'landing' });
  settle(draft);
  return null;
}

function retryTask(draft: Draft, { person, text, id }: CommandOf<'retry'>, taskId: string): Refusal | null {
  const task = draft.state.tasks.get(taskId);
  if (task === undefined) return refuse('unknown-task', `there is no task ${taskId}`, 'T1');
  const unit = unitRow(draft.state, task.unit);
  if (unit.status !== 'halted' && unit.status !== 'dropped') {
    return refuse('not-lost', `${taskId} is ${unit.status}; only what halted or was dropped begins anew`, 'T6');
  }
  const said = guidance('retry', 'retry', { text, signature: `${id} ${text}` });
  // Another plan's grow has workflows of its own, and perhaps none for a task of this kind.
  const isGrowing = isOfGrow(draft.state, unit.id);
  const why = isGrowing ? null : whyNoRegrow(draft, unit.id);
  // T4: a wish that nothing will ever grant is no wish.
  if (why !== null) return refuse('never-again', `${taskId} cannot begin anew in this run: ${why}`, 'T4', 'T6');
  const act = isGrowing ? reopenUnit : askRetry;
  act(draft, unit.id, { person, guidance: said });
  return null;
}

/** B2: a landed change leaves the stack only by a recorded revert, proved like any other unit. */
function revert(draft: Draft, command: CommandOf<'revert'>): Refusal | null {
  const unit = draft.state.units.get(command.unit);
  if (unit?.status !== 'landed' || unit.changes.length === 0) {
    return refuse('not-landed', `${command.unit} has not landed, so there is nothing to revert`, 'B2');
  }
  if (draft.state.run.status === 'complete' || draft.state.run.status === 'aborted') return notNow(draft, 'revert', 'live');
  const changes = unit.changes.map(({ path, from, to }) => ({ path, from: to, to: from }));
  const clashes = conflicts(draft.state, changes);
  if (clashes.length > 0) return refuse('conflict', `later changes build on it: ${capped(clashes.map(quotedPath)).join(', ')}`, 'B2');
  const busy = conflictWith(draft.state.claims, changes.map((change) => change.path)) ?? queuedPath(draft, changes);
  if (busy !== null) return refuse('busy', `${busy} is being worked on; revert when that has landed or is dropped`, 'L5');
  for (const red of draft.state.landing.redReverts ?? []) {
    if (unitRow(draft.state, red).reverts === unit.id) emit(draft, { type: 'UnitDropped', unit: red, why: `${command.person} reverts ${unit.id} again` });
  }
  const id = `revert.${draft.state.counts.units + 1}`;
  emit(draft, { type: 'UnitQueued', unit: id, visits: [], line: null, changes, reverts: unit.id });
  draft.todo.push({ do: 'landing' });
  settle(draft);
  return null;
}

/** The root's own line holds no claims; its paths are in the queue. */
function queuedPath(draft: Draft, changes: readonly { readonly path: string }[]): string | null {
  const paths = new Set(changes.map((change) => change.path));
  for (const id of chainItems(draft.state.chains, chainOf.queue)) {
    const hit = unitRow(draft.state, id).changes.find((change) => paths.has(change.path));
    if (hit !== undefined) return hit.path;
  }
  return null;
}

