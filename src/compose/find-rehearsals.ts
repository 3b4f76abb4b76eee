/** The `.rehearsal` files below a folder, in the order of their names. Bounded; follows no link. */

import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from '../ports/limits.ts';

export interface FoundRehearsals {
  readonly files: readonly string[];
  /** There is more than it looks at. */
  readonly isCut: boolean;
}

const suffix = '.rehearsal';
/** Of folders whose names begin with a dot, the only one that is looked into. */
const settings = '.espalier';

export function findRehearsals(folder: string): FoundRehearsals {
  const files: string[] = [];
  const folders = [''];
  let looked = 0;
  for (const within of folders) {
    for (const entry of entriesOf(join(folder, within))) {
      looked += 1;
      if (looked > limits.rehearsalEntries) return { files: files.toSorted(), isCut: true };
      const path = within === '' ? entry.name : `${within}/${entry.name}`;
      if (entry.isDirectory() && isLookedInto(entry.name)) folders.push(path);
      else if (entry.isFile() && entry.name.endsWith(suffix)) files.push(path);
    }
  }
  return { files: files.toSorted(), isCut: false };
}

const isLookedInto = (name: string): boolean => name !== 'node_modules' && (!name.startsWith('.') || name === settings);

/** A folder that may not be read has no rehearsals for this person. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
