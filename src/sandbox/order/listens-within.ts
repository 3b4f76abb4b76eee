/**
 * Whether something of this machine listens on a socket in a directory: mounted as it is, the directory would be a way out.
 *
 * What is told is what the kernel lists: sockets of this network, by the whole path that they were bound to. One that was bound
 * to a relative path, or in another network, is not found.
 */

import { readFileSync, realpathSync } from 'node:fs';
import { isAbsolute } from 'node:path';

/** Its path; `null`: none is known. */
export function listensWithin(directory: string): string | null {
  const within = realPath(directory);
  if (within === null) return null;
  return boundPaths().find((path) => isAbsolute(path) && realPath(path)?.startsWith(`${within}/`) === true) ?? null;
}

/** Sockets of others come and go at any moment: asked once, since what is there when it is asked for may be gone when it is looked at. */
function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

/** The eighth word of a line and all that follows it. */
function boundPaths(): readonly string[] {
  const lines = readFileSync('/proc/net/unix', 'utf8').split('\n').slice(1);
  return lines.flatMap((line) => /^(?:\S+ +){6}\S+ (.+)$/.exec(line)?.[1] ?? []);
}
