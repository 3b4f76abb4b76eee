/** What a virtual machine is made of here: qemu, a kernel with its modules, and a static busybox. Starts no program. */

import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { architecture } from '../machine/architecture.ts';
import { filesMark, placeOf } from '../machine/programs.ts';

export interface Kernel {
  readonly image: string;
  /** The directory of its modules. */
  readonly modules: string;
}

export interface VmPrograms {
  readonly qemu: string;
  readonly busybox: string;
  readonly setpriv: string;
  readonly unshare: string;
  readonly sh: string;
  readonly cp: string;
  readonly kernel: Kernel;
}

const qemus = { x64: 'qemu-system-x86_64', arm64: 'qemu-system-aarch64' } as const;
/** bubblewrap is called in the guest, which has this machine's programs. */
const packages = { bwrap: 'bubblewrap', busybox: 'busybox-static', setpriv: 'util-linux', unshare: 'util-linux', sh: 'a POSIX shell', cp: 'coreutils' } as const;

/** All of them, or in words what is missing. */
export function findQemu(path: string, kernel: Kernel | null): VmPrograms | string {
  if (architecture() !== 'x64') return 'only machines with x86-64 are known to it';
  const qemu = placeOf(qemus.x64, path);
  if (qemu === null) return `there is no ${qemus.x64}: install qemu-system-x86`;
  const found: Partial<Record<string, string>> = {};
  for (const [name, from] of Object.entries(packages)) {
    const place = placeOf(name, path);
    if (place === null) return `there is no ${name}: install ${from}`;
    found[name] = place;
  }
  // A guest has no library when it begins.
  if (needsLibraries(found['busybox'] ?? '')) return 'this busybox needs libraries: install busybox-static';
  const own = kernel ?? kernelOf('/boot', '/lib/modules');
  if (own === null) return 'there is no kernel that can be read in /boot with modules in /lib/modules: install linux-image-amd64';
  const { busybox = '', setpriv = '', unshare = '', sh = '', cp = '' } = found;
  return { qemu, busybox, setpriv, unshare, sh, cp, kernel: own };
}

export function vmMark(programs: VmPrograms | string): string {
  if (typeof programs === 'string') return programs;
  return `${filesMark([programs.qemu, programs.busybox, programs.kernel.image])} · ${isReadable('/dev/kvm') ? 'kvm' : 'no kvm'}`;
}

/** The latest that has both. */
export function kernelOf(boot: string, modules: string): Kernel | null {
  const kernels = namesIn(boot).filter((name) => name.startsWith('vmlinuz-')).map((name) => name.slice('vmlinuz-'.length));
  const version = kernels.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .findLast((one) => namesIn(modules).includes(one) && isReadable(join(boot, `vmlinuz-${one}`)));
  return version === undefined ? null : { image: join(boot, `vmlinuz-${version}`), modules: join(modules, version) };
}

/** By what an executable file of 64 bits says: it names a program that loads it. */
function needsLibraries(program: string): boolean {
  const bytes = readFileSync(program);
  const [start, size, count, loader] = [Number(bytes.readBigUInt64LE(0x20)), bytes.readUInt16LE(0x36), bytes.readUInt16LE(0x38), 3];
  return Array.from({ length: count }, (_, at) => bytes.readUInt32LE(start + at * size)).includes(loader);
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // there is none
  }
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
