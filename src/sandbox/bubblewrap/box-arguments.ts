/**
 * What bubblewrap is told: the whole of what a command sees, as one list of arguments.
 *
 * Environment and paths go through a descriptor, since arguments of a process can be read by
 * everyone on the machine. The order matters: later mounts lie over earlier ones, and the root and
 * /dev are made read-only last.
 */

import { readlinkSync } from 'node:fs';
import { homePath, type Input, type SandboxOrder, wayOutPath, workspacePath } from '../../ports/sandbox.ts';
import { isInWorkspace } from '../order/mount-points.ts';
import type { Sources } from '../order/stage.ts';

/** Descriptors of the child, in the order in which they are given to it. */
export const descriptors = { status: 3, arguments: 4, filter: 5, passwd: 6, group: 7, hosts: 8, empty: 9 } as const;

export const boxUser = { uid: 1_000, gid: 1_000, name: 'agent' } as const;

/** The files that are made up. */
export const madeUp: Readonly<Record<'passwd' | 'group' | 'hosts', string>> = {
  passwd: `root:x:0:0::/root:/bin/false\n${boxUser.name}:x:${boxUser.uid}:${boxUser.gid}::${homePath}:/bin/sh\nnobody:x:65534:65534::/nonexistent:/bin/false\n`,
  group: `root:x:0:\n${boxUser.name}:x:${boxUser.gid}:\nnogroup:x:65534:\n`,
  hosts: '127.0.0.1 localhost\n::1 localhost\n',
};

export function boxArguments(order: SandboxOrder, sources: Sources): readonly string[] {
  const size = String(order.limits.scratchBytes);
  return [
    '--unshare-all', '--unshare-user', '--disable-userns', '--uid', String(boxUser.uid), '--gid', String(boxUser.gid),
    '--hostname', 'sandbox', '--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--clearenv',
    '--ro-bind', '/usr', '/usr', ...usualLinks(), ...etc(),
    '--proc', '/proc', '--ro-bind', '/proc/sys', '/proc/sys', '--ro-bind-data', String(descriptors.empty), '/proc/cmdline',
    '--dev', '/dev', '--size', size, '--perms', '1777', '--tmpfs', '/dev/shm',
    '--size', size, '--perms', '1777', '--tmpfs', '/tmp', '--size', size, '--perms', '0700', '--tmpfs', homePath,
    ...inputs(order, sources, (input) => !isInWorkspace(input)),
    ...(sources.wayOut === null ? [] : ['--ro-bind', sources.wayOut, wayOutPath]),
    ...(sources.workspace === null ? [] : [order.workspace?.layer === null ? '--ro-bind' : '--bind', sources.workspace, workspacePath]),
    ...inputs(order, sources, isInWorkspace),
    '--remount-ro', '/dev', '--remount-ro', '/', '--chdir', sources.workspace === null ? homePath : workspacePath,
    ...Object.entries(order.env).flatMap(([name, value]) => ['--setenv', name, value]),
    '--seccomp', String(descriptors.filter), '--json-status-fd', String(descriptors.status),
  ];
}

function inputs(order: SandboxOrder, sources: Sources, isWanted: (input: Input) => boolean): readonly string[] {
  return order.inputs.flatMap((input, at) => (isWanted(input) ? [input.writes === 'discarded' ? '--bind' : '--ro-bind', sources.inputs[at] ?? '', input.to] : []));
}

/** `/bin` and its like: the links that the system has; where it has directories, these. */
function usualLinks(): readonly string[] {
  return ['/bin', '/sbin', '/lib', '/lib64', '/lib32', '/libx32'].flatMap((path) => {
    try {
      return ['--symlink', readlinkSync(path), path];
    } catch (error) {
      const isDirectory = error instanceof Error && 'code' in error && error.code === 'EINVAL';
      return isDirectory ? ['--ro-bind', path, path] : [];
    }
  });
}

/** Of /etc only what programs cannot do without: never all of it. */
function etc(): readonly string[] {
  const files = ['/etc/ssl/certs', '/etc/alternatives', '/etc/ld.so.cache', '/etc/ld.so.conf', '/etc/ld.so.conf.d', '/etc/localtime'];
  return [
    '--dir', '/etc', ...files.flatMap((file) => ['--ro-bind-try', file, file]),
    '--perms', '0644', '--ro-bind-data', String(descriptors.passwd), '/etc/passwd', '--perms', '0644', '--ro-bind-data', String(descriptors.group), '/etc/group',
    '--perms', '0644', '--ro-bind-data', String(descriptors.hosts), '/etc/hosts',
  ];
}

/**
 * The limits of each single process, set within the box: for its user there, and for nobody outside.
 * None of memory: what a process reserves says nothing of what it uses, and Node would not start.
 */
export function processLimits({ limits }: SandboxOrder): readonly string[] {
  const seconds = Math.ceil(limits.cpuMs / 1_000);
  return [
    '--core=0:0', '--nofile=4096:4096', `--nproc=${limits.pids}:${limits.pids}`, `--fsize=${limits.fileBytes}:${limits.fileBytes}`,
    `--cpu=${seconds}:${seconds + 1}`, '--memlock=0:0', '--msgqueue=0:0',
  ];
}
