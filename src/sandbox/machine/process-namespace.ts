/** Who counts processes alike: the number of a process is its own only within one start of the machine and one namespace. */

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The machine's own, from which every other is seen: the kernel has a constant number for it. */
const ofMachine = 'pid:[4026531836]';

let own: string | null = null;

/** Of this process, in a word: which start of the machine, and which namespace of processes. */
export function processNamespace(): string {
  own ??= `${bootId()} ${namespaceOf('self') ?? ''}`;
  return own;
}

/** Whether what lives in a namespace would be seen from here; one of an earlier start of the machine has nothing that lives. */
export function isSeen(namespace: string): boolean {
  const [boot, inner = ''] = namespace.split(' ');
  const [ownBoot, ownInner] = processNamespace().split(' ');
  if (boot !== ownBoot || inner === ownInner || ownInner === ofMachine) return true;
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && namespaceOf(name) === inner);
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function namespaceOf(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return null; // gone, or not ours to see
  }
}
