/** Finds the orders whose host no longer lives, ends and removes what is left of each, and says so. */

import { basename } from 'node:path';
import { claimPlace, giveBack } from './claim-place.ts';
import { removeOrder } from './clean-order.ts';
import { readRecord, readRecords, sweepPassing } from './order-place.ts';
import { lives } from '../machine/processes.ts';
import type { UidPool } from '../machine/uid-pool.ts';

export async function sweepOrders(state: string, pool: UidPool | null): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { place, record } of readRecords(state)) {
    if (record === null || !lives(record.host)) lines.push(...(await sweepOrder(place, pool)));
  }
  sweepPassing(state);
  pool?.sweep(() => new Set(readRecords(state).map(({ record }) => record?.uid)));
  return lines;
}

async function sweepOrder(place: string, pool: UidPool | null): Promise<readonly string[]> {
  if (!claimPlace(place)) return [];
  try {
    // Another order may have the place by now.
    const record = readRecord(place);
    if (record !== null && lives(record.host)) return [];
    const { processes, groups, mounts, left } = await removeOrder(place, record, { pool });
    const ended = `${processes} processes, ${groups} control groups, ${mounts} mounts`;
    const rest = left.length === 0 ? '' : `; could not remove its ${left.join(' and ')}`;
    return [`order ${basename(place)} of a host that no longer lives: ended and removed ${ended}${rest}`];
  } finally {
    giveBack(place);
  }
}
