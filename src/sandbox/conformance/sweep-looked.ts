/** What the look without a box made for a moment, where it could, and a killed one left: empty files and control groups by its name. */

import { lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** As `in-box.ts` tries them. */
const lookedIn = ['/', '/usr', '/usr/bin', '/etc', '/dev', '/sys/fs/cgroup/memory', '/sys/fs/cgroup'];
const nameOfLook = /^espalier-look-(?:in-)?\d+$/;

/** Removes them, and says so. */
export function sweepLooked(directories: readonly string[] = lookedIn): readonly string[] {
  const left = directories.flatMap((directory) => namesIn(directory).filter((name) => nameOfLook.test(name)).map((name) => join(directory, name)));
  return left.filter(isRemoved).map((path) => `${path}, left of a look: removed`);
}

/** Only what is empty and of this user: nothing else was ever made by a look. */
function isRemoved(path: string): boolean {
  try {
    const stat = lstatSync(path);
    if (stat.uid !== process.getuid?.()) return false;
    if (stat.isDirectory()) rmdirSync(path);
    else if (stat.isFile() && stat.size === 0) rmSync(path);
    else return false;
    return true;
  } catch {
    return false; // gone, or something is in it
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // not every system has it
  }
}
