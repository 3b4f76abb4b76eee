/**
 * T4: every live frame waits for something that can come, and what waits for what has no cycle.
 *
 * Derived from the rows alone: a walk over frames and units, each of which names what it waits
 * for. A walk that finds nothing, or meets itself, has found a run that hangs.
 */

import { fits, plus } from '../amount.ts';
import { isOfGrow } from '../evolve/rows.ts';
import { rankedHas } from '../ranked.ts';
import type { Frame, Unit, Visit } from '../rows.ts';
import { hasEnded, isAtWork, isOpen, stepAt, type View } from './view.ts';

type Node = `frame ${string}` | `unit ${string}` | 'landing';

/** What somebody waits for: other waiting things, or something that comes by itself. */
interface Waits {
  readonly comes: boolean;
  readonly on: readonly Node[];
}

const comes: Waits = { comes: true, on: [] };
const nothing: Waits = { comes: false, on: [] };
const onlyOn = (on: readonly Node[]): Waits => ({ comes: false, on });

export function waitingRules(view: View): void {
  const { status } = view.state.run;
  for (const frame of view.frames) haltedInside(view, frame);
  if (status !== 'running' && status !== 'paused') return;
  const seen = new Map<Node, 'open' | 'closed'>();
  for (const frame of view.frames) if (frame.status === 'live') follow(view, `frame ${frame.id}`, seen);
  if (view.units.some((unit) => unit.status === 'queued')) follow(view, 'landing', seen);
  orphans(view);
  wishes(view);
  parked(view);
}

function follow(view: View, node: Node, seen: Map<Node, 'open' | 'closed'>): void {
  const known = seen.get(node);
  if (known === 'open') view.found.add('T4', `${node} waits for itself`);
  if (known !== undefined) return;
  seen.set(node, 'open');
  const waits = waitsOf(view, node);
  if (!waits.comes && waits.on.length === 0) view.found.add('T4', `${node} waits for nothing that can come`);
  for (const next of waits.on) follow(view, next, seen);
  seen.set(node, 'closed');
}

function waitsOf(view: View, node: Node): Waits {
  if (node === 'landing') return landingWaits(view);
  const id = node.slice(node.indexOf(' ') + 1);
  const frame = node.startsWith('frame ') ? view.state.frames.get(id) : undefined;
  if (frame !== undefined) return frameWaits(view, frame);
  const unit = view.state.units.get(id);
  return unit === undefined ? nothing : unitWaits(view, unit);
}

function landingWaits({ state }: View): Waits {
  const { probes, baseOrder } = state.landing;
  return probes.some((order) => isOpen(state, order)) || isOpen(state, baseOrder) ? comes : nothing;
}

function frameWaits(view: View, frame: Frame): Waits {
  const { state } = view;
  const visit = frame.visit === null ? undefined : state.visits.get(frame.visit);
  if (frame.status !== 'live' || visit === undefined || visit.frame !== frame.id) return nothing;
  if (visit.open.some((order) => isOpen(state, order))) return comes;
  const asked = visit.question === null ? undefined : state.questions.get(visit.question)?.status;
  if (asked === 'open' || rankedHas(state.chains.timers, `visit ${visit.id}`)) return comes;
  if (visit.grow !== null) return growWaits(view, visit);
  switch (visit.state) {
    case 'open': return onlyOn(liveFrames(view, visit.frames));
    case 'queued': return onlyOn(view.units.some(({ status, landVisits }) => status === 'queued' && landVisits.includes(visit.id)) ? ['landing'] : []);
    case 'holding': return onlyOn(liveFrames(view, [codeFrame(view, frame)]));
    case 'waiting': return followUpWaits(view, frame, visit);
  }
}

function liveFrames({ state }: View, ids: readonly (string | null)[]): Node[] {
  return ids.flatMap((id) => (id !== null && state.frames.get(id)?.status === 'live' ? [`frame ${id}` as const] : []));
}

function codeFrame({ state }: View, frame: Frame): string | null {
  const unit = state.units.get(state.tasks.get(frame.task ?? '')?.unit ?? '');
  return state.tasks.get(unit?.main ?? '')?.frame ?? null;
}

/** A grow waits for whatever of its graph is not lost; blocked units alone can never start. */
function growWaits(view: View, visit: Visit): Waits {
  if (visit.grow?.phase === 'base') return isOpen(view.state, view.state.landing.baseOrder) ? comes : nothing;
  const awake = view.units.filter((unit) => unit.main !== null && !hasEnded(unit) && unit.status !== 'blocked');
  // A task that has landed may still have steps to go, which read.
  const landed = view.frames.filter(({ status, parent }) => status === 'live' && parent === visit.id).map(({ id }) => id);
  return onlyOn([...awake.map(({ id }) => `unit ${id}` as const), ...liveFrames(view, landed)]);
}

/** A parent waits for its follow-ups: as many as have not ended. */
function followUpWaits(view: View, frame: Frame, visit: Visit): Waits {
  const { state, found } = view;
  const unit = state.units.get(state.tasks.get(frame.task ?? '')?.unit ?? '');
  const children = view.units.filter(({ waitedBy }) => waitedBy === visit.id);
  if (children.length !== visit.waitsFor) found.add('T4', `${visit.id} waits for ${visit.waitsFor}, and ${children.length} are to come`);
  if (unit?.status === 'resuming') return onlyOn([`unit ${unit.id}`]);
  if (unit?.status !== 'waiting' || unit.waiting !== visit.id) found.add('T4', `${visit.id} waits, and its unit is ${unit?.status ?? 'gone'}`);
  return onlyOn(children.map(({ id }) => `unit ${id}` as const));
}

