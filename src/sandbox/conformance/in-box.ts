/**
 * Looks around from within: tries everything that must not work, and prints what did, a JSON object a line.
 *
 * It runs alone, in a box and outside of one, and imports nothing of ours. What it tries harms
 * nothing where it works: the control has to be able to run it on the machine itself.
 */

import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import {
  closeSync, existsSync, linkSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, readlinkSync, rmdirSync, rmSync, symlinkSync, writeFileSync, writeSync,
} from 'node:fs';
import { hostname, release } from 'node:os';
import { join } from 'node:path';

interface Look {
  readonly home: string;
  readonly secret: string;
  readonly other: string;
  readonly shm: string;
  readonly tmp: string;
  readonly socket: string;
  readonly abstract: string;
  readonly port: number;
  readonly pid: number;
  readonly hostname: string;
  /** The version of the machine's kernel. */
  readonly kernel: string;
  readonly variable: string;
}

const given: { readonly look: Look; readonly scratch: string } = JSON.parse(process.argv[2] ?? '');
const { look, scratch } = given;

/** `leak` is what was found; empty, nothing was. */
function tell(id: string, leak: string): void {
  writeSync(1, `${JSON.stringify({ id, ok: leak === '', detail: leak })}\n`);
}

function attempt(act: () => string): string {
  try {
    return act();
  } catch {
    return ''; // refused: as it should be
  }
}

const readable = (path: string): string => attempt(() => (readFileSync(path).subarray(0, 1).length > 0 ? `${path} can be read` : ''));
const listed = (path: string): string => attempt(() => (readdirSync(path).length > 0 ? `${path} shows ${readdirSync(path).length} entries` : ''));
const writable = (path: string): string => attempt(() => {
  closeSync(openSync(path, 'r+'));
  return `${path} can be opened to write`;
});
const creatable = (directory: string): string => attempt(() => {
  const path = join(directory, `espalier-look-${process.pid}`);
  writeFileSync(path, '', { flag: 'wx' });
  rmSync(path);
  return `a file can be made in ${directory}`;
});

function status(field: string): string {
  return readFileSync('/proc/self/status', 'utf8').split('\n').find((line) => line.startsWith(`${field}:`))?.split('\t')[1]?.trim() ?? '';
}

/** Not every kernel tells it in /proc. */
function noNewBySetpriv(): string {
  return /^no_new_privs: (\d)$/m.exec(spawnSync('setpriv', ['--dump'], { encoding: 'utf8' }).stdout)?.[1] ?? '';
}

/** An empty file or directory: what is there covers something. */
function isNothing(path: string): boolean {
  const stat = lstatSync(path);
  return stat.isFile() ? stat.size === 0 : stat.isDirectory() && readdirSync(path).length === 0;
}

function reaches(to: { readonly path: string } | { readonly port: number; readonly host: string }): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(to);
    socket.on('connect', () => {
      socket.destroy();
      resolve(`${'path' in to ? to.path.replace('\0', '@') : to.port} answers`);
    });
    socket.on('error', () => resolve(''));
  });
}

