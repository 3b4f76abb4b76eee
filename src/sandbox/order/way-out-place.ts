/**
 * Where the socket of an order's way out lies: a directory of the order's own, that only the host's user can enter.
 *
 * The socket itself is open to everyone, since in the box the order's user is another; who gets
 * there is decided by the directory outside, and inside by the one mount. The directory's name says
 * whose it is, so that it is made and owned in one step: what a killed host leaves is found by it.
 */

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxError } from '../../ports/sandbox.ts';
import { hostLives, thisHost } from '../machine/host-life.ts';

export interface WayOutPlace {
  readonly socket: string;
  /** After nothing listens any longer. */
  readonly leave: () => void;
}

/** What the kernel takes for the path of a socket. */
const longestPath = 107;

export function takeWayOutPlace(state: string, id: string): WayOutPlace {
  const digest = createHash('sha256').update(id).digest('hex').slice(0, 12);
  const place = join(wayOutsDirectory(state), `${thisHost(state)}-${digest}`);
  const socket = join(place, 'socket');
  if (Buffer.byteLength(socket) > longestPath) {
    throw new SandboxError(`Cannot open a way out: the path of its socket, ${socket}, is longer than ${longestPath} bytes; keep state in a directory with a shorter path`);
  }
  mkdirSync(wayOutsDirectory(state), { recursive: true, mode: 0o700 });
  try {
    mkdirSync(place, { mode: 0o700 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    throw new SandboxError(`Cannot open a way out for the order ${id}: one of that name runs`);
  }
  return { socket, leave: () => rmSync(place, { recursive: true, force: true }) };
}

/** Removes those of hosts that no longer live, and says so. */
export function sweepWayOuts(state: string): readonly string[] {
  const left = namesIn(wayOutsDirectory(state)).filter((name) => {
    const [host = ''] = name.split('-');
    return !hostLives(state, host);
  });
  for (const name of left) rmSync(join(wayOutsDirectory(state), name), { recursive: true, force: true });
  return left.map((name) => `way out ${name} of a host that no longer lives: removed`);
}

function wayOutsDirectory(state: string): string {
  return join(state, 'way-outs');
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // there never was one
  }
}
