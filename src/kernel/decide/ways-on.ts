/**
 * Ways on from a halt: commands in the order in which they work, each of which leads on (T4, T6).
 *
 * A way reads `COMMAND, then COMMAND: why`. What no command leads on from is said as well: the only
 * way is then to abort. Tests drive each way that a halt names.
 */

import { unitsOfPlan } from '../evolve/grow.ts';
import type { GrowStep } from '../ir.ts';
import { stepOf } from '../plan.ts';
import type { Frame, Unit } from '../rows.ts';
import type { Draft } from './draft.ts';
import { isRoot, ownsTask, taskRow, unitRow } from './look.ts';
import { mayRegrow } from './regrow.ts';

interface Halting {
  readonly step: string;
  readonly outcome: string;
}

/** Tasks that a halt names one by one; of more it says that there are more. */
const mostNamed = 10;

/** What to do once the run itself has halted, if that is what this led to. */
const thenRun = 'then retry (if the run has halted)';

const goOn = 'retry: it goes on from where it halted, with one more attempt each';

/** Ways on for whoever has to go on: the task, or the run. */
export function waysOn(draft: Draft, frame: Frame, halting: Halting): readonly string[] {
  if (frame.task !== null) return taskWays(draft, frame.task);
  const step = stepOf(draft.plan, frame.workflow, halting.step);
  if (halting.outcome === 'refused' && (step.kind === 'land' || step.kind === 'grow')) {
    return ['abort: no word of a person gives it what it lacks; the workflow has to'];
  }
  // A retry has a red base judged anew, and the grow begins with that (B5).
  const lost = step.kind === 'grow' && draft.state.landing.tipOutcome !== 'red' ? lostOf(draft, frame, step) : [];
  return [...(lost.length > 0 ? stalledWays(lost) : [goOn]), 'abort'];
}

/** A called frame's halt is an outcome of its caller, who may have a wire for it. */
export function waysOfFrame(draft: Draft, frame: Frame, ways: readonly string[]): readonly string[] {
  const isOwn = frame.task === null ? isRoot(frame) : ownsTask(draft.state, frame);
  return isOwn ? ways : ['none is needed yet: what called it goes on'];
}

function taskWays(draft: Draft, task: string): readonly string[] {
  const { id, status } = unitRow(draft.state, taskRow(draft.state, task).unit);
  if (status === 'landed') return ['none is needed: it has landed'];
  const again = mayRegrow(draft, id) ? [`edit ${task}, then retry ${task}, ${thenRun}`] : [];
  return [...again, `drop ${task}, ${thenRun}`];
}

/** Units of the grow that halted, if some of them are lost. */
export function lostOf({ state }: Draft, frame: Frame, step: GrowStep): readonly Unit[] {
  const plan = frame.returned.find((item) => item.step === step.tasks)?.digest;
  if (plan === undefined || !state.plans.has(plan)) return [];
  const units = unitsOfPlan(state, plan).map((id) => unitRow(state, id));
  return units.some(({ status }) => status === 'halted' || status === 'dropped') ? units : [];
}

/**
 * T4: a retry of the run begins anew what halted; what was dropped has to be asked for by name. What
 * needs a lost unit cannot start before it has landed, so it is not the one to begin with.
 */
function stalledWays(units: readonly Unit[]): readonly string[] {
  const [halted, dropped] = [startable(units, 'halted'), startable(units, 'dropped')];
  const left = named(units.filter(({ status }) => status === 'halted' || status === 'blocked'));
  const enough = units.some(({ status }) => status === 'landed') && left.length > 0 && left.length <= mostNamed;
  return [
    ...(halted.length > 0 ? ['retry: what halted begins anew'] : []),
    ...halted.slice(0, mostNamed).map((task) => `edit ${task}, then retry`),
    ...dropped.slice(0, mostNamed).map((task) => `retry ${task}, then retry`),
    ...(enough ? [`${left.map((task) => `drop ${task}, then `).join('')}retry: what has landed is enough`] : []),
  ];
}

function startable(units: readonly Unit[], wanted: 'halted' | 'dropped'): readonly string[] {
  return named(units.filter(({ status, missing }) => status === wanted && missing === 0));
}

const named = (units: readonly Unit[]): readonly string[] => units.flatMap(({ main }) => main ?? []);

/** T3, R4, B1: the ways of a halt that no step has caused: what to see to, and then a retry. */
export function afterwards(...first: readonly string[]): readonly string[] {
  return [...first.map((act) => `${act}, then retry`), 'abort'];
}

