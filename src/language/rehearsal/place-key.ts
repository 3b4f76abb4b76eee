/**
 * The name of a place for those that were visited: what its next decisions can depend on, and
 * nothing else. Left out: times, ended rows, names of patches and commits, what was said, and the
 * numbers of visits, for a frame has one at a time. Caps are told by what is left of them.
 *
 * What attempts taught is told by whether each step would repeat one of them (T7): as every
 * failure is another one, or always the same, no other guidance of the past can come back.
 */

import { chainItems, type ChainName } from '../../kernel/chain.ts';
import { attemptDigest, capOf, isRepeat } from '../../kernel/decide/attempts.ts';
import type { Draft } from '../../kernel/decide/draft.ts';
import { conflicts } from '../../kernel/decide/look.ts';
import { tallyOf } from '../../kernel/evolve/frame.ts';
import type { AgentStep, Ir, Step } from '../../kernel/ir.ts';
import type { Frame, Line, Unit, Visit } from '../../kernel/rows.ts';
import type { State } from '../../kernel/state.ts';
import type { Place, Rehearsing } from './place.ts';
import { isQuestion } from './possible-words.ts';
import { draftOf } from './repeatable.ts';

export interface Telling extends Pick<Rehearsing, 'failures'> {
  /** Times that each question is answered on a line. */
  readonly answers: number;
}

export function placeKey({ state, intents }: Place, { failures, answers }: Telling): string {
  const { run, landing } = state;
  const rows = [
    row('run', run.status, run.growing, run.publications.filter(({ open }) => open).length),
    row('landing', landing.tipOutcome, landing.baseOrder === null, landing.redUnit, landing.landed > 0),
    ...orderRows(state), ...graphRows(state), ...frameRows(state, { failures, answers }),
  ];
  for (const [id, visit] of state.visits.entries()) {
    rows.push(row('visit', ...visitParts(state, visit), intents.get(id)?.word, intents.get(id)?.isStale));
  }
  const names: readonly ChainName[] = ['root', 'task', 'fresh', 'resuming', 'queue'];
  const lists = names.map((name) => row(name, [...chainItems(state.chains, name)]));
  return [...rows.toSorted(), ...lists].join('\n').replace(visitNumbers, '');
}

/** `@/write.2`, `@/review.1[2]`: no name of a plan holds a dot, and a path is in no row. */
const visitNumbers = /\.\d+/g;

const row = (...parts: readonly unknown[]): string => JSON.stringify(parts);

function orderRows(state: State): readonly string[] {
  return [...state.orders.entries()].filter(([, { status }]) => status !== 'ended').map(([id, order]) =>
    row('order', id, order.agent, order.status, order.faults, order.again));
}

function graphRows(state: State): readonly string[] {
  const units = [...state.units.entries()].filter(([, unit]) => !isPast(state, unit)).map(([, unit]) => row('unit', ...unitParts(state, unit)));
  const tasks = [...state.tasks.entries()].map(([id, task]) => row('task', id, task.frame, task.starts));
  const probes = [...state.probes.entries()].map(([, probe]) => row('probe', probe.units, probe.rerun));
  return [...units, ...tasks, ...probes];
}

/** What the run's own frames once landed, or did not: no task needs it. */
function isPast(state: State, { status, landVisits, main }: Unit): boolean {
  const isOver = status === 'landed' || status === 'dropped';
  return isOver && main === null && !landVisits.some((visit) => state.visits.has(visit));
}

function unitParts(state: State, { id, status, held, landVisits, missing, asleepOn, waiting }: Unit): readonly unknown[] {
  return [id, status, held !== null, landVisits.filter((visit) => state.visits.has(visit)), missing, asleepOn, waiting];
}

function visitParts(state: State, visit: Visit): readonly unknown[] {
  const { id, step, cause, open, replies, turns, waitsFor, grow, intent } = visit;
  const question = state.questions.get(visit.question ?? '')?.status;
  return [id, step, cause, open, replies.map(({ word }) => word), question, turns, visit.state, waitsFor, grow?.phase, grow?.startable, intent !== null];
}