tell('read.home', readable(join(look.home, 'canary')));
tell('read.secret', readable(look.secret));
tell('read.other', readable(join(look.other, 'work')));
tell('read.shadow', readable('/etc/shadow'));
tell('read.group-shadow', readable('/etc/gshadow'));
tell('read.machine-id', readable('/etc/machine-id') || readable('/etc/hostname'));
tell('read.resolver', readable('/etc/resolv.conf'));
tell('read.kernel-command-line', readable('/proc/cmdline'));
tell('read.kernel-memory', readable('/proc/kcore'));
tell('read.block-devices', attempt(() => readable(`/dev/${readdirSync('/sys/block').find((name) => existsSync(`/dev/${name}`)) ?? 'vda'}`)));
tell('list.root-home', listed('/root'));
tell('list.homes', listed(look.home));
tell('list.var', listed('/var'));
// An engine puts an empty file there, in every box: it tells nothing of the machine.
tell('list.run', ['/run', '/var/run'].map((path) => attempt(() => readdirSync(path).filter((name) => name !== 'espalier' && name !== '.containerenv').join(' '))).join('').trim());
tell('list.sys', listed('/sys'));
tell('list.etc', attempt(() => (readdirSync('/etc').length > 20 ? `/etc shows ${readdirSync('/etc').length} entries` : '')));
tell('list.optional', listed('/srv') || listed('/mnt') || listed('/media') || listed('/boot'));
tell('list.tmp', existsSync(look.tmp) ? `${look.tmp} is there` : '');
tell('list.shm', existsSync(look.shm) ? `${look.shm} is there` : '');
tell('env.canary', process.env[look.variable] === undefined ? '' : `${look.variable} was inherited`);
tell('env.given', Object.keys(process.env).filter((name) => !['PATH', 'HOME', 'PWD'].includes(name)).join(' '));
tell('fd.above-2', attempt(() => {
  // Node's own are closed on exec; those that it was given are not.
  const strays = readdirSync('/proc/self/fd').map(Number).filter((fd) => fd > 2 && attempt(() => {
    const flags = readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8').match(/flags:\s*(\d+)/)?.[1] ?? '02000000';
    return (Number.parseInt(flags, 8) & 0o2000000) === 0 ? 'stray' : '';
  }) !== '');
  return strays.map((fd) => `${fd} → ${readlinkSync(`/proc/self/fd/${fd}`)}`).join(', ');
}));
tell('net.interfaces', attempt(() => readFileSync('/proc/net/dev', 'utf8').split('\n').slice(2).map((line) => (line.split(':')[0] ?? '').trim()).filter((name) => name !== '' && name !== 'lo').join(' ')));
tell('net.routes', attempt(() => (readFileSync('/proc/net/route', 'utf8').trim().split('\n').length > 1 ? 'there is a route' : '')));
tell('net.loopback', await reaches({ port: look.port, host: '127.0.0.1' }));
tell('unix.path', await reaches({ path: look.socket }));
tell('unix.abstract', await reaches({ path: `\0${look.abstract}` }));
tell('unix.seen', attempt(() => (readFileSync('/proc/net/unix', 'utf8').includes(look.abstract) ? 'sockets of the host are listed' : '')));
tell('process.visible', attempt(() => (readFileSync(`/proc/${look.pid}/cmdline`, 'utf8').startsWith('sleep\0') ? `process ${look.pid} is seen` : '')));
tell('process.count', attempt(() => {
  const seen = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).length;
  return seen > 10 ? `${seen} processes are seen` : '';
}));
tell('process.environment', attempt(() => (readFileSync(`/proc/${look.pid}/environ`, 'utf8').includes(look.variable) ? 'its environment can be read' : '')));
tell('process.signal', attempt(() => (readFileSync(`/proc/${look.pid}/comm`, 'utf8') === 'sleep\n' && process.kill(look.pid, 0) ? 'it can be signalled' : '')));
tell('process.files', attempt(() => (readFileSync(`/proc/${look.pid}/comm`, 'utf8') === 'sleep\n' && readdirSync(`/proc/${look.pid}/root`).length > 0 ? 'its root can be entered' : '')));
tell('write.root', creatable('/'));
tell('write.usr', creatable('/usr'));
tell('write.programs', creatable('/usr/bin'));
tell('write.etc', creatable('/etc'));
tell('write.dev', creatable('/dev'));
tell('write.other', creatable(look.other));
tell('write.through-symlink', attempt(() => {
  const through = join(scratch, `through-${process.pid}`);
  symlinkSync(look.other, through);
  return creatable(through);
}));
tell('link.hard', attempt(() => {
  const target = join(scratch, `hard-${process.pid}`);
  linkSync(look.secret, target);
  return readable(target);
}));
tell('kernel.core-pattern', writable('/proc/sys/kernel/core_pattern'));
tell('kernel.modprobe', writable('/proc/sys/kernel/modprobe') || writable('/proc/sys/kernel/hostname'));
tell('kernel.sysrq', attempt(() => {
  closeSync(openSync('/proc/sysrq-trigger', 'a'));
  return '/proc/sysrq-trigger can be opened to write';
}));
tell('kernel.log', attempt(() => {
  closeSync(openSync('/dev/kmsg', 'r'));
  return '/dev/kmsg can be opened';
}));
tell('kernel.groups', attempt(() => {
  const place = ['/sys/fs/cgroup/memory', '/sys/fs/cgroup'].map((top) => join(top, `espalier-look-in-${process.pid}`)).find((path) => attempt(() => {
    mkdirSync(path);
    rmdirSync(path);
    return 'made';
  }) !== '');
  return place === undefined ? '' : `${place} can be made`;
}));
tell('dev.minimal', attempt(() => {
  const usual = ['core', 'fd', 'full', 'null', 'ptmx', 'pts', 'random', 'shm', 'stderr', 'stdin', 'stdout', 'tty', 'urandom', 'zero', 'console', 'mqueue'];
  return readdirSync('/dev').filter((name) => !usual.includes(name) && !isNothing(join('/dev', name))).slice(0, 8).join(' ');
}));
tell('right.capabilities', /^0+$/.test(status('CapEff')) ? '' : `effective: ${status('CapEff')}`);
tell('right.bounding', /^0+$/.test(status('CapBnd')) ? '' : `bounding: ${status('CapBnd')}`);
tell('right.no-new', (status('NoNewPrivs') || noNewBySetpriv()) === '1' ? '' : 'a set-uid program would gain rights');
tell('right.filter', status('Seccomp') === '2' ? '' : 'no filter of system calls');
// A kernel of the box's own has no users of the machine; ours has them all outside of a namespace that knows but one.
const isApart = release() !== look.kernel || readFileSync('/proc/self/uid_map', 'utf8').trim().split(/\s+/).at(-1) === '1';
tell('right.user', isApart && process.getuid?.() !== 0 ? '' : 'the user is one of the machine');
tell('seen.hostname', hostname() === look.hostname ? `the machine is ${look.hostname}` : '');
tell('seen.mounts', attempt(() => (/ - cgroup2? /.test(readFileSync('/proc/self/mountinfo', 'utf8')) ? 'the mounts of the machine are listed' : '')));
