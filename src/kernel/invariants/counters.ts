/** Counters equal a recount of the rows that they count. */

import type { Grow } from '../rows.ts';
import { isAtWork, isOver, taskOfOrder, type View } from './view.ts';

export function counterRules(view: View): void {
  const { state, questions } = view;
  const { counts } = state;
  same(view, 'liveLeases', [counts.liveLeases, view.leases.length]);
  same(view, 'openQuestions', [counts.openQuestions, questions.filter(({ status }) => status === 'open').length]);
  same(view, 'openPublishes', [counts.openPublishes, questions.filter(({ status, kind }) => status === 'open' && kind === 'publish').length]);
  same(view, 'redReverts', [(state.landing.redReverts ?? []).length, view.units.filter(({ reverts, status }) => reverts !== null && status === 'halted').length]);
  same(view, 'orders', [counts.orders, view.orders.length]);
  same(view, 'questions', [counts.questions, questions.length]);
  same(view, 'units', [counts.units, view.units.length]);
  same(view, 'followUps', [counts.followUps, view.tasks.filter(({ parent }) => parent !== null).length]);
  for (const { id, task } of view.frames) {
    // What has landed and ended is let go, each of its beginnings as well.
    if (task !== null && state.tasks.get(task)?.frame === null) view.found.add('index', `${id} stays, and its task has landed and is over`);
  }
  if (view.grow !== null) growCounters(view, view.grow);
  else if (!isOver(state)) atRest(view);
}

function same({ found }: View, name: string, [counted, real]: readonly [number, number]): void {
  if (counted !== real) found.add('index', `${name} counts ${counted}, and there are ${real}`);
}

function growCounters(view: View, grow: Grow): void {
  const { state, frames, leases, units } = view;
  const own = units.filter((unit) => unit.main !== null);
  same(view, 'growLeases', [state.counts.growLeases, leases.filter(({ order }) => {
    const row = state.orders.get(order);
    return row !== undefined && taskOfOrder(state, row) !== null;
  }).length]);
  same(view, 'grow.frames', [
    grow.frames, frames.filter(({ status, parent }) => status === 'live' && parent === state.run.growing).length,
  ]);
  same(view, 'grow.startable', [
    grow.startable, own.filter(({ status }) => status === 'startable' || status === 'asleep').length,
  ]);
  same(view, 'grow.started', [grow.started, own.filter(isAtWork).length]);
  if (grow.phase !== 'growing') return;
  // What an earlier plan left is at work again only if a person says so, and does not count here.
  const planned = own.filter(({ main }) => isPlanned(view, grow.plan, main));
  same(view, 'grow.total', [grow.total, planned.length]);
  same(view, 'grow.landed', [grow.landed, planned.filter(({ status }) => status === 'landed').length]);
  same(view, 'grow.dropped', [grow.dropped, planned.filter(({ status }) => status === 'dropped').length]);
  same(view, 'grow.halted', [grow.halted, planned.filter(({ status }) => status === 'halted').length]);
}

function isPlanned(view: View, plan: string, task: string | null): boolean {
  if (task === null) return false;
  const named = view.state.plans.get(plan)?.tasks.some(({ id }) => id === task) === true;
  return named || isPlanned(view, plan, view.state.tasks.get(task)?.parent ?? null);
}

/** Without a grow at work no unit of a task is at work. */
function atRest({ found, units }: View): void {
  for (const unit of units) {
    const awake = unit.status === 'startable' || unit.status === 'asleep' || isAtWork(unit);
    if (unit.main !== null && awake) found.add('T4', `${unit.id} is ${unit.status}, and nothing grows`);
  }
}
