/** The beginning of an order: its user is taken, its record is written, and its place is its own. */

import { resolve } from 'node:path';
import { SandboxError, type SandboxOrder } from '../../ports/sandbox.ts';
import type { UidPool } from '../machine/uid-pool.ts';
import { newRecord } from './new-record.ts';
import { leavePlace, type OrderRecord, readRecords, takePlace } from './order-place.ts';

export interface Begun {
  readonly place: string;
  readonly record: OrderRecord;
}

interface Beginning {
  readonly state: string;
  readonly pool: UidPool | null;
  /** What a back-end adds to the record, of the order's mark. */
  readonly more?: (mark: string) => Partial<OrderRecord>;
}

/** All of it or nothing: where it throws, nothing of the order is left. */
export function beginOrder(order: SandboxOrder, { state, pool, more }: Beginning): Begun {
  const base = newRecord(state, order, pool);
  const record = { ...base, ...more?.(base.mark) };
  let place: string | null = null;
  try {
    place = takePlace(state, order.id, record);
    refuseSharedLayer(state, order);
    return { place, record };
  } catch (error) {
    if (place !== null) leavePlace(place);
    if (record.uid !== null && record.isUidOwn) pool?.free(record.uid);
    throw error;
  }
}

/** One order at a time: what one writes there the host of another reads, gives to users and makes places in, as root. Of two that begin at once each sees the other. */
function refuseSharedLayer(state: string, { id, workspace }: SandboxOrder): void {
  const layer = workspace?.layer ?? null;
  if (layer === null) return;
  const other = readRecords(state).find(({ record }) => record !== null && record.id !== id && record.layer !== null && resolve(record.layer) === resolve(layer));
  if (other !== undefined) throw new SandboxError(`Cannot run the order ${id}: the order ${other.record?.id ?? ''} runs on the layer ${layer}, or was left there (sweep first)`);
}
