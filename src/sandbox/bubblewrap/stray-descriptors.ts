/**
 * Descriptors above 2 that this process would hand on to every child without knowing of them.
 *
 * Node marks its own as closed on exec; what its parent left open it does not always. Such a one is
 * replaced in the child by an empty file, which the box's program is told to read and thereby closes.
 */

import { readdirSync, readFileSync } from 'node:fs';

const closedOnExec = 0o2000000;

export function strayDescriptors(): readonly number[] {
  return readdirSync('/proc/self/fd').map(Number).filter((fd) => fd > 2 && isHandedOn(fd)).toSorted((a, b) => a - b);
}

function isHandedOn(fd: number): boolean {
  try {
    const flags = readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8').split('\n').find((line) => line.startsWith('flags:'));
    return flags !== undefined && (Number.parseInt(flags.slice('flags:'.length), 8) & closedOnExec) === 0;
  } catch {
    return false; // closed since
  }
}