function unitWaits(view: View, unit: Unit): Waits {
  const { state } = view;
  if (unit.asleepOn !== null) return sleepWaits(view, unit, unit.asleepOn);
  // A revert, and what the root lands, is nobody's frame.
  if (unit.status === 'queued' && unit.main === null) return onlyOn(['landing']);
  switch (unit.status) {
    case 'startable': case 'resuming': return comes;
    case 'blocked': {
      const unmet = unit.needs.filter((need) => state.units.get(need)?.status !== 'landed');
      const hopeless = unmet.some((need) => isLost(view, need));
      return hopeless ? nothing : onlyOn(unmet.map((need) => `unit ${need}` as const));
    }
    case 'asleep': case 'landed': case 'dropped': case 'halted': return nothing;
    case 'started': case 'waiting': case 'queued':
      return onlyOn(liveFrames(view, [unit.main, unit.test].map((task) => state.tasks.get(task ?? '')?.frame ?? null)));
  }
}

function isLost({ state }: View, unit: string): boolean {
  const status = state.units.get(unit)?.status;
  return status === undefined || status === 'dropped' || status === 'halted';
}

/** Who sleeps is woken by a release of what is there, or by the one that was woken before it. */
function sleepWaits(view: View, unit: Unit, place: string): Waits {
  const passes = view.units.some(({ wokenAt, id }) => wokenAt === place && id !== unit.id);
  if (passes) return comes;
  const holders = view.units.filter((other) => other.holdsClaims && other.claims.some((claim) => isAt(claim, place)));
  return onlyOn(holders.map(({ id }) => `unit ${id}` as const));
}

/** Whether the release of a claim wakes those at a place. A directory's place ends with a slash. */
function isAt(claim: string, place: string): boolean {
  if (!place.endsWith('/')) return claim === place;
  const below = claim === '**' ? '' : claim.endsWith('/**') ? claim.slice(0, -3) : claim;
  return below !== '' && (place === '/' || below.startsWith(place));
}

/** T6: a retry goes on in the called frame that halted, so that it has to be there. */
function haltedInside({ state, found }: View, { id, status, haltedIn }: Frame): void {
  if (status !== 'halted' || typeof haltedIn !== 'string') return;
  if (state.frames.get(haltedIn)?.status !== 'halted') found.add('T6', `${id} halted in ${haltedIn}, which is not there to go on`);
}

/** What a person asked for by name begins anew as soon as its plan grows. */
function wishes({ state, grow, units, found }: View): void {
  if (grow?.phase !== 'growing') return;
  for (const { id, askedBy } of units) {
    if (typeof askedBy === 'string' && isOfGrow(state, id)) found.add('T4', `${askedBy} wants ${id} to begin anew, and its plan grows without it`);
  }
}

/** Nobody is left behind whom no live frame knows. */
function orphans(view: View): void {
  const { state, found } = view;
  const isLive = (visit: string): boolean => state.frames.get(state.visits.get(visit)?.frame ?? '')?.visit === visit;
  for (const order of view.orders) {
    if (order.status === 'ended') continue;
    const { id, visit } = order;
    const known = visit === null ? state.landing.baseOrder === id || state.landing.probes.includes(id)
      : isLive(visit) && state.visits.get(visit)?.open.includes(id) === true;
    if (!known) found.add('T4', `${id} is open, and nobody waits for it`);
    if (order.inGrow && state.run.growing === null) found.add('T4', `${id} is of a task, and nothing grows`);
  }
  for (const { id, status, visit } of view.questions) {
    if ((status === 'open' || status === 'agent') && !isLive(visit)) found.add('T4', `${id} is ${status}, and nobody waits for it`);
  }
  for (const visit of view.visits) {
    if (!isLive(visit.id)) found.add('T4', `${visit.id} is open, and no live frame is there`);
    if (stepAt(view, visit) === null) found.add('T4', `${visit.id} is at a step that is not there`);
  }
  for (const unit of view.units) if (isAtWork(unit) && unit.main !== null) workingRule(view, unit);
}

function workingRule({ state, found }: View, unit: Unit): void {
  const live = [unit.test, unit.main].some((task) => state.frames.get(state.tasks.get(task ?? '')?.frame ?? '')?.status === 'live');
  if (!live) found.add('T4', `${unit.id} is ${unit.status}, and no frame of it is live`);
}

/**
 * What waits for money is woken by money that comes free, or by the timer of bills. What is spent leaves no
 * room under the ceiling: then by the next one, which the ledger of all runs sends.
 */
function parked({ state, orders, found }: View): void {
  const timed = rankedHas(state.chains.timers, 'bills');
  const live = timed || [...state.bills.entries()].some(([, bill]) => bill.status === 'live');
  // Whoever was woken before takes the money, or gives up its place.
  const woken = orders.some(({ status, allowance }) => status === 'ready' && allowance.usdMicros + allowance.tokens > 0);
  for (const order of orders) {
    const isOverCeiling = !fits(plus(state.money.spent, order.allowance), state.run.ceiling);
    if (order.status === 'parked' && !live && !woken && !isOverCeiling) found.add('T4', `${order.id} waits for money that nobody holds`);
  }
}
