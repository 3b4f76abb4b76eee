/** How the landing queue and the tip change (B1–B3, B5). */

import { must } from '../assert.ts';
import { chainAdd, chainRemove } from '../chain.ts';
import type { EventOf, LandingEvent } from '../event.ts';
import type { RedBase, Unit } from '../rows.ts';
import type { State } from '../state.ts';
import { patchKey } from '../rows.ts';
import { chainOf } from '../state.ts';
import { openOrder } from './frame.ts';
import { emptyUnit } from './grow.ts';
import type { Handlers } from './handlers.ts';
import { landLine } from './line.ts';
import { takeClaims } from '../claims-index.ts';
import { count, countEnds, countGrow, letGo, patchLanding, patchUnit, patchVisit } from './rows.ts';

export const landingHandlers: Handlers<LandingEvent> = {
  BaseGateOrdered(state, event) {
    openOrder(state, null, { order: event.order, kind: 'base', agent: null, allowance: { usdMicros: 0, tokens: 0 } });
    patchLanding(state, { baseOrder: event.order });
  },
  BaseJudged(state, event) {
    patchLanding(state, {
      baseOrder: null, tipOutcome: event.outcome, tests: event.tests?.passed ?? null,
      redBase: event.outcome === 'red' ? redBase(event) : null,
    });
  },
  UnitQueued: queueUnit,
  ProbeOrdered(state, event) {
    const { order, from, units, rerun } = event;
    openOrder(state, null, { order, kind: 'probe', agent: null, allowance: { usdMicros: 0, tokens: 0 } });
    state.probes.set(order, { order, from, units, rerun });
    patchLanding(state, { probes: [...state.landing.probes, order] });
  },
  ProbeJudged(state, event) {
    const probe = must(state.probes.get(event.order), event.order);
    dropProbe(state, event.order);
    const { redUnit } = state.landing;
    // A shorter prefix that is known to be red says more than this one.
    if (event.outcome === 'red' && redUnit !== null && probe.units.includes(redUnit)) return;
    // R6: only what tells something new is a reason to go on trying.
    patchLanding(state, { faults: 0, ...(event.outcome === 'red' ? { redUnit: probe.units.at(-1) ?? null } : {}) });
  },
  ProbeVoided(state, event) {
    dropProbe(state, event.order);
    if (event.faults !== undefined) patchLanding(state, { faults: event.faults });
  },
  Landed: land,
  LandedEmpty: (state, event) => landUnit(state, event.unit, null),
  Ejected(state, event) {
    patchLanding(state, { redUnit: null, faults: 0 });
    const unit = must(state.units.get(event.unit), event.unit);
    // Of two tasks only the code goes back; its tests stay held where they are (T8).
    for (const visit of unit.landVisits) if (state.visits.has(visit)) patchVisit(state, visit, { state: 'holding' });
    if (unit.main === null) return void letGo(state, unit.id, { landVisits: [], status: 'dropped' });
    chainRemove(state.chains, chainOf.queue, unit.id);
    patchUnit(state, unit.id, { landVisits: [], status: 'started' });
  },
  TipForeign: () => undefined,
};

function redBase({ tip, evidence }: EventOf<'BaseJudged'>): RedBase {
  return { tip, gates: evidence.map(({ gate, outcome, tests }) => ({ gate, outcome, failed: tests?.failed ?? null })) };
}

function queueUnit(state: State, event: EventOf<'UnitQueued'>): void {
  const { unit: id, visits, line, changes, reverts } = event;
  if (!state.units.has(id)) {
    const claims = reverts === null ? [] : changes.map((change) => change.path);
    state.units.set(id, { ...emptyUnit(id), line, reverts, claims, holdsClaims: reverts !== null });
    takeClaims(state.claims, id, claims);
    count(state, 'units', 1);
  }
  patchUnit(state, id, { status: 'queued', landVisits: visits, changes });
  for (const visit of visits) patchVisit(state, visit, { state: 'queued' });
  chainAdd(state.chains, chainOf.queue, id);
}

function dropProbe(state: State, order: string): void {
  state.probes.delete(order);
  patchLanding(state, { probes: state.landing.probes.filter((other) => other !== order) });
}

function land(state: State, event: EventOf<'Landed'>): void {
  const { units, commits } = event;
  const red = state.landing.redUnit;
  patchLanding(state, {
    tip: event.to, tipOutcome: 'green', landed: state.landing.landed + units.length,
    tests: event.tests?.passed ?? state.landing.tests,
    redUnit: red !== null && units.includes(red) ? null : red,
  });
  units.forEach((id, index) => {
    const unit = must(state.units.get(id), id);
    for (const change of unit.changes) state.files.set(change.path, { blob: change.to });
    landUnit(state, id, commits[index] ?? null);
    if (unit.line !== null) landLine(state, unit.line, event.to);
  });
}

function landUnit(state: State, id: string, commit: string | null): void {
  const unit = letGo(state, id, { status: 'landed', commit, landVisits: [], held: null });
  if (commit !== null) state.stack.set(commit, id);
  for (const line of linesOf(state, unit)) {
    const patch = state.lines.get(line)?.patch ?? null;
    if (patch !== null) state.patches.set(patchKey(line, patch), { status: 'landed', line });
  }
  if (unit.main !== null) {
    countGrow(state, (grow) => ({ started: grow.started - 1 }));
    countEnds(state, id, { from: 'queued', to: 'landed' });
  }
  for (const dependent of unit.dependents) meetNeed(state, dependent);
}

/** Lines whose patches make up a unit. */
function linesOf(state: State, unit: Unit): string[] {
  if (unit.line !== null) return [unit.line];
  const frames = [unit.test, unit.main].map((task) => (task === null ? undefined : state.tasks.get(task)?.frame));
  return frames.flatMap((frame) => (frame === undefined || frame === null ? [] : [frame]));
}

/** T2: a task may start when all that it needs has landed. */
function meetNeed(state: State, id: string): void {
  const unit = must(state.units.get(id), id);
  const missing = unit.missing - 1;
  const ready = missing === 0 && unit.status === 'blocked';
  patchUnit(state, id, { missing, status: ready ? 'startable' : unit.status });
  if (!ready) return;
  chainAdd(state.chains, chainOf.fresh, id);
  countGrow(state, (grow) => ({ startable: grow.startable + 1 }));
}
