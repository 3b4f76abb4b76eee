/** The mounts that this process sees. Blanks and their like in a path are told as `\040`: what is compared with a path is read first. */

import { readFileSync } from 'node:fs';

/** Where something is mounted below a directory, the last mount first. */
export function mountsBelow(directory: string, mountinfo: string = readFileSync('/proc/self/mountinfo', 'utf8')): readonly string[] {
  const points = mountinfo.split('\n').map((line) => unescaped(line.split(' ')[4] ?? ''));
  return points.filter((point) => point.startsWith(`${directory}/`)).toReversed();
}

/** Bytes, not letters: three digits stand for one of them. */
function unescaped(told: string): string {
  const parts = told.split(/\\([0-7]{3})/);
  return Buffer.concat(parts.map((part, at) => (at % 2 === 0 ? Buffer.from(part, 'utf8') : Buffer.from([Number.parseInt(part, 8)])))).toString('utf8');
}
