/**
 * The files of one kind below a folder, in the order of their names. Bounded; follows no link, and
 * leaves out what is hidden and what packages brought.
 */
import type { Dir, Dirent } from 'node:fs';
import { opendirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from '../ports/limits.ts';

export type FoundFiles =
  | { readonly ok: true; readonly files: readonly string[] }
  /** There is more than is looked at: what was found would be a part that nobody chose. */
  | { readonly ok: false; readonly most: number };

/** Of folders whose names begin with a dot, the only one that is looked into. */
const settings = '.espalier';

/** `suffix`: the end of their names, such as `.esp`. Found are paths that begin with `folder`. */
export function findFiles(folder: string, suffix: string, most: number = limits.folderEntries): FoundFiles {
  const files: string[] = [];
  const folders = [folder];
  let looked = 0;
  for (const within of folders) {
    for (const entry of entriesOf(within)) {
      looked += 1;
      if (looked > most) return { ok: false, most };
      const path = join(within, entry.name);
      if (entry.isDirectory() && isLookedInto(entry.name)) folders.push(path);
      else if (entry.isFile() && entry.name.endsWith(suffix) && !entry.name.startsWith('.')) files.push(path);
    }
  }
  return { ok: true, files: files.toSorted() };
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false; // what it is, its reader says
  }
}

const isLookedInto = (name: string): boolean => name !== 'node_modules' && (!name.startsWith('.') || name === settings);

/** One by one, so that a folder of millions costs no more than what is looked at. A folder that may not be read has none for this person. */
function* entriesOf(folder: string): Generator<Dirent> {
  let open: Dir;
  try {
    open = opendirSync(folder);
  } catch {
    return;
  }
  try {
    for (let entry = open.readSync(); entry !== null; entry = open.readSync()) yield entry;
  } finally {
    open.closeSync();
  }
}
