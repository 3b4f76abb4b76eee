/**
 * Where control groups can be made on this machine: below this process's own, in version 1 or 2.
 *
 * A place is proved by making a group there and removing it; that it is mounted says nothing.
 */

import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Version 2 counts processor time in `cpu`. */
export const controllers = ['memory', 'pids', 'cpu', 'cpuacct'] as const;
export type Controller = (typeof controllers)[number];

export interface CgroupPlaces {
  readonly version: 1 | 2;
  /** The directory below which a group is made, by controller; in version 2 it is one for all. */
  readonly parents: Readonly<Partial<Record<Controller, string>>>;
}

export interface CgroupSources {
  /** The texts of /proc/self/cgroup and /proc/self/mountinfo. */
  readonly cgroup: string;
  readonly mountinfo: string;
  /** What a group made for a look is called. */
  readonly look: string;
}

const lookName = 'espalier-look-';

export function cgroupPlaces(look: string = `${lookName}${randomUUID()}`): CgroupPlaces | null {
  try {
    const [cgroup, mountinfo] = [readFileSync('/proc/self/cgroup', 'utf8'), readFileSync('/proc/self/mountinfo', 'utf8')];
    return findPlaces({ cgroup, mountinfo, look });
  } catch {
    return null; // no /proc, no control groups
  }
}

/** The groups that a process is in; `null`: it is gone, or nothing tells. */
export function placesOfProcess(pid: number): CgroupPlaces | null {
  try {
    const [cgroup, mountinfo] = [readFileSync(`/proc/${pid}/cgroup`, 'utf8'), readFileSync('/proc/self/mountinfo', 'utf8')];
    return ownPlaces({ cgroup, mountinfo });
  } catch {
    return null;
  }
}

/** The groups themselves, not where others could be made. */
export function ownPlaces(sources: Omit<CgroupSources, 'look'>): CgroupPlaces {
  const unified = ownDirectory(sources, null);
  if (unified !== null && existsSync(join(unified, 'memory.events'))) {
    return { version: 2, parents: Object.fromEntries(controllers.map((controller) => [controller, unified])) };
  }
  const parents = controllers.flatMap((controller) => {
    const own = ownDirectory(sources, controller);
    return own === null ? [] : [[controller, own] as const];
  });
  return { version: 1, parents: Object.fromEntries(parents) };
}

/** What can be held by groups here, in a word for a proof: not where, which differs from session to session. */
export function groupsMark(places: CgroupPlaces | null): string {
  return places === null ? 'no groups' : `groups ${places.version} ${Object.keys(places.parents).join(' ')}`;
}

export function findPlaces(sources: CgroupSources): CgroupPlaces | null {
  const second = unifiedParent(sources);
  if (second !== null) return second;
  const parents: Partial<Record<Controller, string>> = {};
  for (const controller of controllers) {
    const own = ownDirectory(sources, controller);
    if (own !== null && canMake(own, sources.look)) parents[controller] = own;
  }
  return Object.keys(parents).length === 0 ? null : { version: 1, parents };
}

/** The nearest group, upwards, that hands the controllers on to its children. */
function unifiedParent(sources: CgroupSources): CgroupPlaces | null {
  const own = ownDirectory(sources, null);
  const top = mountOf(sources, null)?.point;
  if (own === null || top === undefined) return null;
  for (let place = own; place.startsWith(top); place = dirname(place)) {
    if (!handsOn(place, 'memory')) allow(place);
    const given = controllers.filter((controller) => handsOn(place, controller));
    if (given.includes('memory') && canMake(place, sources.look)) {
      return { version: 2, parents: Object.fromEntries(given.map((controller) => [controller, place])) };
    }
    if (place === top) break;
  }
  return null;
}

function handsOn(place: string, controller: Controller): boolean {
  try {
    return readFileSync(join(place, 'cgroup.subtree_control'), 'utf8').split(/\s+/).includes(controller);
  } catch {
    return false;
  }
}

/** Only a group without processes of its own may hand on; the kernel refuses the others. */
function allow(place: string): void {
  try {
    writeFileSync(join(place, 'cgroup.subtree_control'), controllers.filter((one) => one !== 'cpuacct').map((one) => `+${one}`).join(' '));
  } catch {
    return; // not ours to change: the next one up may do
  }
}

function canMake(parent: string, look: string): boolean {
  const place = join(parent, look);
  try {
    mkdirSync(place);
    removeLook(place);
    return true;
  } catch {
    return false;
  }
}

/** Removes the groups that a host made for a look and was killed before it removed them, and says so. */
export function sweepLooks(places: CgroupPlaces | null): readonly string[] {
  const found = [...new Set(Object.values(places?.parents ?? {}))].flatMap((parent) => (
    readdirSync(parent).filter((name) => name.startsWith(lookName)).map((name) => join(parent, name))
  ));
  return found.filter(removeLook).map((group) => `control group ${group}, left of a look: removed`);
}

/** One that another host has swept meanwhile is gone as well; says whether this one did it. */
function removeLook(place: string): boolean {
  try {
    rmdirSync(place);
    return true;
  } catch {
    return false;
  }
}

/** `null` as a controller: version 2. */
function ownDirectory(sources: Omit<CgroupSources, 'look'>, controller: Controller | null): string | null {
  const own = sources.cgroup.split('\n').map((line) => line.split(':')).find(([id, names = '']) =>
    controller === null ? id === '0' && names === '' : names.split(',').includes(controller))?.slice(2).join(':');
  const mount = mountOf(sources, controller);
  if (own === undefined || mount === null) return null;
  const isBelow = mount.root === '/' || own === mount.root || own.startsWith(`${mount.root}/`);
  const within = !isBelow ? '/' : mount.root === '/' ? own : own.slice(mount.root.length);
  return join(mount.point, within);
}

function mountOf({ mountinfo }: Pick<CgroupSources, 'mountinfo'>, controller: Controller | null): { readonly root: string; readonly point: string } | null {
  for (const line of mountinfo.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    const [, , , root = '', point = ''] = before.split(' ');
    const [type = '', , options = ''] = after.split(' ');
    const isIt = controller === null ? type === 'cgroup2' : type === 'cgroup' && options.split(',').includes(controller);
    if (isIt) return { root, point };
  }
  return null;
}
