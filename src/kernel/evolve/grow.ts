/** How the graph changes: tasks, units, their claims, and what they wait for (T1, T2, T5, L5). */

import { must } from '../assert.ts';
import { chainAdd, chainRemove } from '../chain.ts';
import { isBusy, releaseClaims, takeClaims } from '../claims-index.ts';
import type { EventOf, GrowEvent } from '../event.ts';
import type { Grow, Unit, Visit } from '../rows.ts';
import type { State } from '../state.ts';
import type { TaskSpec } from '../ir.ts';
import { chainOf } from '../state.ts';
import { reduce } from '../path.ts';
import { unitsOf } from '../units.ts';
import type { Handlers } from './handlers.ts';
import {
  bedOf, count, countEnds, countGrow, isOfGrow, isOfPlan, letGo, passOn, patchFrame, patchRun, patchTask, patchUnit, patchVisit,
  wakeAt,
} from './rows.ts';

export const growHandlers: Handlers<GrowEvent> = {
  PlanReturned(state, event) {
    const { plan, tasks, grow } = event;
    state.plans.set(plan, { tasks, admittedAt: state.tasks.size, grow });
    returned(state, event.visit, event.plan);
  },
  DataReturned: (state, event) => returned(state, event.visit, event.digest),
  GrowOpened(state, event) {
    patchVisit(state, event.visit, { grow: { ...emptyGrow, plan: event.plan, person: event.person } });
    patchRun(state, { growing: event.visit });
  },
  Grown: grown,
  UnitSlept: sleep,
  UnitStarted(state, event) {
    chainRemove(state.chains, chainOf.fresh, event.unit);
    claim(state, event.unit, { base: event.base, status: 'started' });
    countGrow(state, (grow) => ({ startable: grow.startable - 1, started: grow.started + 1 }));
  },
  PatchHeld(state, event) {
    const { unit, visit, patch, changes, expects } = event;
    patchUnit(state, unit, { held: { visit, patch, changes, expects } });
    patchVisit(state, visit, { state: 'holding' });
  },
  HeldReleased: (state, event) => void patchUnit(state, event.unit, { held: null }),
  UnitWaits: startWaiting,
  ChildEnded(state, event) {
    const visit = must(state.visits.get(event.visit), event.visit);
    const lost = event.landed ? [] : [{ agent: event.child, word: 'lost', text: '' }];
    patchVisit(state, visit.id, { waitsFor: visit.waitsFor - 1, replies: [...visit.replies, ...lost] });
    patchUnit(state, event.child, { waitedBy: null });
    if (visit.waitsFor > 1) return;
    const unit = unitOfVisit(state, visit);
    patchUnit(state, unit.id, { status: 'resuming' });
    chainAdd(state.chains, chainOf.resuming, unit.id);
  },
  UnitResumed(state, event) {
    const unit = must(state.units.get(event.unit), event.unit);
    chainRemove(state.chains, chainOf.resuming, unit.id);
    if (unit.waiting !== null) patchVisit(state, unit.waiting, { state: 'open' });
    claim(state, unit.id, { status: 'started', base: event.base, waiting: null });
  },
  UnitDropped: (state, event) => endUnit(state, event.unit, 'dropped'),
  UnitHalted: (state, event) => endUnit(state, event.unit, 'halted'),
  RetryAsked: (state, event) => void patchUnit(state, event.unit, { askedBy: event.person }),
  UnitReopened: reopen,
  FollowUpsAdmitted(state, event) {
    const parent = must(state.tasks.get(event.parent), event.parent);
    const waitedBy = event.waits ? event.visit : null;
    const units = addTasks(state, event.tasks, { parent: parent.id, depth: parent.depth + 1, waitedBy });
    patchTask(state, parent.id, { followUps: parent.followUps + event.tasks.length });
    count(state, 'followUps', event.tasks.length);
    if (isOfGrow(state, parent.unit)) countGrow(state, (grow) => ({ total: grow.total + units }));
  },
  TaskEdited(state, event) {
    const task = must(state.tasks.get(event.task), event.task);
    patchTask(state, task.id, { spec: { ...task.spec, spec: event.spec }, revision: task.revision + 1 });
  },
};

