/**
 * Control groups that root hands on to an ordinary user, as systemd does with a session: made below root's own, theirs to
 * make groups in, and removed with whatever is left in them.
 */

import { chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cgroupPlaces } from '../../src/sandbox/machine/cgroup-places.ts';
import { groupDirectories, removeGroups } from '../../src/sandbox/machine/control-group.ts';

export interface HandedOn {
  /** Each takes a process that writes 0 to it: then that process has been handed on, and what it starts. */
  readonly joins: readonly string[];
  remove(): Promise<void>;
}

/** `null`: root can make none here itself. */
export function handOnGroups(uid: number): HandedOn | null {
  const places = cgroupPlaces();
  if (places === null) return null;
  const given = groupDirectories(places, `espalier-handed-on-${process.pid}`, { cpus: 1 });
  // In version 2 only a group without processes of its own hands on: who is handed the group lives in one below.
  const files = places.version === 1 ? ['tasks', 'cgroup.procs'] : ['cgroup.procs', 'cgroup.threads', 'cgroup.subtree_control'];
  const homes = places.version === 1 ? given : given.map((directory) => join(directory, 'session'));
  for (const directory of new Set([...given, ...homes])) {
    mkdirSync(directory);
    for (const file of ['.', ...files]) chownSync(join(directory, file), uid, uid);
  }
  return {
    joins: homes.map((directory) => join(directory, 'cgroup.procs')),
    async remove() {
      if (places.version === 2) await removeGroups(homes);
      if (!await removeGroups(given)) throw new Error(`control groups are left: ${given.join(', ')}`);
    },
  };
}
