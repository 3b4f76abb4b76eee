/**
 * R6 as a number that falls: everything that may still happen by itself, counted.
 *
 * `rankOf` is read like a version, its first part the weightiest. A transition that is no stutter
 * and no grant by a person lowers it; whatever it adds weighs less than what it used up. So every
 * run comes to its end, to a person, or to a halt.
 */

import { mostGivenBack } from '../caps.ts';
import type { Command } from '../command.ts';
import type { Event, EventType } from '../event.ts';
import type { Plan } from '../plan.ts';
import { rankedHas } from '../ranked.ts';
import type { Frame, Line } from '../rows.ts';
import { isUnheard } from '../spoken.ts';
import type { State } from '../state.ts';
import { isByPerson } from './step-people.ts';
import type { Findings } from './violation.ts';

/** What reaches the run from outside, and is no step of it. */
const outside: ReadonlySet<EventType> = new Set<EventType>(['HostStarted', 'KernelUpgraded', 'CeilingSet', 'RunStarted']);

interface Change {
  readonly before: State;
  readonly after: State;
  readonly events: readonly Event[];
  readonly command: Command;
  readonly found: Findings;
}

export function rankRule({ before, after, events, command, found }: Change): void {
  if (isByPerson(command)) return;
  if (events.some(({ type }) => outside.has(type))) return;
  const [old, now] = [rankOf(before), rankOf(after)];
  const at = old.findIndex((part, index) => part !== now[index]);
  if (at >= 0 && (now[at] ?? 0) < (old[at] ?? 0)) return;
  found.add('R6', `the rank does not fall: ${old.join('.')} → ${now.join('.')}, by ${events.map(({ type }) => type).join(', ')}`);
}

/** The parts, the weightiest first. Every part is a whole number and never below 0. */
export function rankOf(state: State): readonly number[] {
  const { plan } = state;
  if (plan === null) return [];
  const [root = 0, ...deeper] = linesLeft(state, plan);
  return [
    state.run.status === 'running' || state.run.status === 'paused' ? 1 : 0,
    plan.ir.limits.tasks - tableSize(state.tasks.entries()),
    root,
    unitsLeft(state),
    ...deeper,
    ...landingLeft(state),
    ...ordersLeft(state, plan),
    awake(state),
    ...leasesLeft(state),
  ];
}

function tableSize(rows: Iterable<unknown>): number {
  let size = 0;
  for (const _ of rows) size += 1;
  return size;
}

const deepest = 5;

/** What the caps of live lines still allow, by how deep they are: what opens a line is above it. */
function linesLeft(state: State, plan: Plan): readonly number[] {
  const left = Array.from({ length: deepest + 1 }, () => 0);
  const seen = new Set<string>();
  const { conflicts, ejections, retries } = plan.ir.limits;
  let most = 0;
  for (const workflow of plan.ir.workflows) {
    for (const step of workflow.steps) {
      // What a conflict, an ejection or a fault of the infrastructure adds to a cap has caps of its own (T3).
      most += 4 + conflicts + ejections + retries + (step.kind === 'wait' ? plan.ir.limits.visits : step.max ?? plan.ir.limits.visits);
    }
  }
  const used = usedBy(state);
  for (const [, frame] of state.frames.entries()) {
    const line = state.lines.get(frame.line);
    if (frame.status !== 'live' || line === undefined || seen.has(line.id)) continue;
    seen.add(line.id);
    const depth = Math.min(deepest, depthOf(state, line.id));
    const rest = conflicts + ejections + 2 - line.conflicts - line.ejections + (steps(plan) + 2) * line.grants;
    left[depth] = (left[depth] ?? 0) + 1 + most + rest - (used.get(line.id) ?? 0);
  }
  return left;
}

function steps(plan: Plan): number {
  return plan.ir.workflows.reduce((sum, workflow) => sum + workflow.steps.length, 0);
}

/** Attempts made and faults met on each line, and times that a step was met at its cap. */
function usedBy(state: State): Map<string, number> {
  const used = new Map<string, number>();
  for (const [id, line] of state.lines.entries()) {
    const sums = line.tallies.map(({ attempts, faults, limited, grantsSeen }) =>
      attempts + faults + (line.grants === grantsSeen ? limited : 0));
    used.set(id, sums.reduce((sum, one) => sum + one, 0));
  }
  return used;
}

