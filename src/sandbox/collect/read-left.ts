/**
 * One regular file of a tree that was left by others, read by the host (E1, E7).
 *
 * Every component is opened for itself, beneath the one before it and following nothing, so that
 * what is judged is what is read, whoever renames meanwhile. It is opened without any effect
 * (O_PATH) until it is known to be a regular file: no fifo waits, no device is touched.
 */

import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { pathRefusal, type Refusal, refusal, type RefusalKind } from './refusal.ts';

export type Left =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly isExecutable: boolean }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Node has no name for it; the number is that of every architecture that boxes run on. */
const oPath = 0o10_000_000;

/** `tree` is the host's own word, `path` a path beneath it. At most `cap` bytes are taken, and no file that has more. */
export function readLeft(tree: string, path: string, cap: number): Left {
  const fault = pathRefusal(path);
  if (fault !== null) return { kind: 'refused', refusal: fault };
  const no = (kind: RefusalKind): Left => ({ kind: 'refused', refusal: refusal(kind, path) });
  let at = openSync(tree, oPath | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    const segments = path.split('/');
    for (const [index, segment] of segments.entries()) {
      const next = openBeneath(at, segment);
      if (typeof next !== 'number') return no(next.fault);
      closeSync(at);
      at = next;
      const kind = kindOf(fstatSync(at));
      const isLast = index === segments.length - 1;
      if (!isLast && kind === 'file') return no('missing');
      if (kind !== (isLast ? 'file' : 'directory')) return no(kind === 'file' ? 'missing' : kind);
    }
    const stat = fstatSync(at);
    if (stat.nlink !== 1) return no('hard-link');
    if (stat.size > cap) return no('too-large');
    return readOpened(at, cap, no);
  } finally {
    closeSync(at);
  }
}

function openBeneath(directory: number, segment: string): number | { readonly fault: RefusalKind } {
  try {
    return openSync(`/proc/self/fd/${directory}/${segment}`, oPath | constants.O_NOFOLLOW);
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

function kindOf(stat: Stats): 'file' | 'directory' | 'link' | 'fifo' | 'socket' | 'device' {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'directory';
  if (stat.isSymbolicLink()) return 'link';
  if (stat.isFIFO()) return 'fifo';
  return stat.isSocket() ? 'socket' : 'device';
}

/** The very file that was judged, by its descriptor; what grows meanwhile is too large. */
function readOpened(at: number, cap: number, no: (kind: RefusalKind) => Left): Left {
  let file: number;
  try {
    file = openSync(`/proc/self/fd/${at}`, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return no(faultOf(error));
  }
  try {
    const { size, mode } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, cap) + 1);
    let filled = 0;
    for (let read = -1; read !== 0 && filled < bytes.length; filled += read) read = readSync(file, bytes, filled, bytes.length - filled, null);
    if (filled === bytes.length) return no('too-large');
    return { kind: 'file', bytes: bytes.subarray(0, filled), isExecutable: (mode & 0o100) !== 0 };
  } finally {
    closeSync(file);
  }
}

function faultOf(error: unknown): RefusalKind {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
  if (code === 'EACCES' || code === 'EPERM') return 'unreadable';
  throw error;
}
