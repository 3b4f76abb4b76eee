/**
 * One order's control group: its limits, what it used, and the end of everything in it.
 *
 * A kill for memory can hide behind exit code 0 (a child died, its parent went on), so the group's
 * own counter is read.
 */

import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SandboxLimits } from '../../ports/sandbox.ts';
import type { CgroupPlaces, Controller } from './cgroup-places.ts';
import { kill, until } from './processes.ts';

const periodUs = 100_000;
/**
 * In version 1 a thread may move itself alone, which waits for nobody; whoever moves a process waits until every processor has
 * passed through the scheduler, some 15 ms. Version 2 lets threads move within a domain only.
 */
const joinedBy = { 1: 'tasks', 2: 'cgroup.procs' } as const;

export interface Counters {
  oomKills(): number;
  /** `null`: nobody counts. */
  cpuMs(): number | null;
  /** In how many periods its processes wanted more of the processors than they may have, and were held back. */
  throttled(): number;
}

export interface ControlGroup extends Counters {
  readonly directories: readonly string[];
  /** Files into which a process of one thread writes 0 to join. */
  readonly joins: readonly string[];
}

/** The directories that a group of this name has, made or not: in version 1 none where nothing is limited or counted. */
export function groupDirectories({ version, parents }: CgroupPlaces, name: string, { cpus }: Pick<SandboxLimits, 'cpus'>): readonly string[] {
  const { cpu, ...others } = parents;
  const used = version === 1 && cpus === null ? others : { cpu, ...others };
  return [...new Set(Object.values(used).filter((parent) => parent !== undefined))].map((parent) => join(parent, name));
}

/** Makes it, with its limits set: whoever joins is under them from its first instruction. */
export function makeGroup(places: CgroupPlaces, name: string, limits: SandboxLimits): ControlGroup {
  const directories = groupDirectories(places, name, limits);
  for (const directory of directories) mkdirSync(directory);
  const of = (controller: Controller, file: string): string | null => {
    const parent = places.parents[controller];
    return parent === undefined ? null : join(parent, name, file);
  };
  for (const { controller, file, value, optional } of settings(places.version, limits)) {
    const place = of(controller, file);
    if (place !== null) set(place, value, optional === true);
  }
  return { directories, joins: directories.map((directory) => join(directory, joinedBy[places.version])), ...countersOf(places, name) };
}

/** Of the group of this name, or of the places themselves. */
export function countersOf(places: CgroupPlaces, name: string = ''): Counters {
  const of = (controller: Controller, file: string): string | null => {
    const parent = places.parents[controller];
    return parent === undefined ? null : join(parent, name, file);
  };
  const memory = of('memory', places.version === 1 ? 'memory.oom_control' : 'memory.events');
  return {
    oomKills: () => numberAfter(memory, 'oom_kill') ?? 0,
    throttled: () => numberAfter(of('cpu', 'cpu.stat'), 'nr_throttled') ?? 0,
    cpuMs: () => (places.version === 1 ? nanoseconds(of('cpuacct', 'cpuacct.usage')) : microseconds(of('cpu', 'cpu.stat'))),
  };
}

interface Setting {
  readonly controller: Controller;
  readonly file: string;
  readonly value: string;
  /** Not every kernel has it. */
  readonly optional?: boolean;
}

function settings(version: 1 | 2, { memoryBytes, pids, cpus }: SandboxLimits): readonly Setting[] {
  const quota = cpus === null ? null : String(Math.round(cpus * periodUs));
  if (version === 1) {
    return [
      { controller: 'memory', file: 'memory.limit_in_bytes', value: String(memoryBytes) },
      { controller: 'memory', file: 'memory.memsw.limit_in_bytes', value: String(memoryBytes), optional: true },
      { controller: 'pids', file: 'pids.max', value: String(pids) },
      ...(quota === null ? [] : [
        { controller: 'cpu', file: 'cpu.cfs_period_us', value: String(periodUs) } as const,
        { controller: 'cpu', file: 'cpu.cfs_quota_us', value: quota } as const,
      ]),
    ];
  }
  return [
    { controller: 'memory', file: 'memory.max', value: String(memoryBytes) },
    { controller: 'memory', file: 'memory.swap.max', value: '0', optional: true },
    { controller: 'pids', file: 'pids.max', value: String(pids) },
    ...(quota === null ? [] : [{ controller: 'cpu', file: 'cpu.max', value: `${quota} ${periodUs}` } as const]),
  ];
}

function set(place: string, value: string, isOptional: boolean): void {
  try {
    writeFileSync(place, value);
  } catch (error) {
    if (!isOptional) throw error;
  }
}

/** Ends every process in these groups and removes them; says whether that was so. */
export async function removeGroups(directories: readonly string[]): Promise<boolean> {
  return until(() => directories.map(removeGroup).every((isGone) => isGone));
}

/** One that can be removed has nobody in it. */
function removeGroup(directory: string): boolean {
  try {
    rmdirSync(directory);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return true;
    for (const pid of (read(join(directory, 'cgroup.procs')) ?? '').split('\n').map(Number)) if (pid > 1) kill(pid);
    return false;
  }
}

function numberAfter(file: string | null, word: string): number | null {
  const line = (file === null ? null : read(file))?.split('\n').find((one) => one.startsWith(`${word} `));
  return line === undefined ? null : Number(line.slice(word.length + 1));
}

function microseconds(file: string | null): number | null {
  const used = numberAfter(file, 'usage_usec');
  return used === null ? null : used / 1_000;
}

function nanoseconds(file: string | null): number | null {
  const used = file === null ? null : read(file);
  return used === null ? null : Number(used) / 1_000_000;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
