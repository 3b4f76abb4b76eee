/**
 * A directory of the host's own, that nobody else enters: what is in it are records, secrets on their way, and what orders left.
 *
 * The users of orders do not pass through it either: what they see of it is mounted for them elsewhere, by root.
 */

import { chmodSync, mkdirSync, statSync } from 'node:fs';

/** Makes it, or closes one that an earlier version left open. */
export function makeOwnDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const { mode, uid } = statSync(directory);
  // Whose it is else says who enters.
  if ((mode & 0o077) !== 0 && uid === process.getuid?.()) chmodSync(directory, 0o700);
}
