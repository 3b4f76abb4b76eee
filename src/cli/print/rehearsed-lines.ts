/** One way through a workflow, for people who have never seen one: its course, how it ended, and what it could cost. */

import type { Bound, RehearsedPlan } from '../../compose/rehearse-plan.ts';
import { counted, dollars } from './amounts.ts';
import { type Line, styled } from './line.ts';

/** `seed`: what decided; `null`: everything goes well. */
export function rehearsedLines(rehearsed: RehearsedPlan, seed: number | null): readonly Line[] {
  const { workflow, lines, ending, end, wires } = rehearsed;
  const way = seed === null ? 'where everything goes well' : `as chance ${seed} has it`;
  return [
    [styled('strong', `${workflow}, ${way}`), styled('dim', '  (step, how it ended -> what came next, by which agents)')],
    ...lines.map((line) => `  ${line}`),
    '',
    ['It ends: ', styled(ending.kind === 'complete' ? 'good' : 'person', end)],
    `Agent orders here: ${ordersText(rehearsed.orders)}`,
    ...boundLines(rehearsed),
    `Wires taken: ${wires.taken} of ${wires.all}`,
  ];
}

function ordersText(orders: RehearsedPlan['orders']): string {
  const entries = Object.entries(orders);
  const sum = entries.reduce((all, [, count]) => all + count, 0);
  return entries.length === 0 ? 'none' : `${sum} (${entries.map(([agent, count]) => `${agent} ${count}`).join(', ')})`;
}

/** What no path can pass: the run's own steps, and each task besides. Kinds that cost the same are one. */
function boundLines({ bounds, withoutAllowance, answers }: RehearsedPlan): readonly Line[] {
  if (bounds.every(({ orders }) => orders === 0)) return [];
  const texts = new Map<string, string[]>();
  for (const bound of bounds.filter(({ kind, orders }) => kind === null || orders > 0)) {
    const text = boundText(bound, withoutAllowance);
    texts.set(text, [...texts.get(text) ?? [], bound.kind ?? 'the run itself']);
  }
  const unknown = withoutAllowance.filter((agent) => bounds.some(({ agents }) => agents.includes(agent)));
  return [
    `The most that the wires and the caps allow, where each question is answered ${answers} times:`,
    ...[...texts].map(([text, who]) => `  ${whose(who)}: ${text}`),
    ...(unknown.length === 0 ? [] : [`  Unknown is what these cost, for they have no allowance: ${unknown.join(', ')}`]),
  ];
}

function whose(who: readonly string[]): string {
  const kinds = who.filter((word) => word !== 'the run itself');
  const tasks = kinds.length === 0 ? [] : [`each task of kind ${kinds.join(', ')}`];
  return [...(kinds.length < who.length ? ['the run itself'] : []), ...tasks].join(', and ');
}

function boundText({ orders, usdMicros, agents }: Bound, unknown: readonly string[]): string {
  const some = agents.some((agent) => unknown.includes(agent));
  if (some && usdMicros === 0) return `${counted(orders, 'order')}, money unknown`;
  return `${counted(orders, 'order')}, ${dollars(usdMicros)}${some ? ' and more' : ''}`;
}
