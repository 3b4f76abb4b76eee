/**
 * Which host sweeps the place of an order whose own host no longer lives.
 *
 * Two at once would not do: the slower one would end an order that was begun in between under the same name or as the
 * same user. While a place is claimed it is there, so its name and its user are nobody else's.
 */

import { readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { hostLives, thisHost } from '../machine/host-life.ts';
import { stateOfPlace } from './order-place.ts';

const claimName = 'swept-by';

/** `false`: another host sweeps it, or it is gone. */
export function claimPlace(place: string): boolean {
  const claim = join(place, claimName);
  try {
    symlinkSync(thisHost(stateOfPlace(place)), claim);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false; // it was swept since
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const taker = claimant(claim);
  if (taker !== null && hostLives(stateOfPlace(place), taker)) return false;
  giveBack(place);
  return claimPlace(place);
}

export function giveBack(place: string): void {
  rmSync(join(place, claimName), { force: true });
}

function claimant(claim: string): string | null {
  try {
    return readlinkSync(claim);
  } catch {
    return null; // given back since
  }
}