function depthOf(state: State, line: Line['id']): number {
  let depth = 0;
  for (let frame = state.frames.get(line); frame !== undefined && depth < deepest; depth += 1) {
    if (frame.parent === null) return depth;
    if (frame.branch === null) return depth + (isCodeOfPair(state, frame) ? 2 : 1);
    const opener = frame.parent.slice(0, frame.parent.lastIndexOf('/'));
    frame = state.frames.get(state.frames.get(opener)?.line ?? '');
  }
  return depth;
}

function isCodeOfPair(state: State, { task }: Frame): boolean {
  const unit = state.units.get(state.tasks.get(task ?? '')?.unit ?? '');
  return unit !== undefined && unit.test !== null && unit.main === task;
}

function unitsLeft(state: State): number {
  const grow = state.visits.get(state.run.growing ?? '')?.grow ?? null;
  // What halted begins anew when the base has been judged, if a person asked for it (T6).
  const owed = grow !== null && grow.phase === 'base' && grow.person !== null ? 2 : 0;
  let left = 0;
  for (const [, { main, status, askedBy }] of state.units.entries()) {
    if (main !== null && status === 'halted') left += owed;
    if (typeof askedBy === 'string') left += 2;
    if (main === null || status === 'landed' || status === 'dropped' || status === 'halted') continue;
    left += status === 'blocked' || status === 'startable' || status === 'asleep' ? 2 : 1;
  }
  return left;
}

/** The base to judge; the queue; the shortest prefix known red; prefixes that can tell nothing more, or cannot be judged. */
function landingLeft(state: State): readonly number[] {
  const { landing, chains } = state;
  const queue: string[] = [];
  for (let item = chains.ends.get('queue')?.first ?? null; item !== null; item = chains.queue.get(item)?.after ?? null) queue.push(item);
  const red = landing.redUnit === null ? queue.length : queue.indexOf(landing.redUnit);
  const late = landing.probes.filter((order) => {
    const last = state.probes.get(order)?.units.at(-1) ?? '';
    return queue.indexOf(last) >= red;
  });
  const base = landing.tipOutcome !== 'unknown' ? 0 : landing.baseOrder === null ? 2 : 1;
  return [base, queue.length, red, late.length, (state.plan?.ir.limits.retries ?? 0) + 1 - landing.faults];
}

/** What open orders may still meet, and how many wait for a hand. */
function ordersLeft(state: State, plan: Plan): readonly number[] {
  const { retries, rateLimits } = plan.ir.limits;
  let left = 0;
  let unleased = 0;
  for (const [, order] of state.orders.entries()) {
    if (order.status === 'ended') continue;
    left += 1 + retries + rateLimits + 2 + 1_000 - order.faults - order.rateLimits - order.again;
    // A person's words still to be heard: hearing them is no work of the leaf's.
    if (isUnheard(order)) left += 1;
    left += mostGivenBack - (order.givenBack?.times ?? 0);
    if (order.status !== 'leased') unleased += 1;
  }
  return [left, unleased];
}

/** Units that are awake, or asleep where nobody is any more. */
function awake({ units, claims }: State): number {
  let count = 0;
  for (const [, { status, asleepOn }] of units.entries()) {
    if (status !== 'startable' && status !== 'asleep' && status !== 'resuming') continue;
    const place = asleepOn ?? '';
    const busy = place.endsWith('/') ? claims.below.has(place.slice(0, -1)) : claims.holders.has(place);
    if (asleepOn === null || !busy) count += 1;
  }
  return count;
}

/** Bills, waits, renewals and audits still to come. */
function leasesLeft(state: State): readonly number[] {
  let unsettled = 0;
  let resting = rankedHas(state.chains.timers, 'bills') ? 1 : 0;
  let audits = 0;
  for (const [, { status, epoch, audited }] of state.orders.entries()) {
    unsettled += epoch;
    audits += epoch - audited.length;
    resting += status === 'resting' ? 3 : status === 'ready' ? 2 : 0;
  }
  for (const [, { status }] of state.bills.entries()) if (status === 'settled') unsettled -= 1;
  let time = 0;
  for (const [, { deadline, lastDeadline }] of state.leases.entries()) time += lastDeadline - deadline;
  return [unsettled, resting, time, audits];
}
