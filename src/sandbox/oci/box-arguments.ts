/**
 * What the engine is told: the whole of what a command sees, as one command line for podman and docker.
 *
 * Nothing of the environment is on it, since everybody can read a command line: what is in the box
 * before the command reads that from a file (`begin-box.ts`). An engine's socket is never among the mounts.
 */

import { homePath, type SandboxOrder, SandboxError, workspacePath } from '../../ports/sandbox.ts';
import { boxUser } from '../bubblewrap/box-arguments.ts';
import type { Engine } from './engine.ts';

export interface Mount {
  readonly from: string;
  readonly to: string;
  readonly isWritable: boolean;
}

export interface OciBox {
  readonly order: SandboxOrder;
  readonly name: string;
  /** podman's: a directory; docker's: the digest of an empty image. */
  readonly root: string;
  readonly mounts: readonly Mount[];
  /** On the machine: who the box's user is and who its root, which nothing runs as. `null`: the host's own, and none. */
  readonly users: { readonly own: number; readonly root: number } | null;
  readonly seccomp: string;
  /** Into which the engine writes the number of the box's first process. */
  readonly pidFile: string;
  /** What the box begins with. */
  readonly command: readonly string[];
}

/** The shell that begins the box, and a child of it before it is the command. */
const ownProcesses = 2;

export function runArguments(engine: Engine, box: OciBox): readonly string[] {
  const { order, name, root, mounts, command } = box;
  const { limits } = order;
  const size = String(limits.scratchBytes);
  const seconds = Math.ceil(limits.cpuMs / 1_000);
  const pids = limits.pids + ownProcesses;
  return [
    ...engine.globals, 'run', '--name', name, '--rm', '--pull', 'never', '--log-driver', 'none', '--sig-proxy=false',
    ...(order.stdin === undefined ? [] : ['--interactive']),
    '--network', 'none', '--ipc', 'private', '--hostname', 'sandbox',
    '--read-only', '--cap-drop', 'all', '--security-opt', 'no-new-privileges', '--security-opt', `seccomp=${box.seccomp}`,
    ...dialects[engine.kind](engine, box),
    ...(engine.hasGroups ? groupLimits(order, pids) : []),
    '--ulimit', 'core=0:0', '--ulimit', 'nofile=4096:4096', '--ulimit', `nproc=${pids}:${pids}`, '--ulimit', `fsize=${limits.fileBytes}:${limits.fileBytes}`,
    '--ulimit', `cpu=${seconds}:${seconds + 1}`, '--ulimit', 'memlock=0:0', '--ulimit', 'msgqueue=0:0',
    '--shm-size', `${size}b`, ...['/tmp', homePath].flatMap((path) => ['--tmpfs', `${path}:rw,exec,nosuid,nodev,mode=1777,size=${size}`]),
    ...mounts.flatMap(({ from, to, isWritable }) => ['--mount', `type=bind,src=${plain(from)},dst=${plain(to)}${isWritable ? '' : ',readonly'}`]),
    '--workdir', order.workspace === null ? homePath : workspacePath,
    ...(engine.kind === 'podman' ? ['--rootfs', root] : [root]), ...command,
  ];
}

function groupLimits({ limits }: SandboxOrder, pids: number): readonly string[] {
  return [
    '--memory', `${limits.memoryBytes}b`, '--memory-swap', `${limits.memoryBytes}b`, '--pids-limit', String(pids),
    ...(limits.cpus === null ? [] : ['--cpus', String(limits.cpus)]),
  ];
}

/** What the two are told differently. */
const dialects: Readonly<Record<Engine['kind'], (engine: Engine, box: OciBox) => readonly string[]>> = {
  podman: ({ isRoot }, { users, pidFile }) => {
    // As root the numbers are the machine's; as an ordinary user 0 is that user, and from 1 on are its subordinate ones.
    const [own, root] = isRoot ? [users?.own ?? 0, users?.root ?? 0] : [0, 1];
    const maps = ['--uidmap', '--gidmap'].flatMap((flag) => [flag, `0:${root}:1`, flag, `${boxUser.uid}:${own}:1`]);
    return [
      ...maps, '--user', `${boxUser.uid}:${boxUser.gid}`, '--pidfile', pidFile, '--preserve-fds', '1', '--read-only-tmpfs=false', '--no-hosts', '--passwd=false',
      '--unsetenv-all', '--systemd', 'false', '--security-opt', 'mask=/proc/cmdline:/sys', '--mount', 'type=tmpfs,dst=/sys/fs/cgroup,tmpfs-size=4k,ro',
    ];
  },
  // It has no users of the box's own unless its daemon was told so: the box's user is one of the machine's.
  docker: (_, { users }) => ['--user', `${users?.own ?? boxUser.uid}:${users?.own ?? boxUser.gid}`, '--cgroupns', 'private'],
};

/** The engines read a mount as values between commas. */
function plain(path: string): string {
  if (/[,"\n]/.test(path)) throw new SandboxError(`Cannot run the order: oci mounts no path with a comma, a quote or a line's end in it: ${JSON.stringify(path)}`);
  return path;
}
