/**
 * Where a repository keeps its objects and refs, seen from a directory in it: `.git`, what a file `.git` names, or the
 * directory itself where it is bare. Found by us, so that git is told and does not look around.
 */

import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { RepoError } from '../ports/repo.ts';

/** Throws `RepoError` where there is none at or above `directory`. */
export function findGitDirectory(directory: string): string {
  const start = existing(directory);
  for (let at = start; ; at = dirname(at)) {
    const found = gitDirectoryAt(at);
    if (found !== null) return realpathSync(found);
    if (dirname(at) === at) throw new RepoError(`Cannot open a repository: neither ${start} nor a directory above it is one of git's. Make one with git init, or name another directory`);
  }
}

function existing(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    throw new RepoError(`Cannot open a repository: there is no directory ${directory}`);
  }
}

function gitDirectoryAt(directory: string): string | null {
  const inner = join(directory, '.git');
  const kind = statSync(inner, { throwIfNoEntry: false });
  if (kind?.isDirectory() === true && isGitDirectory(inner)) return inner;
  if (kind?.isFile() === true) return namedBy(inner);
  return isGitDirectory(directory) ? directory : null;
}

const mostBytes = 8_192;

/** A workspace of git's own, or a submodule: the file says where its directory is. */
function namedBy(file: string): string {
  const text = readFileSync(file).subarray(0, mostBytes).toString();
  const [, named = ''] = /^gitdir: (.+?)\n?$/.exec(text) ?? [];
  const place = resolve(dirname(file), named);
  if (named === '' || !isGitDirectory(place)) throw new RepoError(`Cannot open a repository: ${file} names no directory of git's. Repair it with git worktree repair`);
  return place;
}

function isGitDirectory(directory: string): boolean {
  const common = join(directory, 'commondir');
  const shared = existsSync(common) ? resolve(directory, readFileSync(common, 'utf8').trim()) : directory;
  return existsSync(join(directory, 'HEAD')) && existsSync(join(shared, 'objects')) && existsSync(join(shared, 'refs'));
}
