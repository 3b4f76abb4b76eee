/** Plans, units and landing in words. */

import type { GrowEvent, LandingEvent } from '../../kernel/event.ts';
import { counted, short } from './amounts.ts';
import { gatesIn } from './tell-work.ts';
import { because, nameOf, type Tellers, unitName } from './told.ts';

export const growTellers: Tellers<GrowEvent> = {
  PlanReturned: ({ visit, plan, tasks }) =>
    `${nameOf(visit)} returned a plan of ${counted(tasks.length, 'task')}: ${tasks.map(({ id }) => id).join(', ')} (${short(plan)})`,
  DataReturned: ({ visit, digest }) => `${nameOf(visit)} returned data: ${short(digest)}`,
  GrowOpened: ({ visit, plan }) => `${nameOf(visit)} is to grow the plan ${short(plan)}`,
  Grown: ({ visit }) => `${nameOf(visit)} began: the base is good`,
  UnitSlept: ({ unit, on }) => `${unit} sleeps: ${on} is claimed`,
  UnitStarted: ({ unit, base }) => `${unit} started on ${short(base)}`,
  PatchHeld: ({ unit, expects }) =>
    `the tests of ${unit} are held for its code${expects.length === 0 ? '' : `; it has to make green: ${expects.join(', ')}`}`,
  HeldReleased: ({ unit, why }) => because(`the tests of ${unit} are held no longer`, why),
  UnitWaits: ({ unit, children }) => `${unit} waits for its follow-ups: ${children.join(', ')}`,
  ChildEnded: ({ visit, child, landed }) => `${child}, for which ${nameOf(visit)} waits, ${landed ? 'landed' : 'did not land'}`,
  UnitResumed: ({ unit, base }) => `${unit} goes on, on ${short(base)}`,
  UnitDropped: ({ unit, why }) => because(`${unit} was dropped`, why),
  UnitHalted: ({ unit, why }) => because(`${unit} halted`, why),
  RetryAsked: ({ unit, person }) => `${unit} will begin anew when its plan grows again, as ${person} asked`,
  UnitReopened: ({ unit, person }) => `${unit} begins anew${person === '' ? '' : `, as ${person} asked`}`,
  FollowUpsAdmitted: ({ parent, tasks, waits }) =>
    `${parent} filed ${counted(tasks.length, 'follow-up')}${waits ? ' and waits for them' : ''}: ${tasks.map(({ id }) => id).join(', ')}`,
  TaskEdited: ({ task, person, spec }) => because(`${person} edited ${task}`, spec),
};

export const landingTellers: Tellers<LandingEvent> = {
  BaseGateOrdered: ({ tip }) => `the landing gate is to judge the base ${short(tip)}`,
  BaseJudged: ({ tip, outcome, evidence }) => `the base ${short(tip)} is ${outcome}: ${gatesIn(evidence)}`,
  UnitQueued: ({ unit, reverts }) => (reverts === null ? `${unitName(unit)} is queued to land` : `${unit}, which reverts ${reverts}, is queued to land`),
  ProbeOrdered: ({ order, from, units, rerun }) =>
    `${order} is to prove ${units.map(unitName).join(', ')} on ${short(from)}${rerun ? ', once more' : ''}`,
  ProbeJudged: ({ order, outcome, evidence, failure, flake }) =>
    because(`${order} is ${outcome}: ${gatesIn(evidence)}${flake ? '; it was a flake' : ''}`, failure?.text),
  ProbeVoided: ({ order, why }) => because(`${order} is void`, why),
  Landed: ({ to, units, commits }) => `landed ${units.map((unit, index) => `${unitName(unit)} as ${short(commits[index] ?? to)}`).join(', ')}; the tip is ${short(to)}`,
  LandedEmpty: ({ unit, tip }) => `${unit} landed without a change; the tip is still ${short(tip)}`,
  Ejected: ({ unit, why, failure }) => because(`${unitName(unit)} was ejected from the landing queue: ${why}`, failure?.text),
  TipForeign: ({ found, tip }) => `the stack's ref holds ${short(found)}, and the tip is ${short(tip)}`,
};
