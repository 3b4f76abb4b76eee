/**
 * What a guest begins with: busybox, the modules of its kernel that it needs, and a constant text that is its first process.
 *
 * The text tells what it does through a channel of its own, a line a stage; what it is to do stands in files of a second
 * archive. The command has the machine's programs, its files, and no right; the guest's root only ever runs the text.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { homePath, type SandboxOrder, workspacePath } from '../../ports/sandbox.ts';
import { madeUp, boxUser } from '../bubblewrap/box-arguments.ts';
import { seccompFilter } from '../filter/seccomp-filter.ts';
import { architecture } from '../machine/architecture.ts';
import { ownDirectory } from '../inside/run-attended.ts';
import { archiveOf } from './cpio.ts';
import type { VmPrograms } from './find-qemu.ts';

/** In the order in which they need each other; one that is not there may be part of the kernel. */
const modules = [
  'virtio_ring', 'virtio', 'virtio_pci_legacy_dev', 'virtio_pci_modern_dev', 'virtio_pci', 'virtio_console',
  'netfs', 'fscache', '9pnet', '9pnet_virtio', '9p',
];

/** What the guest tells, in this order, on the channel: each within its time. */
export const stages = ['kernel', 'files', 'begun'] as const;
export type Stage = (typeof stages)[number];

const initText = `#!/bin/busybox sh
bb=/bin/busybox
$bb mount -t devtmpfs dev /dev; $bb mount -t proc proc /proc; $bb mount -t sysfs sys /sys
for name in ${modules.join(' ')}; do [ -e /modules/$name.ko ] && $bb insmod /modules/$name.ko; done 2>/dev/null
port() { for one in /sys/class/virtio-ports/*; do [ "$($bb cat $one/name 2>/dev/null)" = "$1" ] && echo /dev/$($bb basename $one); done; }
tries=0; while tell=$(port tell); [ -z "$tell" ] && [ $tries -lt 100 ]; do tries=$((tries+1)); $bb usleep 20000; done
out=$(port out); err=$(port err)
exec 3>"$tell" 4>"$out" 5>"$err"
end() { echo "$1" >&3; exec 3>&- 4>&- 5>&-; $bb sync; $bb poweroff -f; }
echo kernel >&3
r=/root; $bb mkdir -p $r; $bb mount -t tmpfs -o mode=0755,size=4m root $r
. /order/mounts || end "fault mounts"
for one in proc dev; do $bb mkdir -p $r/$one; done
$bb mount -t tmpfs -o mode=0755,size=64k dev $r/dev
for one in null zero full random urandom tty; do $bb cp -a /dev/$one $r/dev/$one; $bb chmod 666 $r/dev/$one; done
$bb ln -s /proc/self/fd $r/dev/fd; $bb ln -s fd/0 $r/dev/stdin; $bb ln -s fd/1 $r/dev/stdout; $bb ln -s fd/2 $r/dev/stderr
$bb mkdir $r/dev/shm; $bb mount -t tmpfs -o "mode=1777,size=$scratch,nosuid,nodev" shm $r/dev/shm
$bb mount -o remount,ro $r/dev
$bb cp /order/run $r/run/espalier/run; $bb cp /order/filter $r/run/espalier/filter; $bb chmod 444 $r/run/espalier/run; : > $r/run/espalier/empty
$bb mount -o remount,ro $r
$bb ifconfig lo 127.0.0.1 up; $bb hostname sandbox
echo files >&3
before=$($bb sed -n 's/^oom_kill //p' /proc/vmstat)
echo begun >&3
$bb chroot $r /usr/bin/unshare --pid --fork --kill-child --mount-proc /bin/sh /run/espalier/run </order/stdin >&4 2>&5 3>&- 4>&- 5>&-
code=$?
after=$($bb sed -n 's/^oom_kill //p' /proc/vmstat)
[ "$before" = "$after" ] || end oom
end "exit $code"
`;

export function commonArchive({ busybox, kernel }: VmPrograms): Buffer {
  const found = moduleFiles(kernel.modules);
  return archiveOf([
    ...['bin', 'dev', 'proc', 'sys', 'modules', 'order'].map((path) => ({ path, kind: 'directory' } as const)),
    { path: 'bin/busybox', kind: 'program', content: readFileSync(busybox) },
    { path: 'init', kind: 'program', content: initText },
    ...modules.flatMap((name) => {
      const file = found.get(name);
      return file === undefined ? [] : [{ path: `modules/${name}.ko`, kind: 'file', content: unpacked(file) } as const];
    }),
  ]);
}

function moduleFiles(directory: string): ReadonlyMap<string, string> {
  const files = readdirSync(join(directory, 'kernel'), { recursive: true, encoding: 'utf8' }).filter((file) => /\.ko(\.gz|\.zst)?$/.test(file));
  return new Map(files.map((file) => [basename(file).replace(/\.ko.*$/, '').replaceAll('-', '_'), join(directory, 'kernel', file)]));
}

