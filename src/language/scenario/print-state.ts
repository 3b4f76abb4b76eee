/** The state of a run in a few lines: only what is live, waits, or went wrong. */

import { chainItems } from '../../kernel/chain.ts';
import { describeOrder } from '../../kernel/describe-order.ts';
import { rankedItems } from '../../kernel/ranked.ts';
import type { Frame, Line, Unit } from '../../kernel/rows.ts';
import { chainOf, type State } from '../../kernel/state.ts';
import type { Table } from '../../kernel/table.ts';
import { flat, short, showList, when } from './print-values.ts';
import { showAmount, showDollars, showTime } from './quantities.ts';

export function printState(state: State): readonly string[] {
  if (state.run.status === 'new') return ['run not started'];
  return [
    ...runLines(state), ...moneyLines(state), ...growLines(state), ...frameLines(state), ...leaseLines(state),
    ...orderLines(state), ...unitLines(state), ...landingLines(state), ...inboxLines(state), ...keptLines(state),
  ];
}

function runLines({ run, landing }: State): string[] {
  const ceiling = [
    ...(run.ceiling.leases === null ? [] : [`leases ${run.ceiling.leases}`]),
    ...(run.ceiling.inbox === undefined ? [] : [`inbox ${run.ceiling.inbox}`]),
    ...(run.ceiling.usdMicros === null ? [] : [showDollars(run.ceiling.usdMicros)]),
    ...(run.ceiling.tokens === null ? [] : [`${run.ceiling.tokens}t`]),
  ];
  const ways = run.halt === null ? [] : [`halt ${flat(run.halt.reason)}`];
  return [
    `run ${run.status} at ${showTime(run.clock)}, tip ${landing.tip} ${landing.tipOutcome}, ${landing.landed} landed`,
    ...(ceiling.length === 0 ? [] : [`ceiling ${ceiling.join(', ')}`]), ...ways,
  ];
}

function moneyLines({ money }: State): string[] {
  const { budget, deadlineAt, spent, live, owed } = money;
  const of = [
    ...(budget.usdMicros === null ? [] : [showDollars(budget.usdMicros)]),
    ...(budget.tokens === null ? [] : [`${budget.tokens}t`]),
  ];
  const used = [spent, live, owed].some(({ usdMicros, tokens }) => usdMicros !== 0 || tokens !== 0);
  if (!used && of.length === 0 && deadlineAt === null) return [];
  const until = deadlineAt === null ? '' : `, until ${showTime(deadlineAt)}`;
  const limit = of.length === 0 ? '' : `, of ${of.join(' ')}`;
  return [`money spent ${showAmount(spent)}, live ${showAmount(live)}, owed ${showAmount(owed)}${limit}${until}`];
}

function growLines(state: State): string[] {
  const { growing } = state.run;
  const grow = growing === null ? null : state.visits.get(growing)?.grow ?? null;
  if (growing === null || grow === null) return [];
  const { phase, total, landed, startable, started, halted, dropped } = grow;
  if (phase === 'base') return [`grow ${growing} waits for the gates of its base`];
  const lost = `${when(halted > 0, `, ${halted} halted`)}${when(dropped > 0, `, ${dropped} dropped`)}`;
  return [`grow ${growing}: ${landed} of ${total} landed, ${started} started, ${startable} may start${lost}`];
}

function frameLines(state: State): string[] {
  const shown = rows(state.frames).filter(({ id, status }) => status === 'live' || (status === 'halted' && id === '@'));
  return shown.map((frame) => `frame ${frame.id} ${standsAt(state, frame)}${lineOf(state, frame)}`);
}

function standsAt(state: State, frame: Frame): string {
  const visit = frame.visit === null ? undefined : state.visits.get(frame.visit);
  if (visit === undefined) return frame.haltedAt === null ? frame.status : `halted at ${frame.haltedAt}`;
  const waits = when(visit.state === 'waiting', ` for ${visit.waitsFor}`);
  const how = when(visit.state !== 'open', ` ${visit.state}${waits}`);
  return `at ${visit.step}.${visit.id.slice(visit.id.lastIndexOf('.') + 1)}${how}`;
}

/** A line is shown with the frame that owns it. */
function lineOf(state: State, frame: Frame): string {
  const line = state.lines.get(frame.line);
  return line === undefined || frame.line !== frame.id ? '' : `, line ${showLine(line)}`;
}

function showLine(line: Line): string {
  const proof = line.evidence.map(({ gate, outcome, base, patch: judged }) =>
    `${gate} ${outcome}${when(judged !== line.patch || base !== line.base, ` on ${base}+${judged ?? ''}`)}`);
  const approved = line.approvals.map(({ step, patch: shown }) =>
    `${step} approved${when(shown !== line.patch, ` ${shown}`)}`);
  const counts = (['conflicts', 'ejections', 'grants'] as const)
    .flatMap((name) => (line[name] === 0 ? [] : [`${line[name]} ${name}`]));
  const measured = line.measured === null ? [] : [`measured ${line.measured}`];
  const sessions = (line.sessions ?? []).map(({ step, member, session }) => `session ${short(session)} of ${member} in ${step}`);
  const patch = line.patch === null ? '' : ` + ${line.patch} by ${showList(line.authors)}`;
  return [`${line.base}${patch}`, ...proof, ...approved, ...measured, ...sessions, ...counts].join(', ');
}

