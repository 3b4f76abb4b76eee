/**
 * The writable layer of a workspace: an overlay over the base, or a copy of it.
 *
 * An overlay costs nothing however many files there are, and needs the base to belong to the leaf's
 * user and group; a copy works everywhere and costs as many files as there are.
 */

import { chmodSync, chownSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { SandboxError, type Workspace } from '../../ports/sandbox.ts';
import { call, type Programs } from '../machine/programs.ts';

export type LayerKind = 'overlay' | 'copy';

/** A workspace that can be changed. */
export interface Layered extends Workspace {
  readonly layer: string;
}

/** `null`: there is none, or nothing in it can be changed. */
export function layered(workspace: Workspace | null): Layered | null {
  return workspace === null || workspace.layer === null ? null : { ...workspace, layer: workspace.layer };
}

export interface LayerOwner {
  readonly uid: number;
  readonly gid: number;
}

export const layerParts = { upper: 'upper', work: 'work', copy: 'copy', room: 'room.img' } as const;

/** What the base allows, and what an earlier order on this layer has begun. */
export function layerKind({ base, layer }: Layered, { uid, gid }: LayerOwner): LayerKind {
  return !existsSync(join(layer, layerParts.copy)) && isOf(base, { uid, gid }) ? 'overlay' : 'copy';
}

/** Whether a directory belongs to this user and group, so that an overlay over it can be changed by them. */
export function isOf(directory: string, { uid, gid }: LayerOwner): boolean {
  const owner = statSync(directory);
  return owner.uid === uid && owner.gid === gid;
}

/** Whether this process is this user. */
export function isOwnUser(uid: number): boolean {
  return process.getuid?.() === uid;
}

/** The layer's directories, owned by the leaf's user. */
export async function makeLayer(workspace: Layered, kind: LayerKind, { owner, programs }: { owner: LayerOwner; programs: Copying }): Promise<void> {
  const { layer } = workspace;
  if (existsSync(join(layer, layerParts.room))) throw new SandboxError(`Cannot run the order: the layer ${layer} was begun with a limit of disk, and is seen by orders that have one`);
  if (kind === 'copy') return copyBase(workspace, owner, programs);
  for (const part of [layerParts.upper, layerParts.work]) mkdirSync(join(layer, part), { recursive: true });
  if (process.getuid?.() === 0) chownSync(join(layer, layerParts.upper), owner.uid, owner.gid);
}

/** Removes what only the overlay itself needs, which it leaves closed even to its owner. */
export function dropWork(layer: string): void {
  const inner = join(layer, layerParts.work, 'work');
  if (existsSync(inner)) chmodSync(inner, 0o700);
  rmSync(join(layer, layerParts.work), { recursive: true, force: true });
}

/** A copy that outlived its host would go on in a directory that the next one makes anew. */
export type Copying = Pick<Programs, 'cp' | 'setpriv'>;

async function copyBase({ base, layer }: Layered, { uid, gid }: LayerOwner, { cp, setpriv }: Copying): Promise<void> {
  const mortal = ['--pdeathsig', 'KILL', '--'];
  const copy = join(layer, layerParts.copy);
  if (!existsSync(copy)) {
    const half = `${copy}.half`;
    // What a host left that was killed while it copied; a whole one has the other name.
    rmSync(half, { recursive: true, force: true });
    await must(`copy ${base}`, setpriv, [...mortal, cp, '-a', '--reflink=auto', '-T', '--', base, half]);
    renameSync(half, copy);
  }
  if (process.getuid?.() === 0 && statSync(copy).uid !== uid) {
    await must(`give ${copy} to user ${uid}`, setpriv, [...mortal, '/bin/chown', '-R', '-h', `${uid}:${gid}`, '--', copy]);
  }
}

async function must(what: string, program: string, args: readonly string[]): Promise<void> {
  const { ok, stderr } = await call(program, args);
  if (!ok) throw new SandboxError(`Cannot ${what}: ${stderr.trim()}`);
}

const entryBytes = 512;

/** Bytes that a tree takes on the disk. What vanishes while it is looked at takes none. */
export async function bytesOf(directory: string): Promise<number> {
  let bytes = 0;
  const waiting = [directory];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    try {
      for await (const entry of await opendir(next)) {
        const path = join(next, entry.name);
        if (entry.isDirectory()) waiting.push(path);
        // A name takes room as well: of files with nothing in them there could be any number.
        bytes += (await lstat(path)).blocks * 512 + entryBytes;
      }
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EACCES') return bytesBehindDoors(directory);
      continue; // removed
    }
  }
  return bytes;
}

/** A command may close a directory to its own user, who is ours where we are not root: root of a namespace sees into it. */
async function bytesBehindDoors(directory: string): Promise<number> {
  const { stdout } = await call('unshare', ['-Ur', '--', 'du', '-s', '-B1', '--', directory]);
  const bytes = Number.parseInt(stdout, 10);
  // What nobody can look into is taken for too much.
  return Number.isSafeInteger(bytes) ? bytes : Number.MAX_SAFE_INTEGER;
}
