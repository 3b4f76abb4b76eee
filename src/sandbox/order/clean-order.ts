/** The end of an order: its processes, its control groups, its mounts, its place and its user, in this order. */

import { SandboxError } from '../../ports/sandbox.ts';
import { removeGroups } from '../machine/control-group.ts';
import { dropWork } from './layer.ts';
import { leavePlace, type OrderRecord, type Removal } from './order-place.ts';
import { mountsBelow } from '../machine/mountinfo.ts';
import { belongsTo, endProcess, hasArgument, kill, lives, type ProcessMark, processesWhere, until } from '../machine/processes.ts';
import { call } from '../machine/programs.ts';
import type { UidPool } from '../machine/uid-pool.ts';

export interface Cleaned {
  readonly processes: number;
  readonly groups: number;
  readonly mounts: number;
  /** What could not be removed; it is found again by the next sweep. */
  readonly left: readonly string[];
}

interface Means {
  readonly pool: UidPool | null;
  /** Of the order's processes, those that are known. */
  readonly known?: readonly ProcessMark[];
  /** Whether the box's first process was seen to be gone, and with it all that was in its namespace: nobody has to be looked for. */
  readonly isEnded?: boolean;
  /** Whether the program that kept the box has removed it already. */
  readonly isBoxGone?: boolean;
}

/** At the end of a run: throws where something is left, since then the order has not ended. */
export async function cleanOrder(place: string, record: OrderRecord | null, means: Means): Promise<void> {
  const { left } = await removeOrder(place, record, means);
  if (left.length > 0) throw new SandboxError(`Cannot end the order: its ${left.join(' and ')} could not be removed; the sweep of a later host tries again`);
}

export async function removeOrder(place: string, record: OrderRecord | null, { pool, known = [], isEnded = false, isBoxGone = false }: Means): Promise<Cleaned> {
  for (const one of known) endProcess(one);
  const left: string[] = [];
  const found = record === null || isEnded ? [] : ofOrder(record);
  const removal = isBoxGone ? undefined : record?.removal;
  if (removal !== undefined) await removed(removal);
  if (record !== null && !isEnded && !(await until(() => endAll(record)))) left.push('processes');
  // A client that was making the box when it was removed may have made it since; now there is no client.
  if (removal !== undefined && !(await removed(removal))) left.push('box');
  if (record !== null && !(await removeGroups(record.groups))) left.push('control groups');
  const mounts = await unmountBelow(place);
  if (record !== null && record.layer !== null) dropWork(record.layer);
  if (left.length === 0) leavePlace(place);
  if (left.length === 0 && record !== null && record.uid !== null && record.isUidOwn) pool?.free(record.uid);
  return { processes: found.length, groups: record?.groups.length ?? 0, mounts, left };
}

async function removed({ command: [program = '', ...args], env }: Removal): Promise<boolean> {
  return (await call(program, args, env)).ok;
}

function endAll(record: OrderRecord): boolean {
  const all = ofOrder(record);
  for (const pid of all) kill(pid);
  return all.length === 0;
}

/** The box's first process carries the mark, unless the command has taken it out, and what is in its namespace dies with it; a user of its own shows all. */
function ofOrder({ mark, uid, isUidOwn, initial }: OrderRecord): readonly number[] {
  const first = initial !== undefined && lives(initial) ? initial.pid : 0;
  return processesWhere((pid) => pid === first || hasArgument(pid, mark) || (isUidOwn && uid !== null && belongsTo(pid, uid)));
}

/** Mounts are made in a namespace that dies with the order; one that is seen here was meant for it and went astray. */
async function unmountBelow(place: string): Promise<number> {
  const below = mountsBelow(place);
  for (const point of below) await call('/bin/umount', ['-l', point]);
  return below.length;
}
