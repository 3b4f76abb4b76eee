/** The record of an order that is about to run: its mark, and its user. */

import { createHash } from 'node:crypto';
import type { SandboxOrder } from '../../ports/sandbox.ts';
import { thisHost } from '../machine/host-life.ts';
import { processNamespace } from '../machine/process-namespace.ts';
import type { UidPool } from '../machine/uid-pool.ts';
import { isOf } from './layer.ts';
import type { OrderRecord } from './order-place.ts';

/** A word for the order that no other has, of this state directory or of another. */
export function markOfOrder(state: string, id: string): string {
  return `espalier-${createHash('sha256').update(`${state}\0${id}`).digest('hex').slice(0, 16)}`;
}

/** Orders on one shared base, or with a layer that was baked, share the user that it belongs to; otherwise each has its own. Without a pool it is the host's. */
export function newRecord(state: string, order: SandboxOrder, pool: UidPool | null): OrderRecord {
  const shared = [...order.inputs.map(({ from }) => from), ...(order.workspace === null ? [] : [order.workspace.base])];
  const isShared = pool !== null && shared.some((path) => isOf(path, { uid: pool.ofBases, gid: pool.ofBases }));
  const uid = pool === null ? null : isShared ? pool.ofBases : pool.take();
  return {
    id: order.id, host: thisHost(state), namespace: processNamespace(), mark: markOfOrder(state, order.id), uid, isUidOwn: uid !== null && !isShared,
    layer: order.workspace?.layer ?? null, groups: [],
  };
}
