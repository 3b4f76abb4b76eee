/** B1–B3 and B5 as prefixes are judged, land and are ejected. */

import type { EventOf } from '../event.ts';
import type { GatesFact } from '../facts.ts';
import { isIn } from '../path-classes.ts';
import type { State } from '../state.ts';
import { isElsewhere, whyNotGreen } from './step-evidence.ts';
import { isByPerson } from './step-people.ts';
import type { Happening } from './transition.ts';

export function landingSteps(happening: Happening): void {
  const { event } = happening;
  if (event.type === 'Landed') landed({ ...happening, event });
  if (event.type === 'LandedEmpty') landedEmpty({ ...happening, event });
  if (event.type === 'ProbeOrdered') ordered({ ...happening, event });
  if (event.type === 'ProbeJudged') judged({ ...happening, event });
  if (event.type === 'ProbeVoided') voided({ ...happening, event });
  if (event.type === 'Ejected') ejected({ ...happening, event });
  if (event.type === 'UnitDropped' || event.type === 'Ejected') revertGone({ ...happening, event });
  if (event.type === 'RunCompleted') allDecided(happening);
  if (event.type === 'BaseJudged') baseJudged({ ...happening, event });
  if (event.type === 'BaseGateOrdered' && event.tip !== happening.now.landing.tip) {
    happening.found.add('B5', `the base ${event.tip} is judged, and the tip is ${happening.now.landing.tip}`);
  }
}

function factOf({ command }: Pick<Happening, 'command'>, order: string): GatesFact | null {
  return command.type === 'report' && command.order === order && command.result.type === 'gates' ? command.result : null;
}

/** B1: a compare-and-swap on the tip, only to the very commit that went green on top of it. */
function landed({ now, event, command, events, found }: Happening<EventOf<'Landed'>>): void {
  const { from, to, units, commits } = event;
  if (from !== now.landing.tip) found.add('B1', `${to} lands on ${from}, and the tip is ${now.landing.tip}`);
  const probe = events.find((other) => other.type === 'ProbeJudged');
  const fact = probe === undefined ? null : factOf({ command }, probe.order);
  const built = fact?.commits ?? [];
  if (probe?.outcome !== 'green' || built.at(-1) !== to || commits.at(-1) !== to) found.add('B1', `${to} lands, and no green named it`);
  if (commits.length !== units.length) found.add('B1', `${units.length} units land as ${commits.length} commits`);
  const queue = headOf(now, units.length);
  if (queue.join(' ') !== units.join(' ')) found.add('B2', `${units.join(', ')} land, and the queue is ${queue.join(', ')}`);
  const gone = commits.find((commit) => commit === '' || commit === now.run.base || now.stack.has(commit));
  if (gone !== undefined || new Set(commits).size < commits.length) found.add('B1', `${commits.join(', ')} land, and are not all new`);
  const below = built.length - units.length;
  if (below > 0 && built[below - 1] !== now.landing.tip) found.add('B1', `${to} was not built through the tip`);
}

/** E3, B4: nothing of the unit is left behind off the stack. */
function landedEmpty({ now, event, found }: Happening<EventOf<'LandedEmpty'>>): void {
  const unit = now.units.get(event.unit);
  for (const id of [unit?.test ?? null, unit?.main ?? null]) {
    const task = now.tasks.get(id ?? '');
    const changes = now.lines.get(task?.frame ?? '')?.changes ?? [];
    if (changes.length > 0) found.add('T8', `${event.unit} lands without the patch of ${id ?? ''}`);
  }
}

function headOf(now: State, length: number): string[] {
  const items: string[] = [];
  let item = now.chains.ends.get('queue')?.first ?? null;
  for (; item !== null && items.length < length; item = now.chains.queue.get(item)?.after ?? null) items.push(item);
  return items;
}

function ordered({ now, event, found }: Happening<EventOf<'ProbeOrdered'>>): void {
  const { from, units, order } = event;
  if (from !== now.landing.tip) found.add('B1', `${order} is built on ${from}, and the tip is ${now.landing.tip}`);
  if (headOf(now, units.length).join(' ') !== units.join(' ') || units.length === 0) found.add('B3', `${order} judges what is not the head of the queue`);
  if (now.landing.tipOutcome === 'unknown') found.add('B5', `${order} judges a prefix before the base`);
  if (now.landing.tipOutcome === 'red' && !mayRepair(now)) found.add('B5', `${order} judges a prefix on a red base`);
}

function mayRepair(now: State): boolean {
  for (const workflow of now.plan?.ir.workflows ?? []) {
    if (workflow.steps.some((step) => step.kind === 'grow' && step.repairsBase === true)) return true;
  }
  return false;
}

