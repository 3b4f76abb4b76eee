/**
 * Which host sweeps the place of an order whose own host no longer lives.
 *
 * Two at once would not do: the slower one would end an order that was begun in between under the same name or as the
 * same user. While a place is claimed it is there, so its name and its user are nobody else's.
 */

import { readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { lives, type ProcessMark } from '../machine/processes.ts';
import { thisHost } from './order-place.ts';

const claimName = 'swept-by';

/** `false`: another host sweeps it, or it is gone. */
export function claimPlace(place: string): boolean {
  const claim = join(place, claimName);
  try {
    symlinkSync(JSON.stringify(thisHost()), claim);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false; // it was swept since
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const taker = claimant(claim);
  if (taker !== null && lives(taker)) return false;
  giveBack(place);
  return claimPlace(place);
}

export function giveBack(place: string): void {
  rmSync(join(place, claimName), { force: true });
}

function claimant(claim: string): ProcessMark | null {
  try {
    const host: ProcessMark = JSON.parse(readlinkSync(claim));
    return host;
  } catch {
    return null; // given back since
  }
}
