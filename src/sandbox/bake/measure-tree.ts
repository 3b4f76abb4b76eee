/**
 * What a directory holds, as one digest: paths, modes, contents and where links lead, in the order of paths.
 *
 * What a box has left is refused where it is more than files, directories and links: a device, a pipe,
 * a socket or a set-uid program has no business in a layer.
 */

import { createHash } from 'node:crypto';
import { closeSync, constants, lstatSync, openSync, readdirSync, readlinkSync, readSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { SandboxError } from '../../ports/sandbox.ts';

export interface Measured {
  readonly digest: string;
  readonly files: number;
  readonly bytes: number;
}

const chunkBytes = 1 << 20;
const special = 0o6000;

export function measureTree(directory: string): Measured {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(chunkBytes);
  let [files, bytes] = [0, 0];
  const look = (path: string): void => {
    const place = join(directory, path);
    const stat = lstatSync(place);
    refuse(path, stat);
    const [kind, content] = stat.isDirectory() ? ['directory', ''] : stat.isSymbolicLink() ? ['link', readlinkSync(place)] : ['file', digestOf(place, buffer)];
    hash.update(`${JSON.stringify([path, kind, kind === 'link' ? 0 : stat.mode & 0o777, content])}\n`);
    if (kind === 'file') {
      files += 1;
      bytes += stat.size;
    }
    if (kind === 'directory') for (const name of readdirSync(place).toSorted()) look(join(path, name));
  };
  look('.');
  return { digest: hash.digest('hex'), files, bytes };
}

function refuse(path: string, stat: Stats): void {
  const isPlain = stat.isFile() || stat.isDirectory() || stat.isSymbolicLink();
  if (!isPlain) throw new SandboxError(`Cannot keep ${path} of what was baked: it is no file, directory or link`);
  if (stat.isFile() && (stat.mode & special) !== 0) throw new SandboxError(`Cannot keep ${path} of what was baked: it is a set-uid or set-gid program`);
  if (path === '.' && !stat.isDirectory()) throw new SandboxError('Cannot keep what was baked: it is no directory');
}

function digestOf(file: string, buffer: Buffer): string {
  const hash = createHash('sha256');
  const fd = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    for (let read = readSync(fd, buffer); read > 0; read = readSync(fd, buffer)) hash.update(buffer.subarray(0, read));
    return hash.digest('hex');
  } finally {
    closeSync(fd);
  }
}
