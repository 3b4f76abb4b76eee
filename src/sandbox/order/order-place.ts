/**
 * Where an order's own things are while it runs, and the record by which another host finds them.
 *
 * The record is written before anything of the order is made, and removed after everything of it is
 * gone: what is killed in between is found by whoever sweeps next.
 */

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxError } from '../../ports/sandbox.ts';
import { markOf, type ProcessMark } from '../machine/processes.ts';

export interface OrderRecord {
  readonly id: string;
  readonly host: ProcessMark;
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
  /** What has to be called where a program of the machine keeps the order's box; nothing is the matter if there is none. */
  readonly removal?: Removal;
}

export interface Removal {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const recordName = 'record.json';

export function ordersDirectory(state: string): string {
  return join(state, 'orders');
}

/** Takes the order's name; throws where an order of that name runs. */
export function takePlace(state: string, id: string): string {
  const place = join(ordersDirectory(state), id);
  mkdirSync(ordersDirectory(state), { recursive: true });
  try {
    mkdirSync(place, { mode: 0o700 });
    return place;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    throw new SandboxError(`Cannot run the order ${id}: one of that name runs, or was left (sweep first)`);
  }
}

export function writeRecord(place: string, record: OrderRecord): void {
  const file = join(place, recordName);
  writeFileSync(`${file}.new`, JSON.stringify(record));
  renameSync(`${file}.new`, file);
}

/** The orders that have a place, with their records; `null`: its host was killed before it wrote one. */
export function readRecords(state: string): readonly { readonly place: string; readonly record: OrderRecord | null }[] {
  let names: readonly string[] = [];
  try {
    names = readdirSync(ordersDirectory(state));
  } catch {
    return []; // no order was ever run
  }
  return names.map((name) => join(ordersDirectory(state), name)).map((place) => ({ place, record: readRecord(place) }));
}

function readRecord(place: string): OrderRecord | null {
  try {
    // The file is the host's own, written whole: nothing that was boxed can reach it.
    const record: OrderRecord = JSON.parse(readFileSync(join(place, recordName), 'utf8'));
    return record;
  } catch {
    return null;
  }
}

export function leavePlace(place: string): void {
  rmSync(place, { recursive: true, force: true });
}

/** This process, as records name it. */
export function thisHost(): ProcessMark {
  const mark = markOf(process.pid);
  if (mark === null) throw new SandboxError('Cannot tell this process from others: /proc shows nothing of it');
  return mark;
}
