/**
 * Places in the workspace at which inputs are mounted, and that its base does not have: made up in a directory of the
 * order's own that is laid over the base, so that neither the base nor the layer is changed by them.
 *
 * No place may lead through a symbolic link: the workspace is a candidate's, and what it points at would be resolved
 * while the box is made, outside of it.
 */

import { chmodSync, chownSync, lstatSync, mkdirSync, rmdirSync, rmSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Input, SandboxError, type SandboxOrder, workspacePath } from '../../ports/sandbox.ts';
import { isOwnUser, layerParts } from './layer.ts';

/** The inputs that are seen inside the workspace; they are mounted after it. */
export function isInWorkspace({ to }: Input): boolean {
  return to.startsWith(`${workspacePath}/`);
}

export interface PointPlaces {
  /** Where they are made: a directory that is not there yet, or the copy itself. */
  readonly place: string;
  /** Whether the workspace is a copy in its layer. */
  readonly isCopied: boolean;
  readonly owner: { readonly uid: number; readonly gid: number };
}

/** Makes what is missing, and says what that was, the outermost first. */
export function makePoints({ workspace, inputs }: SandboxOrder, { place, isCopied, owner }: PointPlaces): readonly string[] {
  const within = workspace === null ? [] : inputs.filter(isInWorkspace);
  if (workspace === null || within.length === 0) return [];
  const { base, layer } = workspace;
  const changed = layer === null ? [] : [join(layer, isCopied ? layerParts.copy : layerParts.upper)];
  for (const { to } of within) for (const root of [base, ...changed]) refuseLinks(root, to);
  const files = isCopied ? changed[0] ?? base : base;
  // What is there and is of another kind (`.git` may be a file) is covered.
  const missing = within.filter(({ from, to }) => lstat(join(files, relative(workspacePath, to)))?.isDirectory() !== statSync(from).isDirectory());
  if (isCopied) for (const { to } of missing) if (lstat(join(files, relative(workspacePath, to))) !== null) throw new SandboxError(`Cannot run the order: what the workspace has at ${to} is of another kind than the input`);
  const lower = { base, place, owner };
  if (missing.length > 0) makeLike('.', lower);
  return missing.flatMap(({ from, to }) => {
    const path = relative(workspacePath, to);
    const made = parentsOf(path).filter((parent) => {
      const covered = lstat(join(base, parent));
      if (covered !== null && !covered.isDirectory()) throw new SandboxError(`Cannot run the order: in the workspace ${parent} is no directory, and an input is to be mounted in it`);
      return makeLike(parent, lower);
    });
    if (statSync(from).isDirectory()) makeLike(path, lower);
    else writeFileSync(join(place, path), '');
    return [...made, path];
  });
}

/** Takes them out of a copy again; what has something in it by now stays. */
export function dropPoints(place: string, points: readonly string[]): void {
  for (const point of points.toReversed()) {
    const path = join(place, point);
    const stat = lstat(path);
    if (stat?.isFile() === true && stat.size === 0) rmSync(path);
    if (stat?.isDirectory() === true) removeEmpty(path);
  }
}

function removeEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY')) throw error;
  }
}

function refuseLinks(root: string, to: string): void {
  const path = relative(workspacePath, to);
  const link = [...parentsOf(path), path].find((one) => lstat(join(root, one))?.isSymbolicLink() === true);
  if (link !== undefined) throw new SandboxError(`Cannot run the order: an input cannot be at ${to}: in the workspace ${link} is a symbolic link`);
}

/** From the outermost on, without the path itself. */
function parentsOf(path: string): readonly string[] {
  const parents: string[] = [];
  for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) parents.unshift(parent);
  return parents;
}

/** A directory with the rights of the one that it covers; of two that are laid over each other the upper one's count. */
function makeLike(path: string, { base, place, owner }: { readonly base: string; readonly place: string; readonly owner: PointPlaces['owner'] }): boolean {
  const made = join(place, path);
  if (lstat(made) !== null) return false;
  const found = lstat(join(base, path));
  const like = found?.isDirectory() === true ? found : null;
  mkdirSync(made);
  chmodSync(made, like === null ? 0o755 : like.mode & 0o777);
  if (isOwnUser(0)) chownSync(made, like?.uid ?? owner.uid, like?.gid ?? owner.gid);
  return true;
}

function lstat(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null;
}
