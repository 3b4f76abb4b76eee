/** The bugs that can be planted in a world: in the brain, or in a host and its journal. */

import type { KernelBrain } from '../../src/kernel/brain.ts';
import { plantedBugs } from '../search/planted/planted-bugs.ts';
import { type HostBug, hostBugs } from './host-bugs.ts';

export interface Bug {
  readonly id: string | null;
  readonly rule: string;
  readonly describe: string;
  readonly brain: KernelBrain | null;
  readonly host: HostBug | null;
}

export const noBug: Bug = { id: null, rule: '', describe: 'nothing is planted', brain: null, host: null };

/** Those of the brain are planted for the search; what it cannot find is the simulation's to find. */
export const allBugs: readonly Bug[] = [
  ...hostBugs.map((bug) => ({ ...bug, brain: null, host: bug })),
  ...plantedBugs.map((bug) => ({ ...bug, host: null })),
];

export function bugOf(id: string | null): Bug {
  if (id === null) return noBug;
  const found = allBugs.find((bug) => bug.id === id);
  if (found === undefined) throw new Error(`Cannot plant ${id}: known are ${allBugs.map((bug) => bug.id).join(', ')}`);
  return found;
}
