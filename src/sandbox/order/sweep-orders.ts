/** Finds the orders whose host no longer lives, ends and removes what is left of each, and says so. */

import { basename } from 'node:path';
import { claimPlace, giveBack } from './claim-place.ts';
import { removeOrder } from './clean-order.ts';
import { readRecord, readRecords, sweepPassing } from './order-place.ts';
import { hostLives, sweepHosts } from '../machine/host-life.ts';
import { isSeen } from '../machine/process-namespace.ts';
import type { UidPool } from '../machine/uid-pool.ts';

export async function sweepOrders(state: string, pool: UidPool | null): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { place, record } of readRecords(state)) {
    if (record === null || !hostLives(state, record.host)) lines.push(...(await sweepOrder(place, { state, pool })));
  }
  sweepPassing(state);
  pool?.sweep(() => new Set(readRecords(state).map(({ record }) => record?.uid)));
  sweepHosts(state);
  return lines;
}

interface Sweeping {
  readonly state: string;
  readonly pool: UidPool | null;
}

async function sweepOrder(place: string, { state, pool }: Sweeping): Promise<readonly string[]> {
  if (!claimPlace(place)) return [];
  try {
    // Another order may have the place by now.
    const record = readRecord(place);
    if (record !== null && hostLives(state, record.host)) return [];
    // An engine's box may outlive its host, and what may live and cannot be seen is not taken for ended.
    if (record?.removal !== undefined && !isSeen(record.namespace)) {
      return [`order ${basename(place)} of a host that no longer lives is of another namespace of processes: left, to be swept from there; once that is gone, remove ${place}`];
    }
    const { processes, groups, mounts, left } = await removeOrder(place, record, { pool });
    const ended = `${processes} processes, ${groups} control groups, ${mounts} mounts`;
    const rest = left.length === 0 ? '' : `; could not remove its ${left.join(' and ')}`;
    return [`order ${basename(place)} of a host that no longer lives: ended and removed ${ended}${rest}`];
  } finally {
    giveBack(place);
  }
}
