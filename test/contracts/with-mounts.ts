/** What a command sees laid over files and directories of this machine, and nobody else does: in a mount namespace of its own. */

import { spawnSync } from 'node:child_process';

/** What is laid over what. */
export type Mount = readonly [from: string, over: string];

const text = 'while [ "$1" != -- ]; do mount --bind "$1" "$2"; shift 2; done; shift; exec "$@"';

/** The command with them around it; it alone where root has not all of its rights. */
export function withMounts(mounts: readonly Mount[], command: readonly string[]): readonly string[] {
  if (mounts.length === 0 || !mayMount()) return command;
  return ['unshare', '--mount', '--propagation', 'private', '--', 'sh', '-c', text, 'sh', ...mounts.flat(), '--', ...command];
}

function mayMount(): boolean {
  return spawnSync('unshare', ['--mount', '--propagation', 'private', '--', 'true']).status === 0;
}
