/**
 * What a proof is of beside the programs: the machine, its kernel, the user, and what this process may do there.
 *
 * Two containers of one image have one machine's id and kernel. They are told apart by what they are in: namespaces, the
 * file system that is their root, their rights, their name. On a machine by itself all of these are the same after
 * it was started anew; the namespaces of a container are others each time, and so is its mark.
 */

import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';

/** Of /proc/self/status: what the process may do at most, and what no child of it will. */
const rights = ['CapEff', 'CapBnd', 'NoNewPrivs', 'Seccomp'];
const namespaces = ['user', 'pid'];

export interface MachineSources {
  readonly read: (file: string) => string;
  /** Where a link leads. */
  readonly link: (file: string) => string;
  readonly uid: number | null;
}

const ofThisOne: MachineSources = { read: read(readFileSync), link: read(readlinkSync), uid: process.getuid?.() ?? null };

/** Cheap to tell: no program is started for it. */
export function machineMark({ read: text, link, uid }: MachineSources = ofThisOne): string {
  const inside = [
    text('/proc/sys/kernel/hostname').trim(), ...namespaces.map((name) => link(`/proc/self/ns/${name}`)), rootOf(text('/proc/self/mountinfo')),
    ...rights.map((name) => text('/proc/self/status').split('\n').find((line) => line.startsWith(`${name}:`)) ?? ''),
  ];
  const digest = createHash('sha256').update(inside.join('\n')).digest('hex').slice(0, 32);
  return [text('/etc/machine-id').trim(), text('/proc/sys/kernel/osrelease').trim(), `uid ${uid ?? ''}`, digest].join(' · ');
}

/** The file system that is the root, without numbers that are given anew each time: of a container its own layer is part of it. */
function rootOf(mountinfo: string): string {
  const roots = mountinfo.split('\n').map((line) => line.split(' - ')).filter(([before = '']) => before.split(' ')[4] === '/');
  const [before = '', after = ''] = roots.at(-1) ?? [];
  return `${before.split(' ')[3] ?? ''} ${after}`;
}

function read(from: (file: string, encoding: 'utf8') => string): (file: string) => string {
  return (file) => {
    try {
      return from(file, 'utf8');
    } catch {
      return ''; // not every system has it
    }
  };
}
