/**
 * Whether something of this machine listens on a socket in a directory: mounted as it is, the directory would be a way out.
 *
 * What is told is what the kernel lists: sockets of this network, by the whole path that they were bound to. One that was bound
 * to a relative path, or in another network, is not found.
 */

import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { isAbsolute } from 'node:path';

/** Its path; `null`: none is known. */
export function listensWithin(directory: string): string | null {
  if (!existsSync(directory)) return null;
  const within = `${realpathSync(directory)}/`;
  return boundPaths().find((path) => isAbsolute(path) && existsSync(path) && realpathSync(path).startsWith(within)) ?? null;
}

/** The eighth word of a line and all that follows it. */
function boundPaths(): readonly string[] {
  const lines = readFileSync('/proc/net/unix', 'utf8').split('\n').slice(1);
  return lines.flatMap((line) => /^(?:\S+ +){6}\S+ (.+)$/.exec(line)?.[1] ?? []);
}
