/**
 * The layers of orders that a person runs by hand: what is changed there is thrown away with the order, so what a killed
 * host leaves of it is nobody's work.
 */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { removeTree } from '../bake/layer-store.ts';
import { hostLives, thisHost } from '../machine/host-life.ts';

/** The order's name, and its layer's. It says whose it is. */
export function nameByHand(state: string): string {
  return `by-hand-${thisHost(state)}-${randomUUID()}`;
}

export function layersByHand(state: string): string {
  return join(state, 'by-hand');
}

/** Removes those of hosts that no longer live, once nothing of their orders does, and says so. */
export async function sweepByHand(state: string): Promise<readonly string[]> {
  const directory = layersByHand(state);
  const names = existsSync(directory) ? readdirSync(directory) : [];
  const left = names.filter((name) => {
    const [, , host = ''] = name.split('-');
    return !hostLives(state, host);
  });
  for (const name of left) await removeTree(join(directory, name));
  return left.map((name) => `layer ${name} of a host that no longer lives: removed`);
}
