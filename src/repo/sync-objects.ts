/**
 * Makes durable what git has just written: which of it git syncs by itself differs by version and setting, and what was there
 * already it leaves as it is. A file that is not where loose ones are is in a pack, and packs are always synced.
 */

import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RepoError } from '../ports/repo.ts';

export async function syncObjects(objects: string, names: readonly string[]): Promise<void> {
  await each(names, (name) => sync(join(objects, name.slice(0, 2), name.slice(2))));
  await each([...new Set(names.map((name) => name.slice(0, 2)))], (folder) => sync(join(objects, folder)));
  await sync(objects);
}

/** A file and the directories above it, up to and with `root`. What is not there needs none. */
export async function syncUpwards(file: string, root: string): Promise<void> {
  for (let at = file; at.startsWith(root); at = dirname(at)) await sync(at);
}

async function sync(place: string): Promise<void> {
  try {
    const handle = await open(place, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return;
    throw new RepoError(`Cannot make ${place} durable: ${error instanceof Error ? error.message : 'the disk failed'}`, { cause: error });
  }
}

const atOnce = 4;

async function each<Item>(items: readonly Item[], perform: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (const item of waiting) await perform(item);
  }));
}
