/**
 * A tree with some of its paths changed, made from the directories on their ways alone: what it costs follows
 * from the changes, not from the size of the tree.
 *
 * A patch stands on a tree iff each of its paths there is as its old side says; a path that is to be a file and is a
 * directory, or the other way round, is a conflict unless the same patch takes away what is in the way.
 */

import type { Change } from '../kernel/facts.ts';
import { byCodeUnits, pathFault } from '../kernel/path.ts';
import { RepoError } from '../ports/repo.ts';
import { shownName } from '../ports/shown-name.ts';
import { isObjectName, type NewObject, type ObjectFormat, objectName } from './object-name.ts';
import { bytewise, directoryMode, isDirectory, modeOf, treeBytes, type TreeItem } from './tree-bytes.ts';

export interface DirectorySource {
  readonly format: ObjectFormat;
  /** By paths, the empty one the tree itself; `null`: there is no directory. Throws `RepoError` where there is no such tree. */
  directories(tree: string, paths: readonly string[]): Promise<readonly (Map<string, TreeItem> | null)[]>;
}

export type NewTree =
  | { readonly ok: true; readonly tree: string; /** Each after those that it names. */ readonly objects: readonly NewObject[] }
  | { readonly ok: false; readonly conflicts: readonly string[] };

/** Throws `RepoError` for changes that no tree could have. */
export async function applyChanges(source: DirectorySource, tree: string, changes: readonly Change[]): Promise<NewTree> {
  checkChanges(source.format, changes);
  const paths = [...new Set(['', ...changes.flatMap(({ path }) => parentsOf(path))])];
  const loaded = await source.directories(tree, paths);
  const found = new Map<string, Directory>();
  paths.forEach((path, at) => {
    const items = loaded[at];
    if (items !== null && items !== undefined) found.set(path, { items, isChanged: false });
  });
  if (!found.has('')) throw new RepoError(`Cannot change the tree ${tree}: there is none`);
  const conflicts = new Set(changes.filter(({ path, from }) => !isAsBefore(found, path, from)).map(({ path }) => path));
  if (conflicts.size === 0) {
    for (const { path, to } of changes) if (to === null) remove(found, path);
    dropEmpty(found);
    for (const { path, to } of changes) if (to !== null && !put(found, path, to)) conflicts.add(path);
  }
  if (conflicts.size > 0) return { ok: false, conflicts: [...conflicts].sort(byCodeUnits) };
  return written(source.format, tree, found);
}

interface Directory {
  readonly items: Map<string, TreeItem>;
  isChanged: boolean;
}

type Directories = Map<string, Directory>;

function checkChanges(format: ObjectFormat, changes: readonly Change[]): void {
  const files = new Set<string>();
  const seen = new Set<string>();
  for (const { path, from, to } of changes) {
    const refuse = (why: string): never => { throw new RepoError(`Cannot change ${shownName(path)}: ${why}`); };
    const fault = pathFault(path) ?? (seen.has(path) ? 'is changed twice' : null);
    if (fault !== null) refuse(fault);
    for (const side of [from, to]) if (side !== null && !isSide(format, side)) refuse(`${shownName(side)} is no mode and object`);
    if (to?.startsWith('120000') === true && isModules(path)) refuse('is a name that git reads, and may be no symbolic link');
    seen.add(path);
    if (to !== null) files.add(path);
  }
  for (const path of files) {
    const above = parentsOf(path).find((one) => files.has(one));
    if (above !== undefined) throw new RepoError(`Cannot change ${shownName(path)}: ${shownName(above)} becomes a file by the same patch`);
  }
}

function isSide(format: ObjectFormat, side: string): boolean {
  const [mode = '', object = ''] = side.split(':');
  return ['100644', '100755', '120000', '160000'].includes(mode) && side.length === mode.length + 1 + object.length && isObjectName(format, object);
}

function isModules(path: string): boolean {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase() === '.gitmodules';
}

/** A directory in the place of nothing is looked at when what is removed is gone. */
function isAsBefore(found: Directories, path: string, from: string | null): boolean {
  const item = itemAt(found, path);
  if (item === undefined || isDirectory(item)) return from === null;
  return from === `${modeOf(item)}:${item.object}`;
}

function itemAt(found: Directories, path: string): TreeItem | undefined {
  const { above, name } = splitAt(path);
  return found.get(above)?.items.get(bytewise(name));
}

function remove(found: Directories, path: string): void {
  const { above, name } = splitAt(path);
  const directory = found.get(above);
  if (directory?.items.delete(bytewise(name)) === true) directory.isChanged = true;
}

/** Directories of which nothing is left are not there, from the lowest up. */
function dropEmpty(found: Directories): void {
  const deepest = [...found.keys()].filter((path) => path !== '').sort((a, b) => depth(b) - depth(a));
  for (const path of deepest) {
    const directory = found.get(path);
    if (directory?.isChanged !== true) continue;
    if (directory.items.size > 0) {
      touch(found, splitAt(path).above);
      continue;
    }
    found.delete(path);
    remove(found, path);
  }
}

function touch(found: Directories, path: string): void {
  const directory = found.get(path);
  if (directory !== undefined) directory.isChanged = true;
}

/** `false`: something is in the way. */
function put(found: Directories, path: string, to: string): boolean {
  const { above, name } = splitAt(path);
  const directory = opened(found, above);
  const item = directory?.items.get(bytewise(name));
  if (directory === null || (item !== undefined && isDirectory(item))) return false;
  const [mode = '', object = ''] = to.split(':');
  directory.items.set(bytewise(name), { mode, object });
  directory.isChanged = true;
  return true;
}

/** The directory of this path, made where there is none; `null`: a file is in its way. */
function opened(found: Directories, path: string): Directory | null {
  const known = found.get(path);
  if (known !== undefined) return known;
  const { above, name } = splitAt(path);
  const parent = opened(found, above);
  if (parent === null || parent.items.has(bytewise(name))) return null;
  const made: Directory = { items: new Map(), isChanged: true };
  found.set(path, made);
  // What it is called by is known when all that is in it is.
  parent.items.set(bytewise(name), { mode: directoryMode, object: '' });
  return made;
}

function written(format: ObjectFormat, tree: string, found: Directories): NewTree {
  const objects: NewObject[] = [];
  let root = tree;
  const deepest = [...found.keys()].sort((a, b) => depth(b) - depth(a));
  for (const path of deepest) {
    const directory = found.get(path);
    if (directory?.isChanged !== true) continue;
    const object: NewObject = { kind: 'tree', bytes: treeBytes(directory.items) };
    const name = objectName(format, object);
    objects.push(object);
    if (path === '') {
      root = name;
      continue;
    }
    const { above, name: last } = splitAt(path);
    found.get(above)?.items.set(bytewise(last), { mode: directoryMode, object: name });
    touch(found, above);
  }
  return { ok: true, tree: root, objects };
}

function depth(path: string): number {
  return path === '' ? 0 : path.split('/').length;
}

function splitAt(path: string): { readonly above: string; readonly name: string } {
  const at = path.lastIndexOf('/');
  return { above: at === -1 ? '' : path.slice(0, at), name: path.slice(at + 1) };
}

/** The directories on the way to a path, from the highest; not the whole. */
export function parentsOf(path: string): readonly string[] {
  const parents: string[] = [];
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) parents.push(path.slice(0, at));
  return parents;
}
