/**
 * The engine behind the back-end oci: podman, or docker where there is no podman; as root, or as an ordinary user.
 *
 * What the two take differently is in `dialects`; everything else of a command line is the same.
 */

import { existsSync, readFileSync } from 'node:fs';
import { call, filesMark, placeOf } from '../machine/programs.ts';

export interface Engine {
  readonly kind: 'podman' | 'docker';
  readonly program: string;
  /** Before every command. */
  readonly globals: readonly string[];
  /** The environment of the engine itself, nothing of an order's. */
  readonly env: Readonly<Record<string, string>>;
  readonly isRoot: boolean;
  /** Whether limits of all processes together can be asked for: what the engine would ignore is not. */
  readonly hasGroups: boolean;
}

/** What else is needed, and the package that brings it. */
export const helpers = { unshare: 'util-linux', setpriv: 'util-linux', sh: 'a POSIX shell', cp: 'coreutils', mkfifo: 'coreutils', tar: 'tar', ldd: 'libc-bin' } as const;
export type Helpers = Readonly<Record<keyof typeof helpers, string>>;

export interface Found {
  readonly engine: Engine;
  readonly helpers: Helpers;
}

/** In words, what is missing. Starts no program. */
export function findEngine(path: string): Found | string {
  const podman = placeOf('podman', path);
  const program = podman ?? placeOf('docker', path);
  if (program === null) return 'there is no podman and no docker: install podman';
  const found: Partial<Record<string, string>> = {};
  for (const [name, from] of Object.entries(helpers)) {
    const place = placeOf(name, path);
    if (place === null) return `there is no ${name}: install ${from}`;
    found[name] = place;
  }
  const { unshare = '', setpriv = '', sh = '', cp = '', mkfifo = '', tar = '', ldd = '' } = found;
  return { engine: podman === null ? dockerAt(program) : podmanAt(program, path), helpers: { unshare, setpriv, sh, cp, mkfifo, tar, ldd } };
}

export function engineMark(found: Found | string, path: string): string {
  if (typeof found === 'string') return found;
  const runtimes = ['crun', 'runc'].flatMap((name) => placeOf(name, path) ?? []);
  return [filesMark([found.engine.program, ...runtimes]), found.engine.hasGroups ? 'groups' : 'no groups'].join(' · ');
}

function podmanAt(program: string, path: string): Engine {
  const isRoot = process.getuid?.() === 0;
  const isUnified = existsSync('/sys/fs/cgroup/cgroup.controllers');
  // crun refuses control groups of version 1 with some of version 2 beside them, and podman prefers it.
  const runtime = isUnified || placeOf('runc', path) === null ? [] : ['--runtime', 'runc'];
  const manager = isRoot ? ['--cgroup-manager', 'cgroupfs'] : [];
  return {
    kind: 'podman', program, globals: ['--log-level', 'error', ...runtime, ...manager], env: ownEnvironment(), isRoot,
    hasGroups: isRoot || (isUnified && isDelegated()),
  };
}

function dockerAt(program: string): Engine {
  return { kind: 'docker', program, globals: [], env: ownEnvironment(), isRoot: process.getuid?.() === 0, hasGroups: true };
}

/** Whether systemd has handed memory on to this user. */
function isDelegated(): boolean {
  const uid = process.getuid?.() ?? 0;
  try {
    return readFileSync(`/sys/fs/cgroup/user.slice/user-${uid}.slice/user@${uid}.service/cgroup.controllers`, 'utf8').split(/\s+/).includes('memory');
  } catch {
    return false;
  }
}

/** Where the engine finds its own files and its daemon. */
const ownNames = ['HOME', 'XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'DBUS_SESSION_BUS_ADDRESS', 'DOCKER_HOST', 'DOCKER_CONFIG', 'TMPDIR'];

function ownEnvironment(): Readonly<Record<string, string>> {
  const own = ownNames.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin', ...Object.fromEntries(own) };
}

/** Its version; in words, why it does not answer. */
export async function versionOf(engine: Engine): Promise<{ readonly version: string } | string> {
  const format = engine.kind === 'docker' ? '{{.Server.Version}}' : '{{.Client.Version}}';
  const { ok, stdout, stderr } = await ask(engine, ['version', '--format', format]);
  const version = stdout.trim();
  if (ok && version !== '') return { version };
  return `${engine.kind} does not answer: ${stderr.trim().split('\n').at(-1) ?? ''}`;
}

export function ask({ program, globals, env }: Engine, args: readonly string[]): ReturnType<typeof call> {
  return call(program, [...globals, ...args], env);
}

/** Ends and removes a box by its name; there may be none. */
export function removalOf({ kind, program, globals, env }: Engine, name: string): { readonly command: readonly string[]; readonly env: Engine['env'] } {
  const flags = kind === 'podman' ? ['--force', '--ignore', '--time', '0'] : ['--force'];
  return { command: [program, ...globals, 'rm', ...flags, name], env };
}
