/** Finds the orders whose host no longer lives, ends and removes what is left of each, and says so. */

import { basename } from 'node:path';
import { cleanOrder } from './clean-order.ts';
import { readRecords } from './order-place.ts';
import { lives } from '../machine/processes.ts';
import type { UidPool } from '../machine/uid-pool.ts';

export async function sweepOrders(state: string, pool: UidPool | null): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { place, record } of readRecords(state)) {
    if (record !== null && lives(record.host)) continue;
    const { processes, groups, mounts, left } = await cleanOrder(place, record, { pool });
    const ended = `${processes} processes, ${groups} control groups, ${mounts} mounts`;
    const rest = left.length === 0 ? '' : `; could not remove its ${left.join(' and ')}`;
    lines.push(`order ${basename(place)} of a host that no longer lives: ended and removed ${ended}${rest}`);
  }
  if (!lines.some((line) => line.includes('could not'))) pool?.sweep();
  return lines;
}
