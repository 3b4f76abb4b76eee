/** How a run stands, in a few lines. */

import type { RunView } from '../run-view.ts';
import { counted, dollars, elapsed, moment, short, tokens } from './amounts.ts';
import { chip } from './chips.ts';
import { type Line, styled } from './line.ts';
import { unitName } from './told.ts';

export function summaryLines(view: RunView): readonly Line[] {
  const { run, units, spent, startedAt, lastAt, position, hash, tip, tasks, stack, halt } = view;
  const visits = [...view.frames, ...tasks].flatMap((one) => one.visits);
  const again = visits.filter(({ attempt, cause }) => attempt > 1 && cause === 'attempt').length;
  return [
    [styled('strong', run), ' is ', chip(view.doing), ` after ${elapsed(lastAt - startedAt)} (${moment(startedAt)})`],
    ...(halt === null ? [] : [[styled('bad', halt.reason)]]),
    `landed   ${landed(units)}${stack.length === 0 ? '' : `: ${stack.map(({ unit }) => unitName(unit)).toReversed().join(', ')}`}`,
    `tip      ${short(tip)}`,
    `work     ${counted(tasks.length, 'task')}, ${counted(visits.length, 'visit')} of steps, ${counted(again, 'further attempt')}`,
    `cost     ${dollars(spent.usdMicros)}, ${tokens(spent.tokens)}${view.isRehearsal ? ' (made up)' : ''}`,
    `journal  ${counted(position, 'event')}, state ${short(hash)}`,
  ];
}

function landed(units: RunView['units']): string {
  return units.total === 0 ? 'nothing' : `${units.landed} of ${counted(units.total, 'unit')}`;
}