function unpacked(file: string): Buffer {
  const bytes = readFileSync(file);
  return file.endsWith('.gz') ? gunzipSync(bytes) : file.endsWith('.zst') ? zstdDecompressSync(bytes) : bytes;
}

/** Shared directories, by the name under which the guest finds them. */
export interface GuestMount {
  /** Of the share. */
  readonly share: 'closed' | 'open';
  /** Within the share. */
  readonly from: string;
  readonly to: string;
  readonly kind: 'directory' | 'file';
}

interface OrderFiles {
  readonly order: SandboxOrder;
  readonly mounts: readonly GuestMount[];
  readonly links: readonly { readonly path: string; readonly target: string }[];
  /** The number that files of the workspace belong to. */
  readonly uid: number;
  readonly hasOpen: boolean;
}

export function orderArchive(files: OrderFiles): Buffer {
  return archiveOf([
    { path: 'order/mounts', kind: 'file', content: mountsText(files) },
    { path: 'order/run', kind: 'file', content: runText(files) },
    { path: 'order/filter', kind: 'file', content: seccompFilter(architecture()) },
    { path: 'order/stdin', kind: 'file', content: files.order.stdin ?? '' },
  ]);
}

function mountsText({ order, mounts, links, uid, hasOpen }: OrderFiles): string {
  const size = order.limits.scratchBytes;
  const nine = (name: string, flags: string): string => `$bb mkdir -p /share/${name} && $bb mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144,access=any,nosuid,nodev${flags} ${name} /share/${name} || return 1`;
  const directories = ['/etc', '/run/espalier', '/proc', '/tmp', homePath, workspacePath, '/opt', '/var', '/dev'];
  const own = `${uid}:${uid}`;
  return [
    `scratch=${size}`, nine('closed', ',ro'), ...(hasOpen ? [nine('open', '')] : []),
    ...directories.map((path) => `$bb mkdir -p ${quoted(`/root${path}`)}`),
    ...links.map(({ path, target }) => `$bb ln -s ${quoted(target)} ${quoted(`/root${path}`)}`),
    ...Object.entries(etcOf(uid)).map(([name, text]) => `$bb printf %s ${quoted(text)} > /root/etc/${name}`),
    `$bb mount -t tmpfs -o mode=1777,size=${size},nosuid,nodev tmp /root/tmp`,
    `$bb mount -t tmpfs -o mode=0700,size=${size},nosuid,nodev home /root${homePath} && $bb chown ${own} /root${homePath}`,
    ...mounts.map(({ share, from, to, kind }) => {
      const [source, target] = [quoted(`/share/${share}/${from}`), quoted(`/root${to}`)];
      const point = kind === 'directory' ? `$bb mkdir -p ${target}` : `{ $bb mkdir -p $($bb dirname ${target}); [ -e ${target} ] || : > ${target}; }`;
      return `${point}; $bb mount --bind ${source} ${target} || return 1`;
    }),
  ].map((line) => `${line}\n`).join('');
}

/** The user is the one of the files, whom the guest knows under the same number. */
function etcOf(uid: number): Readonly<Record<string, string>> {
  const numbered = (text: string): string => text.replaceAll(`:${boxUser.uid}:`, `:${uid}:`);
  return { passwd: numbered(madeUp.passwd), group: numbered(madeUp.group), hosts: madeUp.hosts };
}

function runText({ order, uid }: OrderFiles): string {
  const { limits } = order;
  const seconds = Math.ceil(limits.cpuMs / 1_000);
  const variables = Object.entries(order.env).map(([name, value]) => `${name}=${value}`);
  const command = [
    // What loads the filter, and covers the kernel's command line: in a guest that is all it is for.
    'bwrap', '--dev-bind', '/', '/', '--ro-bind', `${ownDirectory}/empty`, '/proc/cmdline', '--seccomp', '9', '--', 'setpriv', '--reuid', String(uid), '--regid', String(uid), '--clear-groups', '--no-new-privs', '--bounding-set=-all', '--inh-caps=-all', '--',
    'prlimit', '--core=0:0', '--nofile=4096:4096', `--nproc=${limits.pids}:${limits.pids}`, `--fsize=${limits.fileBytes}:${limits.fileBytes}`,
    `--cpu=${seconds}:${seconds + 1}`, '--memlock=0:0', '--msgqueue=0:0', '--', 'env', '-i', '--', ...variables, 'prlimit', '--core=0:0', '--', ...order.command,
  ];
  const place = order.workspace === null ? homePath : workspacePath;
  return `PATH=/usr/bin:/bin; cd ${place}; exec 3>&2 2>/dev/null\n${command.map(quoted).join(' ')} 2>&3 3>&- 9</run/espalier/filter\nexit $?\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