function judged(happening: Happening<EventOf<'ProbeJudged'>>): void {
  const { now, event, found } = happening;
  const probe = now.probes.get(event.order);
  const fact = factOf(happening, event.order);
  if (probe === undefined || fact === null) return found.add('B1', `${event.order} is judged, and no gate was run`);
  if (now.plan?.landing.some((gate) => isElsewhere(now, fact, gate)) === true) found.add('E1', `${event.order} is judged in another sandbox than was demanded`);
  if (fact.base !== probe.from || fact.patch !== null) found.add('E1', `${event.order} is judged by gates on ${fact.base} and ${fact.patch ?? 'no patch'}`);
  const expects = expectedOfPrefix(now, probe.units);
  const rule = whyNotGreen(now, fact, { names: now.plan?.ir.landing ?? [], expects });
  if (event.outcome === 'green' && rule !== null) found.add(rule, `${event.order} is green, and its gates were not`);
  if (event.outcome === 'red' && rule === null) found.add('B3', `${event.order} is red, and its gates were green`);
}

/** E8: what was red without its code; and where something is refactored and no test changed, all that passed on the tip. */
function expectedOfPrefix(now: State, units: readonly string[]): readonly string[] {
  const queued = units.flatMap((id) => now.units.get(id) ?? []).filter(({ status }) => status === 'queued');
  const tidies = queued.some(({ main }) => now.tasks.get(main ?? '')?.spec.kind === 'refactor');
  const tests = queued.some(({ changes }) => changes.some(({ path }) => now.plan !== null && isIn('tests', path, now.plan.ir.paths)));
  return [...queued.flatMap(({ held }) => held?.expects ?? []), ...(tidies && !tests ? now.landing.tests ?? [] : [])];
}

/** B3: only prefixes with what is taken out are void, and those that have nothing left to say. */
function voided({ now, event, events, command, found }: Happening<EventOf<'ProbeVoided'>>): void {
  const units = now.probes.get(event.order)?.units ?? [];
  const gone = new Set(events.flatMap((other) => {
    const out = other.type === 'Ejected' || other.type === 'UnitDropped' || other.type === 'UnitHalted';
    return out ? [other.unit] : [];
  }));
  const moot = units.every((id) => now.units.get(id)?.status === 'landed');
  const contains = units.some((id) => gone.has(id));
  // T3: what ended its order was nobody's failure.
  const faulted = event.faults !== undefined && event.faults >= now.landing.faults
    && events.some((other) => other.type === 'LeaseEnded' && other.order === event.order && other.again === null);
  if (!contains && !moot && !faulted && command.type !== 'abort') found.add('B3', `${event.order} is void, and nothing of ${units.join(', ')} was taken out`);
}

function ejected({ now, event, events, found }: Happening<EventOf<'Ejected'>>): void {
  if (now.units.get(event.unit)?.status !== 'queued') found.add('B3', `${event.unit} is ejected, and is not queued`);
  for (const [order, probe] of now.probes.entries()) {
    if (probe.units.includes(event.unit)) found.add('B3', `${event.unit} is ejected, and ${order} still contains it`);
  }
  if (event.why === 'base-red' && now.landing.tipOutcome !== 'red') found.add('B5', `${event.unit} is ejected for a base that is not red`);
  if (event.why === 'base-red') return;
  if (event.why !== 'red') found.add('T3', `${event.unit} is ejected, and no gate has judged it`);
  const proof = events.find((other) => other.type === 'ProbeJudged');
  if (proof?.outcome !== 'red') found.add('B3', `${event.unit} is ejected, and nothing was red`);
}

/** R3: what a person wants reverted is not dropped behind their back. */
function revertGone({ now, event, command, found }: Happening<EventOf<'UnitDropped' | 'Ejected'>>): void {
  const isRevert = typeof now.units.get(event.unit)?.reverts === 'string';
  if (isRevert && !isByPerson(command)) found.add('R3', `${event.unit} is dropped, and nobody who wanted it hears of it`);
}

function allDecided({ now, found }: Happening): void {
  const waiting = [...now.units.entries()].filter(([, { reverts, status }]) => reverts !== null && status === 'halted');
  for (const [id] of waiting) found.add('R3', `the run is complete, and ${id} waits for a person`);
}

function baseJudged(happening: Happening<EventOf<'BaseJudged'>>): void {
  const { now, event, found } = happening;
  if (event.tip !== now.landing.tip) found.add('B5', `${event.tip} is judged as the base, and the tip is ${now.landing.tip}`);
  const fact = event.order === null ? null : factOf(happening, event.order);
  // Without evidence no gate was heard: the order has met all the faults that it may.
  const isHeard = fact !== null && event.evidence.length > 0;
  if (isHeard && now.plan?.landing.some((gate) => isElsewhere(now, fact, gate)) === true) {
    found.add('E1', `the base ${event.tip} is judged in another sandbox than was demanded`);
  }
  if (event.outcome !== 'green') return;
  const green = fact !== null && fact.base === event.tip && fact.patch === null && whyNotGreen(now, fact, { names: now.plan?.ir.landing ?? [], expects: [] }) === null;
  if (!green) found.add('E1', `the base ${event.tip} is green, and its gates were not`);
}