const emptyGrow: Grow = {
  plan: '', person: null, phase: 'base', startable: 0, started: 0, frames: 0, total: 0, landed: 0, halted: 0, dropped: 0,
};

export function emptyUnit(id: string): Unit {
  return {
    id, test: null, main: null, needs: [], missing: 0, dependents: [], status: 'started', base: null,
    claims: [], holdsClaims: false, asleepOn: null, wokenAt: null, held: null, landVisits: [], commit: null,
    line: null, reverts: null, changes: [], waiting: null, waitedBy: null,
  };
}

function returned(state: State, visit: string, digest: string): void {
  const { frame, step } = must(state.visits.get(visit), visit);
  const row = must(state.frames.get(frame), frame);
  const others = row.returned.filter((item) => item.step !== step);
  patchFrame(state, frame, { returned: [...others, { step, digest }] });
}

/** Seeds the graph; a plan that was grown before goes on where it stands. */
function grown(state: State, event: EventOf<'Grown'>): void {
  const visit = must(state.visits.get(event.visit), event.visit);
  const grow = must(visit.grow, 'grow');
  const { tasks } = must(state.plans.get(grow.plan), grow.plan);
  patchVisit(state, visit.id, { grow: { ...grow, phase: 'growing' } });
  const known = tasks.filter((task) => state.tasks.has(task.id));
  const fresh = known.length === 0 ? tasks : tasks.filter((task) => !state.tasks.has(task.id));
  const added = addTasks(state, fresh, { parent: null, depth: 0, waitedBy: null });
  countGrow(state, (now) => ({ total: now.total + added }));
  if (known.length > 0) recount(state, grow.plan);
}

function recount(state: State, plan: string): void {
  const tally = { total: 0, startable: 0, landed: 0, dropped: 0, halted: 0 };
  for (const id of unitsOfPlan(state, plan)) {
    const unit = must(state.units.get(id), id);
    tally.total += 1;
    if (unit.status === 'startable') tally.startable += 1;
    if (unit.status === 'landed') tally.landed += 1;
    if (unit.status === 'dropped') tally.dropped += 1;
    if (unit.status === 'halted') tally.halted += 1;
  }
  countGrow(state, () => tally);
}

/** The units of a plan, follow-ups among them, in the order of their names. */
export function unitsOfPlan(state: State, plan: string): readonly string[] {
  const own = must(state.plans.get(plan), plan);
  return state.units.keys().filter((id) => isOfPlan(state, own, id));
}

interface Origin {
  readonly parent: string | null;
  readonly depth: number;
  readonly waitedBy: string | null;
}

/** Adds tasks and their units; those that need nothing may start. Returns how many units. */
function addTasks(state: State, tasks: readonly TaskSpec[], origin: Origin): number {
  const units = unitsOf(tasks);
  const specs = new Map(tasks.map((task) => [task.id, task]));
  const dependents = new Map<string, string[]>();
  for (const unit of units) {
    for (const need of unit.needs) {
      const known = dependents.get(need);
      if (known === undefined) dependents.set(need, [unit.id]);
      else known.push(unit.id);
    }
  }
  let startable = 0;
  for (const unit of units) {
    const own = unit.tasks.map((id) => must(specs.get(id), id));
    for (const spec of own) addTask(state, { spec, unit: unit.id }, origin);
    const paired = own.length === 2;
    state.units.set(unit.id, {
      ...emptyUnit(unit.id),
      test: paired ? unit.tasks[0] ?? null : null,
      main: unit.tasks.at(-1) ?? null,
      needs: unit.needs, missing: unit.needs.length, dependents: dependents.get(unit.id) ?? [],
      status: unit.needs.length === 0 ? 'startable' : 'blocked',
      claims: reduce(own.flatMap((spec) => spec.writes)),
      waitedBy: origin.waitedBy,
    });
    if (unit.needs.length > 0) continue;
    startable += 1;
    chainAdd(state.chains, chainOf.fresh, unit.id);
  }
  count(state, 'units', units.length);
  countGrow(state, (grow) => ({ startable: grow.startable + startable }));
  return units.length;
}