function leaseLines(state: State): string[] {
  return rows(state.leases).map(({ order, epoch, hand, deadline }) => {
    const { session, words } = describeOrder(state, order);
    const told = when(words.length > 0, `, told ${showList(words.map(({ person, text }) => `by ${person} «${text}»`))}`);
    return `lease ${order}#${epoch} ${hand} until ${showTime(deadline)}${session === null ? '' : `, goes on with session ${short(session)}`}${told}`;
  });
}

function orderLines(state: State): string[] {
  const orders = rows(state.orders);
  const ready = [...chainItems(state.chains, chainOf.root), ...chainItems(state.chains, chainOf.task)];
  const resting = orders.filter(({ status }) => status === 'resting');
  const parked = rankedItems(state.chains.parked);
  return [
    ...(ready.length === 0 ? [] : [`ready ${ready.map((id) => withFaults(state, id)).join(' ')}`]),
    ...resting.map(({ id, notBefore }) => `resting ${withFaults(state, id)} until ${showTime(notBefore)}`),
    ...(parked.length === 0 ? [] : [`parked ${parked.join(' ')}`]),
  ];
}

function withFaults(state: State, id: string): string {
  const { faults = 0, rateLimits = 0, again = 0, givenBack, spoken } = state.orders.get(id) ?? {};
  const counts = [
    ...(faults === 0 ? [] : [`${faults} faults`]),
    ...(rateLimits === 0 ? [] : [`${rateLimits} rate limits`]),
    ...(again === 0 ? [] : [`${again} before`]),
    ...(spoken === undefined || spoken.times === 0 ? [] : [`${spoken.times} spoken to`]),
    ...(givenBack === undefined ? [] : [`${givenBack.times} given back`]),
  ];
  return counts.length === 0 ? id : `${id} (${counts.join(', ')})`;
}

function unitLines(state: State): string[] {
  const units = rows(state.units);
  const ended = (['landed', 'dropped', 'halted'] as const).flatMap((status) => {
    const ids = units.filter((unit) => unit.status === status)
      .map(({ id, commit }) => `${id}${when(commit !== null, ` as ${commit}`)}`);
    return ids.length === 0 ? [] : [`${status} ${ids.join(', ')}`];
  });
  const open = units.filter(({ status }) => status !== 'landed' && status !== 'dropped' && status !== 'halted');
  return [...open.map((unit) => `unit ${unit.id} ${unit.status}${whyUnit(unit)}`), ...ended];
}

function whyUnit(unit: Unit): string {
  if (unit.status === 'blocked') return ` by ${unit.needs.join(' ')}`;
  if (unit.asleepOn !== null) return `${when(unit.status !== 'asleep', ' asleep')} on ${unit.asleepOn}`;
  const held = unit.held === null ? '' : `, holds ${unit.held.patch}`;
  return unit.holdsClaims ? `, claims ${unit.claims.join(' ')}${held}` : held;
}

function landingLines(state: State): string[] {
  const queue = [...chainItems(state.chains, chainOf.queue)];
  const { redUnit } = state.landing;
  return [
    ...(queue.length === 0 ? [] : [`queue ${queue.join(' ')}${redUnit === null ? '' : `, red up to ${redUnit}`}`]),
    ...rows(state.probes).map(({ order, from, units, rerun }) =>
      `probe ${order} ${units.join('+')} on ${from}${when(rerun, ', rerun')}`),
  ];
}

function inboxLines(state: State): string[] {
  const asked = rows(state.questions).filter(({ status }) => status === 'open' || status === 'agent');
  const open = state.run.publications.filter((item) => item.open);
  const isOver = state.run.status === 'complete' || state.run.status === 'aborted';
  const reverts = isOver ? [] : state.landing.redReverts ?? [];
  return [
    ...asked.map(({ id, kind, shows, words, status }) =>
      `inbox ${id} ${kind} shows ${short(shows)}: ${status === 'agent' ? 'the agent answers' : words.join(', ')}`),
    ...open.map(({ id, commit, branch }) => `inbox publication ${id} ${commit} on ${branch}`),
    ...reverts.map((id) => `inbox ${id}: revert ${state.units.get(id)?.reverts ?? ''} again, or drop ${id}`),
    ...(state.run.halt?.asks === undefined ? [] : ['inbox budget: raise']),
  ];
}

/** B4: what did not land and is not lost. */
function keptLines(state: State): string[] {
  const kept = state.patches.keys().filter((key) => state.patches.get(key)?.status === 'quarantined');
  return kept.length === 0 ? [] : [`quarantined ${kept.map((key) => key.replace(' ', ' of ')).join(', ')}`];
}

function rows<V>(table: Table<V>): V[] {
  return table.keys().flatMap((key) => table.get(key) ?? []);
}
