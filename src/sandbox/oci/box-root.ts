/**
 * The root directory of a box: a directory of the order's own with the links, files and mount points that a command
 * finds, and what is mounted there of the machine or of an image.
 *
 * An image is a directory as well (`image.ts`), so the root is made in one way: whatever of the image is not in the way
 * of something of the box's own is mounted as it is, read-only.
 */

import { chmodSync, lstatSync, mkdirSync, readdirSync, readlinkSync, type Stats, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { homePath, SandboxError, type SandboxOrder, wayOutPath, workspacePath } from '../../ports/sandbox.ts';
import { madeUp } from '../bubblewrap/box-arguments.ts';
import { ownDirectory } from '../inside/run-attended.ts';
import { isInWorkspace } from '../order/mount-points.ts';
import type { Mount } from './box-arguments.ts';

/** Of the machine's /etc, what programs cannot do without. */
const etc = ['ssl/certs', 'alternatives', 'ld.so.cache', 'ld.so.conf', 'ld.so.conf.d', 'localtime'];
/** The box's own; whatever an image has there is not seen. */
const ownPlaces = ['/proc', '/dev', '/sys', '/tmp', '/run', '/var/run', homePath, workspacePath];
const ownFolders = ['/etc', '/var', '/opt', '/home'];
const ownFiles: Readonly<Record<string, string>> = { passwd: madeUp.passwd, group: madeUp.group, hosts: madeUp.hosts, hostname: '', 'resolv.conf': '' };

export interface BoxRoot {
  /** What is mounted in it, beside the order's own. */
  readonly mounts: readonly Mount[];
  /** What is mounted over itself: an engine puts files of its own where nothing is. */
  readonly ofRoot: readonly string[];
  /** Directories that it has links to, at the links' places: for an engine that knows no root but an image. */
  readonly links: readonly Mount[];
}

/** Fills the directory. `image`: a directory; `null`: the programs of this machine. */
export function makeRoot(root: string, order: SandboxOrder, image: string | null): BoxRoot {
  mkdirSync(root, { mode: 0o755 });
  for (const path of ['/proc', '/dev', '/sys', '/etc', '/var', '/tmp', '/opt', ownDirectory, homePath, workspacePath]) makeDirectory(root, path);
  for (const path of ['/tmp', homePath]) chmodSync(join(root, path), 0o1777);
  for (const [name, text] of Object.entries(ownFiles)) writeFileSync(join(root, 'etc', name), text);
  // The engine puts an empty file there, in every box.
  writeFileSync(join(root, 'run/.containerenv'), '');
  const points = order.inputs.filter((input) => !isInWorkspace(input)).map(({ from, to }) => ({ to, isDirectory: statSync(from).isDirectory() }));
  if (order.wayOut !== null) points.push({ to: wayOutPath, isDirectory: false });
  for (const { to, isDirectory } of points) makePoint(root, to, isDirectory);
  const mounts = image === null ? ofMachine(root) : ofImage(root, image, '/');
  return { mounts, ofRoot: Object.keys(ownFiles).map((name) => `/etc/${name}`), links: linksOf(root, image ?? '/') };
}

function ofMachine(root: string): readonly Mount[] {
  const mounts = ['/usr', ...etc.map((name) => `/etc/${name}`)].filter((path) => stat(path) !== null).map((path) => mounted(root, path, path));
  for (const path of ['/bin', '/sbin', '/lib', '/lib64', '/lib32', '/libx32']) {
    const found = lstat(path);
    if (found?.isSymbolicLink() === true) link(root, path, readlinkSync(path));
    else if (found?.isDirectory() === true) mounts.push(mounted(root, path, path));
  }
  return mounts;
}

function linksOf(root: string, machine: string): readonly Mount[] {
  return readdirSync(root).flatMap((name) => {
    if (lstat(join(root, name))?.isSymbolicLink() !== true) return [];
    const from = join(machine, resolve('/', readlinkSync(join(root, name))));
    return stat(from)?.isDirectory() === true ? [{ from, to: `/${name}`, isWritable: false }] : [];
  });
}

/** Whole directories where the root has none yet; where it has one, what is in them. */
function ofImage(root: string, image: string, directory: string): readonly Mount[] {
  return readdirSync(join(image, directory)).flatMap((name) => {
    const path = join(directory, name);
    const [there, own] = [lstat(join(image, path)), lstat(join(root, path))];
    if (there === null || ownPlaces.includes(path)) return [];
    if (there.isSymbolicLink()) {
      if (!ownFolders.includes(path)) link(root, path, readlinkSync(join(image, path)));
      return [];
    }
    if (own !== null) return own.isDirectory() && there.isDirectory() ? ofImage(root, image, path) : [];
    return there.isDirectory() || there.isFile() ? [mounted(root, path, join(image, path))] : [];
  });
}

function link(root: string, path: string, target: string): void {
  if (lstat(join(root, path)) !== null) throw new SandboxError(`Cannot run the order: an input cannot be below ${path}, which is a link`);
  symlinkSync(target, join(root, path));
}

function mounted(root: string, to: string, from: string): Mount {
  makePoint(root, to, statSync(from).isDirectory());
  return { from, to, isWritable: false };
}

function makePoint(root: string, path: string, isDirectory: boolean): void {
  if (isDirectory) return makeDirectory(root, path);
  makeDirectory(root, dirname(path));
  if (lstat(join(root, path)) === null) writeFileSync(join(root, path), '');
}

function makeDirectory(root: string, path: string): void {
  mkdirSync(join(root, path), { recursive: true, mode: 0o755 });
}

function stat(path: string): Stats | null {
  return statSync(path, { throwIfNoEntry: false }) ?? null;
}

function lstat(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null;
}
