/**
 * The filter that every process of a box is under: what the namespaces leave open is closed here.
 *
 * AF_VSOCK is in no network namespace, io_uring performs calls that no filter sees, a terminal takes
 * typed characters from whoever has it (TIOCSTI): so families of sockets are allowed by name, and the
 * rest is denied by name. Another architecture's calls (32 bits, x32) have other numbers, and are
 * refused whole: the first kills, since nothing of ours ever makes one.
 */

import { assemble, type Instruction } from './bpf.ts';
import { type Architecture, callTables } from './system-calls.ts';

/** Offsets in the kernel's `seccomp_data`. Arguments are 64 bits wide; the lower half comes first. */
const at = { number: 0, architecture: 4, argument0: 16, argument1: 24 } as const;

export const answers = {
  allow: 0x7fff0000,
  kill: 0x80000000,
  /** EPERM, ENOSYS, EAFNOSUPPORT. */
  refuse: 0x00050001,
  unknown: 0x00050026,
  noFamily: 0x00050061,
} as const;

/** Unix, IPv4, IPv6 and netlink (which lists interfaces; the namespace has but loopback). */
export const allowedFamilies: readonly number[] = [1, 2, 10, 16];
/** Flags of `clone` that make a namespace: time, mount, cgroup, uts, ipc, user, pid, net. */
export const namespaceFlags = 0x7e020080;
/** Requests of `ioctl` that type on a terminal: TIOCSTI, TIOCLINUX. */
export const terminalRequests: readonly number[] = [0x5412, 0x541c];
/** Numbers from here on are x32's. */
export const x32Bit = 0x40000000;

const load = (offset: number): Instruction => ({ op: 'load', offset });
const label = (name: string): Instruction => ({ op: 'label', name });
const answer = (value: number): Instruction => ({ op: 'return', value });
const when = (value: number, goTo: string): Instruction => ({ op: 'if', test: 'equal', value, goTo });

export function seccompFilter(architecture: Architecture): Buffer {
  const table = callTables[architecture];
  return assemble([
    load(at.architecture), when(table.audit, 'native'), answer(answers.kill),
    label('native'), load(at.number),
    ...(architecture === 'x64' ? [{ op: 'if', test: 'at-least', value: x32Bit, goTo: 'unknown' } as const] : []),
    when(table.clone, 'clone'), when(table.socket, 'socket'), when(table.ioctl, 'ioctl'),
    ...Object.values(table.unknown).map((number) => when(number, 'unknown')),
    ...Object.values(table.refused).map((number) => when(number, 'refuse')),
    answer(answers.allow),
    label('clone'), load(at.argument0), { op: 'if', test: 'any-bit', value: namespaceFlags, goTo: 'refuse' }, answer(answers.allow),
    label('socket'), load(at.argument0), ...allowedFamilies.map((family) => when(family, 'allow')), answer(answers.noFamily),
    label('ioctl'), load(at.argument1), ...terminalRequests.map((request) => when(request, 'refuse')),
    label('allow'), answer(answers.allow),
    label('refuse'), answer(answers.refuse),
    label('unknown'), answer(answers.unknown),
  ]);
}