function addTask(state: State, { spec, unit }: { spec: TaskSpec; unit: string }, origin: Origin): void {
  const { parent, depth } = origin;
  state.tasks.set(spec.id, { id: spec.id, spec, unit, frame: null, parent, depth, followUps: 0, revision: 0, starts: 0 });
}

function claim(state: State, id: string, change: Partial<Unit>): void {
  const unit = patchUnit(state, id, { ...change, holdsClaims: true });
  takeClaims(state.claims, id, unit.claims);
  passOn(state, unit);
}

/** A unit waits at one place for claims that overlap its own, and nowhere else (L5). */
function sleep(state: State, event: EventOf<'UnitSlept'>): void {
  const unit = must(state.units.get(event.unit), event.unit);
  const resuming = unit.status === 'resuming';
  chainRemove(state.chains, resuming ? chainOf.resuming : chainOf.fresh, unit.id);
  chainAdd(state.chains, bedOf(unit, event.on), unit.id);
  patchUnit(state, unit.id, { asleepOn: event.on, wokenAt: null, status: resuming ? 'resuming' : 'asleep' });
  if (unit.wokenAt === null || unit.wokenAt === event.on) return;
  if (!isBusy(state.claims, unit.wokenAt)) wakeAt(state, unit.wokenAt);
}

function startWaiting(state: State, event: EventOf<'UnitWaits'>): void {
  const unit = must(state.units.get(event.unit), event.unit);
  const { word } = event;
  patchVisit(state, event.visit, {
    state: 'waiting', waitsFor: event.children.length, replies: [], ...(word === undefined ? {} : { word }),
  });
  patchUnit(state, unit.id, { status: 'waiting', waiting: event.visit, holdsClaims: false });
  for (const place of releaseClaims(state.claims, unit.claims)) wakeAt(state, place);
}

function unitOfVisit(state: State, visit: Visit): Unit {
  const frame = must(state.frames.get(visit.frame), visit.frame);
  const task = must(state.tasks.get(must(frame.task, 'task')), 'task');
  return must(state.units.get(task.unit), task.unit);
}

function endUnit(state: State, id: string, status: 'dropped' | 'halted'): void {
  const before = must(state.units.get(id), id);
  const { startable, started } = placeOf(before);
  letGo(state, id, { status, held: null, landVisits: [], waiting: null, ...unasked(before) });
  // A prefix that it was in is not known to be red without it (B3).
  if (before.status === 'queued') state.landing = { ...state.landing, redUnit: null };
  if (before.reverts !== null) decideRevert(state, id, status);
  if (before.main === null) return;
  countGrow(state, (grow) => ({ startable: grow.startable - startable, started: grow.started - started }));
  countEnds(state, id, { from: before.status, to: status });
}

/** A revert that halted waits for a person; journals of earlier kernels know none (R5). */
function decideRevert(state: State, id: string, status: 'dropped' | 'halted'): void {
  const { redReverts } = state.landing;
  if (status === 'halted') state.landing = { ...state.landing, redReverts: [...redReverts ?? [], id] };
  else if (redReverts !== undefined) state.landing = { ...state.landing, redReverts: redReverts.filter((other) => other !== id) };
}

function placeOf(unit: Unit): { startable: number; started: number } {
  switch (unit.status) {
    case 'startable': case 'asleep':
      return { startable: 1, started: 0 };
    case 'started': case 'waiting': case 'resuming': case 'queued':
      return { startable: 0, started: 1 };
    case 'blocked': case 'landed': case 'dropped': case 'halted':
      return { startable: 0, started: 0 };
  }
}

const unasked = ({ askedBy }: Unit): Partial<Unit> => (askedBy === undefined ? {} : { askedBy: null });

/** T6: what ended begins anew only by a recorded human command. */
function reopen(state: State, event: EventOf<'UnitReopened'>): void {
  const unit = must(state.units.get(event.unit), event.unit);
  const ready = unit.missing === 0;
  patchUnit(state, unit.id, { status: ready ? 'startable' : 'blocked', base: null, ...unasked(unit) });
  if (ready) chainAdd(state.chains, chainOf.fresh, unit.id);
  countGrow(state, (grow) => ({ startable: grow.startable + (ready ? 1 : 0) }));
  countEnds(state, unit.id, { from: unit.status, to: null });
}