/** Live frames, and the lines that they and the tasks' next attempts stand on. */
function frameRows(state: State, telling: Telling): readonly string[] {
  const rows: string[] = [];
  const lines = new Set<string>();
  for (const [, task] of state.tasks.entries()) if (task.frame !== null) lines.add(task.frame);
  for (const [id, frame] of state.frames.entries()) {
    if (frame.status !== 'live' && !isAwaited(state, frame)) continue;
    lines.add(frame.line);
    const returned = frame.returned.map(({ step, digest }) => [step, isGrown(state, digest)]);
    rows.push(row('frame', id, frame.status, frame.visit, frame.word, returned, ...repeats(state, frame)));
  }
  for (const [id, line] of state.lines.entries()) if (lines.has(id)) rows.push(row('line', ...lineParts(state, line, telling)));
  return rows;
}

/** A branch that ended and may yet be picked. */
const isAwaited = (state: State, { parent, branch }: Frame): boolean => branch !== null && state.visits.has(parent ?? '');

function isGrown(state: State, digest: string): boolean {
  return state.plans.get(digest)?.tasks.every(({ id }) => state.tasks.has(id)) ?? false;
}

/** T7: the steps of the frame that would repeat an attempt if they were entered as things stand. */
function repeats(state: State, frame: Frame): readonly string[] {
  if (frame.status !== 'live') return [];
  const tried = state.lines.get(frame.line)?.tried ?? [];
  const draft = draftOf(state);
  const steps = draft.plan.workflows.get(frame.workflow)?.steps ?? [];
  return steps.filter((step): step is AgentStep => step.kind === 'agent').filter((step) => {
    const digest = attemptDigest(draft, { frame, step, cause: 'attempt' });
    return digest !== null && tried.includes(digest);
  }).map(({ name }) => name);
}

function lineParts(state: State, line: Line, { failures, answers }: Telling): readonly unknown[] {
  const { id, base, patch, candidate, changes, authors, evidence, approvals, measured, seen } = line;
  const tip = base.split('+')[0] === state.landing.tip;
  const live = evidence.filter((item) => item.patch === patch).map(({ gate, outcome, base: on }) => row(gate, outcome, on === base));
  const approved = approvals.filter((item) => item.patch === patch).map(({ step, by }) => row(step, by));
  const same = failures === 'same' ? [seen.map(([key, count]) => row(key, count)).toSorted(), line.guidance.map(({ from, outcome }) => row(from, outcome)).toSorted()] : [];
  const draft = draftOf(state);
  const again = seen.some(([key]) => isRepeat(draft, line, [key]));
  return [
    id, tip, patch === null, candidate === null, changes.length, conflicts(state, changes).length, authors.filter((agent) => approvers(draft.plan.ir).has(agent)).toSorted(),
    live.toSorted(), approved.toSorted(), measured, line.exploring,
    ...capParts(draft, line, answers), again, ...same,
  ];
}

const known = new WeakMap<Ir, ReadonlySet<string>>();

/** E5: of the authors of a line, those whose approval would not count. */
function approvers(ir: Ir): ReadonlySet<string> {
  const found = known.get(ir) ?? new Set(ir.workflows.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === 'agent' && step.approves !== undefined ? step.agents : []))));
  known.set(ir, found);
  return found;
}

/** What is left of each cap; grants, conflicts and ejections raise them, and tell nothing else. */
function capParts(draft: Draft, line: Line, answers: number): readonly unknown[] {
  const { limits } = draft.plan.ir;
  const { grants } = line;
  const tallies = line.tallies.flatMap(({ workflow, step: name, attempts, faults, visits }) => {
    const step = draft.plan.steps.get(workflow)?.get(name);
    if (step === undefined) return [];
    const left = Math.max(0, capOf(draft, step, line) - attempts);
    const { limited } = tallyOf(line, workflow, name);
    const asked = isQuestion(step) ? Math.min(visits, answers + 1) : 0;
    return row(workflow, name, left, rungOf(step, attempts), faults === 0 ? 0 : limits.retries + grants - faults, limited > 0, asked);
  });
  return [limits.conflicts + grants - line.conflicts, limits.ejections + grants - line.ejections, tallies.toSorted()];
}

/** The agent of a ladder whom the attempts have reached. */
function rungOf(step: Step, attempts: number): number {
  return step.kind === 'agent' && step.panel !== true && step.agents.length > 1 ? Math.min(attempts, step.agents.length) : 0;
}
