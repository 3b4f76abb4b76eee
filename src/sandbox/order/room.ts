/**
 * The room that a workspace's layer has: a file system of a fixed size in a file, mounted for the order alone.
 *
 * A quota that is only looked at can be passed between two looks, and does not see a file that is
 * deleted and still open. This one cannot, and costs a few milliseconds; it needs root and a kernel
 * that mounts files.
 */

import { existsSync, readdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxError } from '../../ports/sandbox.ts';
import { call, placeOf } from '../machine/programs.ts';
import { bytesOf, type LayerKind, type Layered, layerParts } from './layer.ts';

interface Room {
  readonly bytes: number;
  readonly kind: LayerKind;
}

/** Below this no file system can be made. */
const leastBytes = 2 ** 22;
/** What a copy needs besides its files' own blocks. */
const copyShare = 1.1;

export function roomOf(layer: string): string {
  return join(layer, layerParts.room);
}

/** Made once for a layer: an order that goes on with it finds what the earlier one left. */
export async function makeRoom({ base, layer }: Layered, { bytes, kind }: Room): Promise<void> {
  if (bytes < leastBytes) throw new SandboxError(`Cannot hold a limit of disk: ${bytes} bytes are less than the smallest file system, ${leastBytes}`);
  const room = roomOf(layer);
  const copied = kind === 'copy' ? Math.ceil((await bytesOf(base)) * copyShare) : 0;
  if (existsSync(room)) {
    const { size } = statSync(room);
    if (size > bytes + copied) throw new SandboxError(`Cannot hold a limit of disk: the layer ${layer} was begun with more room, ${size - copied} bytes`);
    return;
  }
  const found = readdirSync(layer).filter((name) => name !== `${layerParts.room}.half`);
  if (found.length > 0) throw new SandboxError(`Cannot hold a limit of disk: the layer ${layer} was begun without one`);
  const half = `${room}.half`;
  rmSync(half, { force: true });
  writeFileSync(half, '');
  truncateSync(half, bytes + copied);
  const made = await call(makerOf(), ['-q', '-F', '-m', '0', '-i', '4096', '-O', '^has_journal', '-E', 'lazy_itable_init=1,nodiscard', half]);
  if (!made.ok) throw new SandboxError(`Cannot hold a limit of disk: ${made.stderr.trim()}`);
  renameSync(half, room);
}

function makerOf(): string {
  const maker = placeOf('mkfs.ext4', '/usr/sbin:/sbin:/usr/bin:/bin');
  if (maker === null) throw new SandboxError('Cannot hold a limit of disk: there is no mkfs.ext4; install e2fsprogs');
  return maker;
}
