/** Whether a part of the processors is all that an order gets: by what the kernel itself has counted, and by no clock. */

import { type Held, SandboxError, type SandboxOrder } from '../../ports/sandbox.ts';
import { smallLimits, smallOrder } from './try-order.ts';

/** Runs an order, and tells in how many periods its control group was held back; `null`: it has none. */
export type CountThrottled = (order: SandboxOrder) => Promise<number | null>;

/**
 * Each of the two would take a processor for itself, for far longer than the group may have of it in one period: so little
 * that they get it on a busy machine as well, where who gets no more than its limit anyway is never held back.
 */
const busy = 'spin() { i=0; while [ $i -lt 80000 ]; do i=$((i+1)); done; }; spin & spin; wait';
const cpus = 0.1;

export async function cpusHeld(count: CountThrottled, by: string): Promise<Held> {
  let throttled: number | null = null;
  try {
    throttled = await count(smallOrder(['sh', '-c', busy], { limits: { ...smallLimits, cpus, wallMs: 60_000 } }));
  } catch (error) {
    if (error instanceof SandboxError) return { held: false, how: error.message };
    throw error;
  }
  if (throttled === null) return { held: false, how: 'nothing tells what its control group has counted' };
  return throttled > 0 ? { held: true, how: by } : { held: false, how: 'two busy loops were never held back' };
}
