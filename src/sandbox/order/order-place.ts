/**
 * Where an order's own things are while it runs, and the record by which another host finds them.
 *
 * The record is written before anything of the order is made, and removed after everything of it is
 * gone: what is killed in between is found by whoever sweeps next.
 */

import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SandboxError } from '../../ports/sandbox.ts';
import { hostLives, thisHost } from '../machine/host-life.ts';
import { processNamespace } from '../machine/process-namespace.ts';
import type { ProcessMark } from '../machine/processes.ts';

export interface OrderRecord {
  readonly id: string;
  /** Its name, by which is told whether it lives. */
  readonly host: string;
  /** Who counts its processes. */
  readonly namespace: string;
  /** A word among the arguments of the order's processes, and of no others. */
  readonly mark: string;
  /** `null`: the host's own. */
  readonly uid: number | null;
  /** Whether no other order has this user at the same time. */
  readonly isUidOwn: boolean;
  /** Of its workspace; it stays. */
  readonly layer: string | null;
  /** Directories of control groups. */
  readonly groups: readonly string[];
  /** The first process of the box, once it is known: a command may take the word out of that one's arguments. */
  readonly initial?: ProcessMark;
  /** What has to be called where a program of the machine keeps the order's box; nothing is the matter if there is none. */
  readonly removal?: Removal;
}

export interface Removal {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const recordName = 'record.json';
/** A link that says the first process: one call makes it, and what is made once is never written over, which file systems wait for. */
const initialName = 'initial';

export function ordersDirectory(state: string): string {
  return join(state, 'orders');
}

export function stateOfPlace(place: string): string {
  return dirname(dirname(place));
}

/**
 * Takes the order's name; throws where an order of that name runs. The place is there at once with its record: one that had
 * none yet would be swept by another host.
 */
export function takePlace(state: string, id: string, more: Partial<OrderRecord> = {}): string {
  const place = join(ordersDirectory(state), id);
  const half = passingName(state);
  mkdirSync(half, { recursive: true, mode: 0o700 });
  const record: OrderRecord = { id, host: thisHost(state), namespace: processNamespace(), mark: randomUUID(), uid: null, isUidOwn: false, layer: null, groups: [], ...more };
  writeFileSync(join(half, recordName), JSON.stringify(record));
  try {
    renameSync(half, place);
    return place;
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!(error instanceof Error && 'code' in error && (error.code === 'EEXIST' || error.code === 'ENOTEMPTY'))) throw error;
    throw new SandboxError(`Cannot run the order ${id}: one of that name runs, or was left (sweep first)`);
  }
}

/** For what is not a place yet, or no longer. It says whose it is, and is no name of an order. */
function passingName(state: string): string {
  return join(ordersDirectory(state), `.${thisHost(state)}-${randomUUID()}`);
}

/** Removes what hosts that no longer live had begun or were leaving: nothing was boxed in it yet, or any longer. */
export function sweepPassing(state: string): void {
  for (const name of namesIn(ordersDirectory(state)).filter((one) => one.startsWith('.'))) {
    const [host = ''] = name.slice(1).split('-');
    if (!hostLives(state, host)) rmSync(join(ordersDirectory(state), name), { recursive: true, force: true });
  }
}

/** The first process of the order's box, of the host's own namespace; of a second box, it takes the first one's place. */
export function writeInitial(place: string, { pid, started }: ProcessMark): void {
  const link = join(place, initialName);
  rmSync(link, { force: true });
  symlinkSync(`${pid} ${started}`, link);
}

/** The orders that have a place, with their records; `null`: its host was killed before it wrote one. */
export function readRecords(state: string): readonly { readonly place: string; readonly record: OrderRecord | null }[] {
  const names = namesIn(ordersDirectory(state)).filter((name) => !name.startsWith('.'));
  return names.map((name) => join(ordersDirectory(state), name)).map((place) => ({ place, record: readRecord(place) }));
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // no order was ever run
  }
}

export function readRecord(place: string): OrderRecord | null {
  try {
    // The file is the host's own, written whole: nothing that was boxed can reach it.
    const record: OrderRecord = JSON.parse(readFileSync(join(place, recordName), 'utf8'));
    const initial = readInitial(place, record.namespace);
    return initial === null ? record : { ...record, initial };
  } catch {
    return null;
  }
}

function readInitial(place: string, namespace: string): ProcessMark | null {
  try {
    const [pid = '', started = ''] = readlinkSync(join(place, initialName)).split(' ');
    return { pid: Number(pid), started, namespace };
  } catch {
    return null; // no box was made yet
  }
}

/** The name is free in one step, and not before all was done. */
export function leavePlace(place: string): void {
  const left = passingName(stateOfPlace(place));
  if (existsSync(place)) renameSync(place, left);
  rmSync(left, { recursive: true, force: true });
}
