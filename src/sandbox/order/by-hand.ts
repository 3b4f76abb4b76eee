/**
 * The layers of orders that a person runs by hand: what is changed there is thrown away with the order, so what a killed
 * host leaves of it is nobody's work.
 */

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { removeTree } from '../bake/layer-store.ts';
import { markOf } from '../machine/processes.ts';
import { thisHost } from './order-place.ts';

/** The order's name, and its layer's. It says whose it is. */
export function nameByHand(): string {
  const { pid, started } = thisHost();
  return `by-hand-${pid}-${started}-${randomUUID()}`;
}

/** Removes those of hosts that no longer live, once nothing of their orders does, and says so. */
export async function sweepByHand(directory: string): Promise<readonly string[]> {
  const names = existsSync(directory) ? readdirSync(directory) : [];
  const left = names.filter((name) => {
    const [, , pid = '', started] = name.split('-');
    return markOf(Number(pid))?.started !== started;
  });
  for (const name of left) await removeTree(join(directory, name));
  return left.map((name) => `layer ${name} of a host that no longer lives: removed`);
}
