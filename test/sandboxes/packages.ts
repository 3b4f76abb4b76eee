/**
 * What the suites of sandboxes need beside Node: programs, and the packages of Debian that bring them.
 *
 * As root what is missing is installed; otherwise the command is named, and what needs it is skipped with its reason.
 */

import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Package → a program of it. */
const packages: Readonly<Record<string, string>> = {
  bubblewrap: 'bwrap', gcc: 'cc', podman: 'podman', runc: 'runc', uidmap: 'newuidmap',
  postgresql: 'pg_ctlcluster', 'redis-server': 'redis-server', chromium: 'chromium', curl: 'curl', git: 'git',
};

/** Says a line for whatever was done or has to be done. */
export function bringPackages(mayInstall: boolean): readonly string[] {
  const missing = missingPackages();
  if (missing.length === 0) return [];
  const install = ['install', '--yes', '--no-install-recommends', ...missing];
  const byHand = `run: sudo apt-get ${install.join(' ')}`;
  const why = !mayInstall ? 'nothing was to be installed' : process.getuid?.() !== 0 ? 'this is not root' : isThere('apt-get') ? null : 'there is no apt-get here';
  if (why !== null) return [`not installed: ${missing.join(' ')}: ${why}; ${byHand}`];
  apt(['update']);
  apt(install);
  const left = missingPackages();
  const brought = missing.filter((name) => !left.includes(name));
  return [
    ...(brought.length === 0 ? [] : [`installed: ${brought.join(' ')}`]),
    ...(left.length === 0 ? [] : [`not installed: ${left.join(' ')}: apt-get could not; ${byHand}`]),
  ];
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
