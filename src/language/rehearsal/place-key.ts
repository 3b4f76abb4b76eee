/**
 * The name of a place for those that were visited: what its next decisions can depend on, and
 * nothing else. Left out: times, ended rows, names of patches and commits, what was said, and the
 * numbers of visits, for a frame has one at a time. What is left of caps is told beside it (`counts`).
 *
 * What attempts taught is told by whether each step would repeat one of them (T7).
 */

import { chainItems, type ChainName } from '../../kernel/chain.ts';
import { conflicts } from '../../kernel/decide/look.ts';
import { tallyOf } from '../../kernel/evolve/frame.ts';
import type { Ir } from '../../kernel/ir.ts';
import type { Line, Unit, Visit } from '../../kernel/rows.ts';
import type { State } from '../../kernel/state.ts';
import { isAwaited, linesOf, nameOf } from './counts.ts';
import type { Place } from './place.ts';
import { draftOf } from './repeatable.ts';
import { repeatsOf } from './repeats.ts';

export function placeKey({ state, intents }: Place): string {
  const { run, landing } = state;
  const rows = [
    row('run', run.status, run.growing, run.publications.filter(({ open }) => open).length),
    row('landing', landing.tipOutcome, landing.baseOrder === null, landing.redUnit, landing.landed > 0),
    row('files', [...state.files.keys()].toSorted()), ...orderRows(state), ...graphRows(state), ...frameRows(state),
  ];
  for (const [id, visit] of state.visits.entries()) {
    rows.push(row('visit', ...visitParts(state, visit), intents.get(id)?.word, intents.get(id)?.isStale, intents.get(id)?.isKept));
  }
  const names: readonly ChainName[] = ['root', 'task', 'fresh', 'resuming', 'queue'];
  const lists = names.map((name) => row(name, [...chainItems(state.chains, name)]));
  return withoutRounds(state, [...rows.map((text) => nameOf(state, text)).toSorted(), ...lists.map((text) => nameOf(state, text))].join('\n'));
}

/** Tasks of a plan that was made again have numbers: it matters which are earlier, not how often it was made. */
function withoutRounds(state: State, key: string): string {
  const rounds = new Map<number, [string, string][]>();
  for (const id of state.tasks.keys()) {
    const [base, round] = [id.slice(0, id.lastIndexOf('-')), Number(id.slice(id.lastIndexOf('-') + 1))];
    if (Number.isInteger(round) && state.tasks.has(base) && key.includes(id)) rounds.set(round, [...rounds.get(round) ?? [], [id, base]]);
  }
  const inOrder = [...rounds].toSorted(([one], [other]) => one - other).map(([, ids]) => ids);
  return inOrder.reduce((text, ids, index) => ids.reduce((all, [id, base]) => all.replaceAll(id, `${base} ${index}`), text), key);
}

const row = (...parts: readonly unknown[]): string => JSON.stringify(parts);

function orderRows(state: State): readonly string[] {
  return [...state.orders.entries()].filter(([, { status }]) => status !== 'ended').map(([id, order]) =>
    row('order', id, order.agent, order.status, order.faults, order.again));
}

function graphRows(state: State): readonly string[] {
  const units = [...state.units.entries()].filter(([, unit]) => !isPast(state, unit)).map(([, unit]) => row('unit', ...unitParts(state, unit)));
  const tasks = [...state.tasks.entries()].filter(([, { frame, unit }]) => frame !== null || !isLanded(state, unit)).map(([id, task]) => row('task', id, task.frame));
  const probes = [...state.probes.entries()].map(([, probe]) => row('probe', probe.units, probe.rerun));
  return [...units, ...tasks, ...probes];
}

/** What landed, and no task is at work that could need it. */
function isLanded({ units, run }: State, unit: string): boolean {
  return units.get(unit)?.status === 'landed' && run.growing === null;
}

/** What the run's own frames once landed, or did not: no task needs it. */
function isPast(state: State, { id, status, landVisits, main }: Unit): boolean {
  const isOver = status === 'landed' || status === 'dropped';
  return isOver && (main === null || isLanded(state, id)) && !landVisits.some((visit) => state.visits.has(visit));
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
function frameRows(state: State): readonly string[] {
  const rows: string[] = [];
  for (const [id, frame] of state.frames.entries()) {
    if (frame.status !== 'live' && !isAwaited(state, frame)) continue;
    const returned = frame.returned.map(({ step, digest }) => [step, isGrown(state, digest)]);
    rows.push(row('frame', id, frame.line, frame.status, frame.visit, frame.word, returned, ...repeatsOf(state, frame).map(({ step, isEmptied }) => row(step.name, isEmptied, step.agents))));
  }
  for (const { line } of linesOf(state)) rows.push(row('line', ...lineParts(state, line)));
  return rows;
}

function isGrown(state: State, digest: string): boolean {
  return state.plans.get(digest)?.tasks.every(({ id }) => state.tasks.has(id)) ?? false;
}

function lineParts(state: State, line: Line): readonly unknown[] {
  const { id, base, patch, candidate, changes, authors, evidence, approvals, measured } = line;
  const tip = base.split('+')[0] === state.landing.tip;
  const live = evidence.filter((item) => item.patch === patch).map(({ gate, outcome, base: on }) => row(gate, outcome, on === base));
  const approved = approvals.filter((item) => item.patch === patch).map(({ step, by }) => row(step, by));
  const draft = draftOf(state);
  return [
    id, tip, patch === null, candidate === null, changes.length, conflicts(state, changes).length, authors.filter((agent) => approvers(draft.plan.ir).has(agent)).toSorted(),
    live.toSorted(), approved.toSorted(), line.exploring ? measured : null, line.exploring, limited(line),
  ];
}

/** Steps that were at their caps since the last grant (R6). */
function limited(line: Line): readonly string[] {
  return line.tallies.filter(({ workflow, step }) => tallyOf(line, workflow, step).limited > 0).map(({ workflow, step }) => row(workflow, step)).toSorted();
}

const known = new WeakMap<Ir, ReadonlySet<string>>();

/** E5: of the authors of a line, those whose approval would not count. */
function approvers(ir: Ir): ReadonlySet<string> {
  const found = known.get(ir) ?? new Set(ir.workflows.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === 'agent' && step.approves !== undefined ? step.agents : []))));
  known.set(ir, found);
  return found;
}
