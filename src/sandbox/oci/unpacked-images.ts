/** The images that were unpacked, and their removal. */

import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { removeTree } from '../bake/layer-store.ts';
import { thisHost } from '../machine/host-life.ts';
import { unpackingName } from './image.ts';

/** By their digests. */
export function unpackedImages(state: string): readonly string[] {
  const directory = join(state, 'images');
  return (existsSync(directory) ? readdirSync(directory) : []).filter((name) => /^[0-9a-f]{64}$/.test(name)).toSorted();
}

/** Gone in one step; what a host that is killed leaves of it is swept as what it was unpacking. The engine's own image stays. */
export async function removeImage(state: string, id: string): Promise<void> {
  const directory = join(state, 'images', id);
  const leaving = `${directory}.${unpackingName(thisHost(state), randomUUID())}`;
  renameSync(directory, leaving);
  await removeTree(leaving);
}
