/**
 * The name of a place for those that were visited: what its next decisions can depend on, and
 * nothing else. Left out: times, ended rows, names of patches and commits, what was said.
 *
 * What attempts taught is told by whether each step would repeat one of them (T7): as every
 * failure is another one, or always the same, no other guidance of the past can come back.
 */

import { chainItems, type ChainName } from '../../kernel/chain.ts';
import { attemptDigest, isRepeat } from '../../kernel/decide/attempts.ts';
import { conflicts } from '../../kernel/decide/look.ts';
import type { AgentStep } from '../../kernel/ir.ts';
import type { Frame, Line, Unit, Visit } from '../../kernel/rows.ts';
import type { State } from '../../kernel/state.ts';
import type { Place, Rehearsing } from './place.ts';
import { draftOf } from './repeatable.ts';

type Failures = Rehearsing['failures'];

export function placeKey({ state, intents }: Place, failures: Failures): string {
  const { run, landing } = state;
  const rows = [
    row('run', run.status, run.growing, run.publications.filter(({ open }) => open).length),
    row('landing', landing.tipOutcome, landing.baseOrder === null, landing.redUnit, landing.landed > 0),
    ...orderRows(state), ...graphRows(state), ...frameRows(state, failures),
  ];
  for (const [id, visit] of state.visits.entries()) {
    rows.push(row('visit', ...visitParts(state, visit), intents.get(id)?.word, intents.get(id)?.isStale));
  }
  const names: readonly ChainName[] = ['root', 'task', 'fresh', 'resuming', 'queue'];
  const lists = names.map((name) => row(name, [...chainItems(state.chains, name)]));
  return [...rows.toSorted(), ...lists].join('\n');
}

const row = (...parts: readonly unknown[]): string => JSON.stringify(parts);

function orderRows(state: State): readonly string[] {
  return [...state.orders.entries()].filter(([, { status }]) => status !== 'ended').map(([id, order]) =>
    row('order', id, order.agent, order.status, order.faults, order.again));
}

function graphRows(state: State): readonly string[] {
  const units = [...state.units.entries()].map(([, unit]) => row('unit', ...unitParts(unit)));
  const tasks = [...state.tasks.entries()].map(([id, task]) => row('task', id, task.frame, task.starts));
  const probes = [...state.probes.entries()].map(([, probe]) => row('probe', probe.units, probe.rerun));
  return [...units, ...tasks, ...probes];
}

function unitParts({ id, status, held, landVisits, missing, asleepOn, waiting }: Unit): readonly unknown[] {
  return [id, status, held !== null, landVisits, missing, asleepOn, waiting];
}

function visitParts(state: State, visit: Visit): readonly unknown[] {
  const { id, step, cause, open, replies, turns, waitsFor, grow, intent } = visit;
  const question = state.questions.get(visit.question ?? '')?.status;
  return [id, step, cause, open, replies.map(({ word }) => word), question, turns, visit.state, waitsFor, grow?.phase, grow?.startable, intent !== null];
}

/** Live frames, and the lines that they and the tasks' next attempts stand on. */
function frameRows(state: State, failures: Failures): readonly string[] {
  const rows: string[] = [];
  const lines = new Set<string>();
  for (const [, task] of state.tasks.entries()) if (task.frame !== null) lines.add(task.frame);
  for (const [id, frame] of state.frames.entries()) {
    if (frame.status !== 'live' && !isAwaited(state, frame)) continue;
    lines.add(frame.line);
    const returned = frame.returned.map(({ step, digest }) => [step, isGrown(state, digest)]);
    rows.push(row('frame', id, frame.status, frame.visit, frame.word, returned, ...repeats(state, frame)));
  }
  for (const [id, line] of state.lines.entries()) if (lines.has(id)) rows.push(row('line', ...lineParts(state, line, failures)));
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

function lineParts(state: State, line: Line, failures: Failures): readonly unknown[] {
  const { id, base, patch, candidate, changes, authors, evidence, approvals, measured, seen } = line;
  const tip = base.split('+')[0] === state.landing.tip;
  const live = evidence.filter((item) => item.patch === patch).map(({ gate, outcome, base: on }) => row(gate, outcome, on === base));
  const approved = approvals.filter((item) => item.patch === patch).map(({ step, by }) => row(step, by));
  const same = failures === 'same' ? [seen.map(([key, count]) => row(key, count)).toSorted(), line.guidance.map(({ from, outcome }) => row(from, outcome)).toSorted()] : [];
  const again = seen.map(([key]) => isRepeat(draftOf(state), line, [key]));
  return [
    id, tip, patch === null, candidate === null, changes.length, conflicts(state, changes).length, [...authors].toSorted(),
    live.toSorted(), approved.toSorted(), measured, line.conflicts, line.ejections, line.grants, line.exploring,
    line.tallies.map((tally) => row(tally)).toSorted(), again.includes(true), ...same,
  ];
}
