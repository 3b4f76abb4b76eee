/** What all paths of a workflow tell, for people. */

import type { Cost, StudiedPart, StudiedPlan } from '../../compose/study-plan.ts';
import { type Line, styled } from './line.ts';
import { table } from './table.ts';

export function studyLines(study: StudiedPlan): readonly Line[] {
  const { coverage, impossible, deadLoops, isSure, workflow, endings } = study;
  const never = isSure ? 'never taken' : 'not taken in what was looked at';
  return [
    [styled('strong', `Paths of ${workflow}`), `  ends: ${endings.join(', ')}`],
    ...placeLines(study),
    '',
    ...coverage.flatMap((one): readonly Line[] => [
      `${one.workflow}: ${one.taken} of ${one.wires} wires taken${one.untaken.length === 0 ? '' : `; ${never}:`}`,
      ...one.untaken.map(({ step, on, to }) => `  ${step}  ${on} -> ${to}`),
    ]),
    ...(impossible.length === 0 ? [] : [`Outcomes without a wire that ${isSure ? 'never came' : 'did not come'}, and would halt or begin again:`]),
    ...impossible.map((one) => `  ${one.workflow}.${one.step}  ${one.outcome}`),
    ...(deadLoops.length === 0 ? ['Every loop has a way out other than its caps.'] : []),
    ...deadLoops.map(({ workflow: at, steps }): Line => [styled('bad', 'Only a cap ends this loop: '), `${at}: ${steps.join(', ')}`]),
    '',
    ...costLines(study),
  ];
}

function placeLines({ parts, isSure }: StudiedPlan): readonly Line[] {
  const lines = parts.map(({ kind, places, isWhole, isWholeOnce }) =>
    `  ${partName(kind)}: ${places} places${isWhole ? ', all there are' : isWholeOnce ? ', all that one answer and one conflict lead to' : ', and there are more: bounded'}`);
  return isSure && parts.every(({ isWholeOnce }) => isWholeOnce) ? lines : [...lines, '  What was cut off was looked at again with caps of 2, as far as that goes.'];
}

const partName = (kind: StudiedPart['kind']): string => (kind === null ? 'the run' : `a ${kind} task`);

function costLines({ parts, answers, tasks, withoutAllowance }: StudiedPlan): readonly Line[] {
  const rows = parts.map(({ kind, exact, bound, isWhole }) => [
    partName(kind), exact === null ? 'not known' : `${exact.orders}${mark(isWhole)}`, String(bound.orders),
    exact === null ? 'not known' : `${dollars(exact, withoutAllowance)}${mark(isWhole)}`, dollars(bound, withoutAllowance),
  ]);
  const perTask = Math.max(0, ...parts.filter(({ kind }) => kind !== null).map(({ bound }) => bound.orders));
  const root = parts.find(({ kind }) => kind === null)?.bound.orders ?? 0;
  return [
    `Agent orders and money at most, where each question is answered ${answers} times and the infrastructure holds:`,
    ...table(['', 'ORDERS', 'BY CAPS ALONE', 'MONEY', 'BY CAPS ALONE'], rows),
    ...(parts.some(({ exact, isWhole }) => exact !== null && !isWhole) ? ['* with one answer to each question, and one conflict and one ejection, on a line.'] : []),
    ...(perTask === 0 ? [] : [`With ${tasks} tasks, as many as \`limits\` allows, the caps alone allow ${root + tasks * perTask} orders.`]),
    ...(withoutAllowance.length === 0 ? [] : [`Not known is what ${withoutAllowance.join(', ')} cost: no allowance is declared.`]),
    ...parts.flatMap(({ kind, exact, bound }) => [`${partName(kind)}, by agent: ${agentsText((exact ?? bound).byAgent)}${exact === null ? ' (by caps alone)' : ''}`]),
  ];
}

/** Not every path as the plan is written was seen. */
const mark = (isWhole: boolean): string => (isWhole ? '' : '*');

function dollars({ usdMicros, byAgent }: Cost, unknown: readonly string[]): string {
  const some = Object.keys(byAgent).some((agent) => unknown.includes(agent));
  const text = `$${(usdMicros / 1_000_000).toFixed(2)}`;
  if (!some) return text;
  return usdMicros === 0 ? 'not known' : `${text} and more`;
}

function agentsText(byAgent: Readonly<Record<string, number>>): string {
  const agents = Object.entries(byAgent).map(([agent, count]) => `${agent} ${count}`);
  return agents.length === 0 ? 'none' : agents.join(', ');
}
