/**
 * What gVisor is told: the whole of what a command sees, as a bundle of OCI.
 *
 * Its kernel makes files of its own in /dev, /proc and /sys; those that would tell or offer something are covered.
 */

import { homePath, type SandboxOrder, wayOutPath, workspacePath } from '../../ports/sandbox.ts';
import { boxUser } from '../bubblewrap/box-arguments.ts';
import { seccompProfile } from '../filter/seccomp-profile.ts';
import type { Architecture } from '../filter/system-calls.ts';
import type { Mount } from '../oci/box-arguments.ts';
import { isInWorkspace } from '../order/mount-points.ts';
import type { Sources } from '../order/stage.ts';
import type { GvisorPrograms } from './find-runsc.ts';

export interface Bundle {
  readonly order: SandboxOrder;
  /** Where the root of the box is, and what of the machine is mounted in it. */
  readonly root: string;
  readonly mounts: readonly Mount[];
  readonly sources: Sources;
  /** An empty file. */
  readonly empty: string;
  /** Who the box's user and its root are, where runsc is started. */
  readonly users: { readonly own: number; readonly root: number };
  readonly programs: Pick<GvisorPrograms, 'sh' | 'env' | 'prlimit'>;
  readonly architecture: Architecture;
}

/**
 * The first process reaps what is orphaned. It says nothing by itself: the command's streams are its own.
 * What it performs is a child, so that signals which it sends itself are not those of a first process.
 */
const beginText = `exec 3>&2 2>/dev/null
"$@" 2>&3 3>&-
exit $?`;

/** Of gVisor's own files, those that an empty one is laid over. */
export const coveredFiles: readonly string[] = ['/proc/cmdline', '/dev/fuse'];

/** The shell that begins the box. */
const ownProcesses = 1;

export function bundleConfig(bundle: Bundle): object {
  const { order, root, users } = bundle;
  const maps = [{ containerID: 0, hostID: users.root, size: 1 }, { containerID: boxUser.uid, hostID: users.own, size: 1 }];
  return {
    ociVersion: '1.0.2',
    process: {
      terminal: false, user: { uid: boxUser.uid, gid: boxUser.gid }, args: beginning(bundle), env: ['PATH=/usr/bin:/bin'],
      cwd: order.workspace === null ? homePath : workspacePath, capabilities: {}, noNewPrivileges: true, rlimits: rlimits(order),
    },
    root: { path: root, readonly: true },
    hostname: 'sandbox',
    mounts: mounts(bundle),
    linux: {
      namespaces: ['pid', 'mount', 'ipc', 'uts', 'network', 'user'].map((type) => ({ type })),
      uidMappings: maps, gidMappings: maps, seccomp: gvisorProfile(bundle.architecture),
    },
  };
}

/** `env` gives exactly the order's environment, whatever its names; runsc itself would add a home. */
function beginning({ order, programs: { sh, env, prlimit } }: Bundle): readonly string[] {
  const variables = Object.entries(order.env).map(([name, value]) => `${name}=${value}`);
  return [sh, '-c', beginText, 'sh', env, '-i', '--', ...variables, prlimit, '--core=0:0', '--', ...order.command];
}

function rlimits({ limits }: SandboxOrder): readonly object[] {
  const seconds = Math.ceil(limits.cpuMs / 1_000);
  const pids = limits.pids + ownProcesses;
  const most: readonly (readonly [string, number, number])[] = [
    ['CORE', 0, 0], ['NOFILE', 4_096, 4_096], ['NPROC', pids, pids], ['FSIZE', limits.fileBytes, limits.fileBytes],
    ['CPU', seconds, seconds + 1], ['MEMLOCK', 0, 0], ['MSGQUEUE', 0, 0],
  ];
  return most.map(([name, soft, hard]) => ({ type: `RLIMIT_${name}`, soft, hard }));
}

function mounts({ order, mounts: ofMachine, sources, empty }: Bundle): readonly object[] {
  const bind = ({ from, to, isWritable }: Mount): object => ({ destination: to, type: 'bind', source: from, options: ['rbind', isWritable ? 'rw' : 'ro'] });
  const scratch = (to: string, mode: string): object => ({
    destination: to, type: 'tmpfs', source: 'tmpfs', options: [`size=${order.limits.scratchBytes}`, `mode=${mode}`, `uid=${boxUser.uid}`, `gid=${boxUser.gid}`],
  });
  const nothing = (to: string): object => ({ destination: to, type: 'tmpfs', source: 'tmpfs', options: ['size=4096', 'mode=0555', 'ro'] });
  const inputs = order.inputs.map((input, at) => ({ input, mount: { from: sources.inputs[at] ?? '', to: input.to, isWritable: input.writes === 'discarded' } }));
  return [
    { destination: '/proc', type: 'proc', source: 'proc' }, nothing('/sys'), nothing('/dev/net'),
    ...coveredFiles.map((to) => bind({ from: empty, to, isWritable: false })),
    scratch('/dev/shm', '1777'), scratch('/tmp', '1777'), scratch(homePath, '0700'),
    ...ofMachine.map(bind),
    ...inputs.filter(({ input }) => !isInWorkspace(input)).map(({ mount }) => bind(mount)),
    ...(sources.wayOut === null ? [] : [bind({ from: sources.wayOut, to: wayOutPath, isWritable: false })]),
    ...(sources.workspace === null ? [] : [bind({ from: sources.workspace, to: workspacePath, isWritable: order.workspace?.layer !== null })]),
    ...inputs.filter(({ input }) => isInWorkspace(input)).map(({ mount }) => bind(mount)),
  ];
}

/**
 * gVisor answers whatever is refused with «not permitted»; what has to look unknown is handed to a tracer that is not there.
 * Its kernel lets everybody make devices, which are nobody's: refused as well.
 */
function gvisorProfile(architecture: Architecture): object {
  const profile = seccompProfile(architecture);
  const [unknown, kindOfFile] = [38, 0o170000];
  const devices = [0o020000, 0o060000].flatMap((kind) => [
    { names: ['mknodat'], action: 'SCMP_ACT_ERRNO', args: [{ index: 2, op: 'SCMP_CMP_MASKED_EQ', value: kindOfFile, valueTwo: kind }] },
    ...(architecture === 'x64' ? [{ names: ['mknod'], action: 'SCMP_ACT_ERRNO', args: [{ index: 1, op: 'SCMP_CMP_MASKED_EQ', value: kindOfFile, valueTwo: kind }] }] : []),
  ]);
  const rules = profile.syscalls.map((rule) => (rule.errnoRet === unknown ? { names: rule.names, action: 'SCMP_ACT_TRACE' } : rule));
  return { ...profile, syscalls: [...rules, ...devices] };
}
