/** What orders of one state directory have left on the machine: there should be nothing. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cgroupPlaces, type CgroupPlaces } from '../../src/sandbox/machine/cgroup-places.ts';
import { thisHost } from '../../src/sandbox/machine/host-life.ts';
import { processesWhere } from '../../src/sandbox/machine/processes.ts';

export interface Traces {
  /** Places, users, and everything else below the state directory but the directories themselves and this host's own name. */
  readonly files: readonly string[];
  readonly processes: readonly string[];
  readonly mounts: readonly string[];
  readonly groups: readonly string[];
}

export const noTraces: Traces = { files: [], processes: [], mounts: [], groups: [] };

/** `word` is in the arguments of whatever the orders run; `marks` are their words for processes and groups. */
export function tracesOf(state: string, word: string, marks: ReadonlySet<string>): Traces {
  return {
    files: filesIn(state).filter((file) => file !== join(state, 'hosts', thisHost(state))),
    processes: processesWhere((pid) => commandLine(pid).some((argument) => argument.includes(word) || marks.has(argument)))
      .map((pid) => `${pid} ${commandLine(pid).join(' ').slice(0, 200)}`),
    mounts: readFileSync('/proc/self/mountinfo', 'utf8').split('\n').filter((line) => line.includes(state)),
    groups: groupsOf(cgroupPlaces(`espalier-look-${process.pid}`), marks),
  };
}

function filesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory() || entry.parentPath.endsWith('/orders'))
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return []; // nothing was ever made
  }
}

function groupsOf(places: CgroupPlaces | null, marks: ReadonlySet<string>): readonly string[] {
  const parents = new Set<string>(Object.values(places?.parents ?? {}));
  return [...parents].flatMap((parent) => readdirSync(parent).filter((name) => marks.has(name)).map((name) => join(parent, name)));
}

function commandLine(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return []; // gone
  }
}
