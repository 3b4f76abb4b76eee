/** What all paths of a workflow tell, for people. */

import type { Cost, StudiedPart, StudiedPlan } from '../../compose/study-plan.ts';
import { type Line, styled } from './line.ts';
import { table } from './table.ts';

export function studyLines(study: StudiedPlan): readonly Line[] {
  const { coverage, open, impossible, deadLoops, isSure, workflow, endings } = study;
  const never = isSure && open.length === 0 ? 'never taken' : 'not seen taken';
  return [
    [styled('strong', `Paths of ${workflow}`), `  ends: ${endings.join(', ')}`],
    ...placeLines(study),
    '',
    ...coverage.flatMap((one): readonly Line[] => [
      `${one.workflow}: ${one.taken} of ${one.wires} wires taken${one.untaken.length === 0 ? '' : `; ${never}:`}`,
      ...one.untaken.map(({ step, on, to }) => `  ${step}  ${on} -> ${to}`),
    ]),
    ...(open.length === 0 ? [] : ['Not known is whether a path takes these wires:']),
    ...open.map(({ workflow: at, step, on, to }) => `  ${at}.${step}  ${on} -> ${to}`),
    ...(impossible.length === 0 ? [] : [`Outcomes without a wire that ${isSure ? 'never came' : 'did not come'}, and would halt or begin again:`]),
    ...impossible.map((one) => `  ${one.workflow}.${one.step}  ${one.outcome}`),
    ...(deadLoops.length === 0 ? ['Every loop has a way out other than its caps.'] : []),
    ...deadLoops.map(({ workflow: at, steps }): Line => [styled('bad', 'Only a cap ends this loop: '), `${at}: ${steps.join(', ')}`]),
    '',
    ...costLines(study),
  ];
}

function placeLines({ parts }: StudiedPlan): readonly Line[] {
  return parts.map(({ kind, places, isWhole, exact }): Line => {
    const text = `  ${partName(kind)}: ${places} places`;
    if (!isWhole) return [text, styled('bad', ', and there are more: BOUNDED, so not every path is known')];
    return exact === null ? [text, ', every path; ', styled('bad', 'the costliest is BOUNDED, not found')] : `${text}, every path`;
  });
}

const partName = (kind: StudiedPart['kind']): string => (kind === null ? 'the run' : `a ${kind} task`);

function costLines({ parts, answers, tasks, withoutAllowance }: StudiedPlan): readonly Line[] {
  const rows = parts.map(({ kind, exact, bound, least }) => [
    partName(kind), exact === null ? `${least.orders} to ${bound.orders}` : String(exact.orders),
    exact === null ? `${dollars({ ...bound, ...least }, withoutAllowance)} to ${dollars(bound, withoutAllowance)}` : dollars(exact, withoutAllowance),
  ]);
  const perTask = Math.max(0, ...parts.filter(({ kind }) => kind !== null).map(({ bound }) => bound.orders));
  const root = parts.find(({ kind }) => kind === null)?.bound.orders ?? 0;
  return [
    `Agent orders and money at most, where each question is answered ${answers} times, no failure is met twice, and the infrastructure holds:`,
    ...table(['', 'ORDERS', 'MONEY'], rows),
    ...(parts.some(({ exact }) => exact === null) ? ['Where there are two figures, a path costs the first, and none more than the second.'] : []),
    ...(perTask === 0 ? [] : [`With ${tasks} tasks, as many as \`limits\` allows, a run takes at most ${root + tasks * perTask} orders.`]),
    ...(withoutAllowance.length === 0 ? [] : [`Not known is what ${withoutAllowance.join(', ')} cost: no allowance is declared.`]),
    ...parts.flatMap(({ kind, exact, bound }) => [`${partName(kind)}, by agent: ${agentsText((exact ?? bound).byAgent)}${exact === null ? ' (no path takes more)' : ''}`]),
  ];
}

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
