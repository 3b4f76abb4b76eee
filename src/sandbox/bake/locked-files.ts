/**
 * The lockfiles of a workspace, read as what they are: a candidate's, who may have put a link there.
 */

import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { SandboxError } from '../../ports/sandbox.ts';

export interface LockedFile {
  /** Below the workspace. */
  readonly path: string;
  readonly bytes: Buffer;
  readonly sha256: string;
}

const mostBytes = 64 << 20;

export function readLocked(workspace: string, paths: readonly string[]): readonly LockedFile[] {
  return [...new Set(paths)].toSorted().map((path) => {
    const bytes = readWithin(workspace, path);
    if (bytes === null) throw new SandboxError(`Cannot read the lockfile ${path}: there is none in ${workspace}`);
    return { path, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
}

/** A file of a workspace: no link leads to it. `null`: there is none. Throws `SandboxError` for whatever else it may be named or be. */
export function readWithin(workspace: string, path: string): Buffer | null {
  try {
    return readPlain(workspace, path);
  } catch (error) {
    if (error instanceof SandboxError) throw error;
    // A lockfile names others as it likes: too long, with a NUL in it.
    throw new SandboxError(`Cannot read ${JSON.stringify(path.slice(0, mostShown))}: ${codeOf(error)}`);
  }
}

const mostShown = 200;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function readPlain(workspace: string, path: string): Buffer | null {
  if (isAbsolute(path) || normalize(path) !== path || path.startsWith('../') || path === '..') throw new SandboxError(`Cannot read ${path}: it is no path below the workspace`);
  for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
    const stat = lstatSync(join(workspace, parent), { throwIfNoEntry: false });
    if (stat === undefined) return null;
    if (!stat.isDirectory()) throw new SandboxError(`Cannot read ${path}: ${parent} is no directory`);
  }
  const stat = lstatSync(join(workspace, path), { throwIfNoEntry: false });
  if (stat === undefined) return null;
  if (!stat.isFile()) throw new SandboxError(`Cannot read ${path}: it is no regular file`);
  const fd = openSync(join(workspace, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { size } = fstatSync(fd);
    if (size > mostBytes) throw new SandboxError(`Cannot read ${path}: it is larger than ${mostBytes} bytes`);
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}
