/**
 * What the suites of sandboxes need beside Node: programs, and the packages of Debian that bring them.
 *
 * As root what is missing is installed; otherwise the command is named, and what needs it is skipped with its reason.
 */

import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { guestKernel, kernelDirectory } from '../contracts/guest-kernel.ts';
import { installLater, unpackKernel } from './other-packages.ts';

/** Package → a program of it. */
const packages: Readonly<Record<string, string>> = {
  bubblewrap: 'bwrap', gcc: 'cc', podman: 'podman', runc: 'runc', uidmap: 'newuidmap', 'qemu-system-x86': 'qemu-system-x86_64', 'busybox-static': 'busybox', e2fsprogs: 'mkfs.ext4',
  postgresql: 'pg_ctlcluster', 'redis-server': 'redis-server', chromium: 'chromium', curl: 'curl', git: 'git',
};

/** Says a line for whatever was done or has to be done. */
export function bringPackages(mayInstall: boolean): readonly string[] {
  const missing = missingPackages();
  const [isOld, hasKernel] = [!isLate(), typeof guestKernel() !== 'string'];
  if (missing.length === 0 && !isOld && hasKernel) return [];
  const install = ['install', '--yes', '--no-install-recommends', ...missing];
  const named = [...missing, ...(isOld ? [`runsc (of Debian ${gvisorRelease} or later)`] : []), ...(hasKernel ? [] : ['a kernel for guests'])].join(' ');
  const byHand = missing.length === 0 ? '' : `; run: sudo apt-get ${install.join(' ')}`;
  const why = !mayInstall ? 'nothing was to be installed' : process.getuid?.() !== 0 ? 'this is not root' : isThere('apt-get') ? null : 'there is no apt-get here';
  if (why !== null) return [`not installed: ${named}: ${why}${byHand}`];
  apt(['update']);
  if (missing.length > 0) apt(install);
  if (isOld && !installLater('runsc')) apt(['install', '--yes', '--no-install-recommends', 'runsc']);
  if (!hasKernel) unpackKernel(kernelDirectory);
  const left = [...missingPackages(), ...(isLate() ? [] : ['runsc']), ...(typeof guestKernel() === 'string' ? ['a kernel for guests'] : [])];
  const brought = [...missing, ...(isOld ? ['runsc'] : []), ...(hasKernel ? [] : ['a kernel for guests'])].filter((name) => !left.includes(name));
  return [
    ...(brought.length === 0 ? [] : [`installed: ${brought.join(' ')}`]),
    ...(left.length === 0 ? [] : [`not installed: ${left.join(' ')}: apt-get could not${byHand}`]),
  ];
}

/** Builds of gVisor before 2023, such as Debian 12 has, do not know what coreutils asks of a kernel. */
const gvisorRelease = 13;

function isLate(): boolean {
  if (!isThere('runsc')) return false;
  const year = /(?:~|release-)(\d{4})\d{4}/.exec(spawnSync('runsc', ['--version'], { encoding: 'utf8' }).stdout)?.[1];
  return year === undefined || Number(year) >= 2_023;
}

function missingPackages(): readonly string[] {
  return Object.entries(packages).filter(([, program]) => !isThere(program)).map(([name]) => name);
}

function isThere(program: string): boolean {
  const folders = `${process.env['PATH'] ?? ''}${delimiter}/usr/sbin${delimiter}/sbin`.split(delimiter);
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function apt(args: readonly string[]): void {
  spawnSync('apt-get', ['-q', ...args], { stdio: 'ignore', timeout: 300_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}
