/** The record of an order that is about to run: its mark, and its user. */

import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { SandboxError, type SandboxOrder } from '../../ports/sandbox.ts';
import { thisHost } from '../machine/host-life.ts';
import { processNamespace } from '../machine/process-namespace.ts';
import type { UidPool } from '../machine/uid-pool.ts';
import { isOf } from './layer.ts';
import { type OrderRecord, readRecords } from './order-place.ts';

/** A word for the order that no other has, of this state directory or of another. */
export function markOfOrder(state: string, id: string): string {
  return `espalier-${createHash('sha256').update(`${state}\0${id}`).digest('hex').slice(0, 16)}`;
}

/** Orders on one shared base, or with a layer that was baked, share the user that it belongs to; otherwise each has its own. Without a pool it is the host's. */
export function newRecord(state: string, order: SandboxOrder, pool: UidPool | null): OrderRecord {
  refuseSharedLayer(state, order);
  const shared = [...order.inputs.map(({ from }) => from), ...(order.workspace === null ? [] : [order.workspace.base])];
  const isShared = pool !== null && shared.some((path) => isOf(path, { uid: pool.ofBases, gid: pool.ofBases }));
  const uid = pool === null ? null : isShared ? pool.ofBases : pool.take();
  return {
    id: order.id, host: thisHost(state), namespace: processNamespace(), mark: markOfOrder(state, order.id), uid, isUidOwn: uid !== null && !isShared,
    layer: order.workspace?.layer ?? null, groups: [],
  };
}

/** One order at a time: what one writes there the host of another reads, gives to users and makes places in, as root. */
function refuseSharedLayer(state: string, { id, workspace }: SandboxOrder): void {
  const layer = workspace?.layer ?? null;
  if (layer === null) return;
  const other = readRecords(state).find(({ record }) => record !== null && record.layer !== null && resolve(record.layer) === resolve(layer));
  if (other !== undefined) throw new SandboxError(`Cannot run the order ${id}: the order ${other.record?.id ?? ''} runs on the layer ${layer}, or was left there (sweep first)`);
}
