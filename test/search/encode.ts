/**
 * The name of a state for the visited set: everything that the brain's next decisions can depend
 * on, and nothing else.
 *
 * Left out: ended rows, audits, positions, who of the two hands is who, numbers in ids (they are
 * given anew, in the order of their appearance), and the time of day (only what is left of it).
 */

import { createHash } from 'node:crypto';

import { chainItems } from '../../src/kernel/chain.ts';
import type { ChainName } from '../../src/kernel/chain.ts';
import { rankedItems, rankOf } from '../../src/kernel/ranked.ts';
import type { Line } from '../../src/kernel/rows.ts';
import type { State } from '../../src/kernel/state.ts';
import type { Place, World } from './world.ts';

/** Two places with the same code may do the same from then on. */
export function codeOf(world: World, place: Place): string {
  const rows = rowsOf(place);
  const lists = listsOf(place.state);
  const texts = permutationsOf(world.alike ?? []).map((rename) => {
    const sorted = rows.map((row) => rename(row)).sort();
    return renumbered([...sorted, ...lists.map((list) => rename(list))].join('\n'));
  });
  const text = texts.reduce((least, other) => (other < least ? other : least));
  return createHash('sha1').update(text).digest('base64').slice(0, 20);
}

type Rename = (text: string) => string;

function permutationsOf(names: readonly string[]): readonly Rename[] {
  if (names.length === 0) return [(text) => text];
  const pattern = new RegExp(`\\b(?:${names.join('|')})\\b`, 'g');
  return orders(names).map((order) => {
    const to = new Map(names.map((name, index) => [name, order[index] ?? name]));
    return (text: string): string => text.replaceAll(pattern, (name) => to.get(name) ?? name);
  });
}

function orders(names: readonly string[]): readonly (readonly string[])[] {
  if (names.length <= 1) return [names];
  return names.flatMap((name) => orders(names.filter((other) => other !== name)).map((rest) => [name, ...rest]));
}

/** Numbers and hashes in names stand for who came first, no more. */
const numbered = /\b(?:probe\.\d+|base\.\d+|revert\.\d+|q\d+|c[0-9a-f]{16})\b/g;

function renumbered(text: string): string {
  const names = new Map<string, string>();
  return text.replaceAll(numbered, (name) => {
    const known = names.get(name);
    if (known !== undefined) return known;
    const fresh = `${name.slice(0, 1)}#${names.size}`;
    names.set(name, fresh);
    return fresh;
  });
}

const row = (...parts: readonly unknown[]): string => JSON.stringify(parts);

function rowsOf({ state, faults, words, lost }: Place): string[] {
  const { run, landing, money } = state;
  const { clock } = run;
  const ahead = (at: number): number => Math.max(-1, at - clock);
  const rows = [
    row('run', run.status, run.halt?.asks, run.halt?.paused, run.growing, ahead(run.graceUntil), run.publications, run.ceiling, faults, words),
    row('landing', landing.tip, landing.tipOutcome, landing.baseOrder, landing.redUnit, landing.tests, landing.landed),
    row('money', money.budget, money.deadlineAt === null ? null : ahead(money.deadlineAt), money.spent, money.live, money.owed),
  ];
  for (const [id, lease] of state.leases.entries()) {
    rows.push(row('lease', id, lease.epoch, ahead(lease.deadline), lease.lastDeadline - clock, lost.includes(`${id}@${lease.epoch}`)));
  }
  for (const [, order] of state.orders.entries()) {
    if (order.status === 'ended') continue;
    const { id, kind, visit, agent, status, epoch, faults: met, rateLimits, again, notBefore, givenBack, spoken, keptSoFar } = order;
    rows.push(row('order', id, kind, visit, agent, status, epoch, met, rateLimits, again, givenBack?.times ?? 0, spoken, keptSoFar, status === 'resting' ? ahead(notBefore) : 0));
  }
  for (const [key, bill] of state.bills.entries()) if (bill.status !== 'settled') rows.push(row('bill', key, bill));
  rows.push(...graphRows(state), ...frameRows(state));
  return rows;
}

function graphRows(state: State): string[] {
  const rows: string[] = [];
  for (const [, task] of state.tasks.entries()) rows.push(row('task', task.id, task.frame, task.parent, task.followUps, task.revision, task.starts));
  for (const [, unit] of state.units.entries()) {
    const { id, status, base, holdsClaims, asleepOn, wokenAt, held, landVisits, waiting, waitedBy, missing, askedBy } = unit;
    rows.push(row('unit', id, status, base, holdsClaims, asleepOn, wokenAt, held, landVisits, waiting, waitedBy, missing, askedBy));
  }
  for (const [id, known] of state.plans.entries()) rows.push(row('plan', id, { ...known, tasks: known.tasks.length }));
  for (const [, probe] of state.probes.entries()) rows.push(row('probe', probe));
  for (const [path, file] of state.files.entries()) rows.push(row('file', path, file.blob));
  for (const [, question] of state.questions.entries()) {
    if (question.status === 'open' || question.status === 'agent') rows.push(row('question', question));
  }
  return rows;
}

/** Live frames and what they stand on; of ended ones what a new one learns from. */
function frameRows(state: State): string[] {
  const rows: string[] = [];
  const kept = new Set<string>(['@']);
  for (const [, task] of state.tasks.entries()) if (task.frame !== null) kept.add(task.frame);
  for (const [, visit] of state.visits.entries()) {
    rows.push(row('visit', { ...visit, attempt: 0 }));
    for (const frame of visit.frames) kept.add(frame);
  }
  for (const [id, frame] of state.frames.entries()) {
    if (frame.status !== 'live' && !kept.has(id)) continue;
    kept.add(frame.line);
    rows.push(row('frame', id, frame.status, frame.visit, frame.word, frame.haltedAt, frame.haltedIn, frame.returned));
  }
  for (const [id, line] of state.lines.entries()) if (kept.has(id)) rows.push(row('line', lineParts(line), state.patches.get(`${line.patch ?? ''} ${id}`)?.status));
  return rows;
}

function lineParts(line: Line): readonly unknown[] {
  const { id, base, candidate, patch, changes, authors, evidence, approvals, measured, guidance, tried, seen } = line;
  const { conflicts, ejections, grants, exploring, sessions = [] } = line;
  const tallies = line.tallies.map((item) => JSON.stringify(item)).sort();
  const lessons = guidance.map(({ from, outcome, signature }) => `${from} ${outcome} ${signature}`);
  return [
    id, base, candidate, patch, changes, [...authors].sort(), evidence.map((item) => JSON.stringify(item)).sort(),
    approvals, measured, lessons, [...tried].sort(), seen, conflicts, ejections, grants, exploring, tallies, sessions.map((item) => JSON.stringify(item)).sort(),
  ];
}

/** Where the order counts. Timers and deadlines are told by the time that is left. */
function listsOf(state: State): string[] {
  const names: ChainName[] = ['root', 'task', 'fresh', 'resuming', 'queue'];
  const places = new Set<string>();
  for (const [, unit] of state.units.entries()) if (unit.asleepOn !== null) places.add(unit.asleepOn);
  for (const place of [...places].sort()) names.push(`resuming ${place}`, `asleep ${place}`);
  const lists = names.map((name) => row(name, [...chainItems(state.chains, name)]));
  const timers = rankedItems(state.chains.timers).map((item) => [item, (rankOf(state.chains.timers, item) ?? 0) - state.run.clock]);
  return [...lists, row('parked', rankedItems(state.chains.parked)), row('timers', timers), row('probes', state.landing.probes)];
}
