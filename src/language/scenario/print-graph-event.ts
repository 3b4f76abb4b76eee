/** Events of the graph of tasks and of landing, as lines. */

import type { GrowEvent, LandingEvent } from '../../kernel/event.ts';
import type { Printers } from './print-event.ts';
import { quoted, short, showChanges, showEvidence, showList, showTask, when } from './print-values.ts';

const growPrinters: Printers<GrowEvent> = {
  PlanReturned: ({ visit, plan, tasks }) => `${visit} ${short(plan)}: ${showList(tasks.map(showTask))}`,
  DataReturned: ({ visit, digest }) => `${visit} ${digest}`,
  GrowOpened: ({ visit, plan }) => `${visit} ${short(plan)}`,
  Grown: ({ visit }) => visit,
  UnitSlept: ({ unit, on }) => `${unit} on ${on}`,
  UnitStarted: ({ unit, base }) => `${unit} on ${base}`,
  PatchHeld: ({ unit, patch, changes, expects }) =>
    `${unit} ${patch}: ${showChanges(changes)}${when(expects.length > 0, `, expects ${expects.join(',')}`)}`,
  HeldReleased: ({ unit, why }) => `${unit} ${quoted(why)}`,
  UnitWaits: ({ unit, visit, children }) => `${unit} at ${visit} for ${showList(children)}`,
  ChildEnded: ({ visit, child, landed }) => `${child} ${landed ? 'landed' : 'did not land'}, of ${visit}`,
  UnitResumed: ({ unit, base }) => `${unit} on ${base}`,
  UnitDropped: ({ unit, why }) => `${unit} ${quoted(why)}`,
  UnitHalted: ({ unit, why }) => `${unit} ${quoted(why)}`,
  RetryAsked: ({ unit, person }) => `${unit} by ${person}`,
  UnitReopened: ({ unit, person }) => `${unit}${when(person !== '', ` by ${person}`)}`,
  FollowUpsAdmitted: ({ parent, tasks, waits }) =>
    `${parent}: ${showList(tasks.map(showTask))}${when(waits, ', and waits for them')}`,
  TaskEdited: ({ task, spec, person }) => `${task} by ${person} ${quoted(spec)}`,
};

const landingPrinters: Printers<LandingEvent> = {
  BaseGateOrdered: ({ order, tip }) => `${order} on ${tip}`,
  BaseJudged: ({ tip, outcome, evidence }) =>
    `${tip} ${outcome}${when(evidence.length > 0, `: ${showEvidence(evidence)}`)}`,
  UnitQueued: ({ unit, changes, reverts }) =>
    `${unit}: ${showChanges(changes)}${when(reverts !== null, `, reverts ${reverts}`)}`,
  ProbeOrdered: ({ order, from, units, rerun }) => `${order} ${units.join('+')} on ${from}${when(rerun, ', rerun')}`,
  ProbeJudged: ({ order, outcome, evidence, flake }) =>
    `${order} ${outcome}: ${showEvidence(evidence)}${when(flake, ', a flake')}`,
  ProbeVoided: ({ order, why }) => `${order} ${quoted(why)}`,
  Landed: ({ from, to, units, commits }) =>
    `${from} -> ${to}: ${units.map((unit, index) => `${unit} as ${commits[index] ?? '?'}`).join(', ')}`,
  LandedEmpty: ({ unit, tip }) => `${unit} on ${tip}`,
  Ejected: ({ unit, why, failure }) => `${unit} ${why}${when(failure !== null, ` ${quoted(failure?.text ?? '')}`)}`,
  TipForeign: ({ found, tip }) => `${found} instead of ${tip}`,
};

export const graphPrinters: Printers<GrowEvent | LandingEvent> = { ...growPrinters, ...landingPrinters };
