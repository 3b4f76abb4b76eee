/**
 * Names that are two here and one elsewhere: file systems that ignore case, or the form in which a
 * letter is written, would let one file take the place of another.
 */

import { foldedName } from '../../ports/folded-name.ts';
import type { BaseTree } from './base-tree.ts';
import type { Change } from './changes.ts';

/** The names that are new and meet another in their directory: files, or directories with all below them. */
export function collidingPaths(changes: readonly Change[], base: BaseTree): readonly string[] {
  const deleted = new Set(changes.filter(({ kind }) => kind === 'deleted').map(({ path }) => path));
  const isLeft = (path: string): boolean => base.some(path, (below) => !deleted.has(below));
  const directories = new Map<string, Map<string, string>>();
  const seen = new Set<string>();
  const colliding: string[] = [];
  for (const change of changes.filter(({ kind }) => kind === 'added' || kind === 'changed')) {
    for (const { directory, name, path } of stepsOf(change.path)) {
      if (seen.has(path)) continue;
      seen.add(path);
      const names = directories.get(directory) ?? foldedNames(base, directory, isLeft);
      directories.set(directory, names);
      const other = names.get(foldedName(name));
      if (other !== undefined && other !== name) colliding.push(path);
      names.set(foldedName(name), other ?? name);
    }
  }
  return colliding;
}

interface Step {
  readonly directory: string;
  readonly name: string;
  readonly path: string;
}

function stepsOf(path: string): readonly Step[] {
  const segments = path.split('/');
  return segments.map((name, at) => {
    const before = segments.slice(0, at).join('/');
    return { directory: before === '' ? '.' : before, name, path: before === '' ? name : `${before}/${name}` };
  });
}

/** Names of the base count while anything of them is left. */
function foldedNames(base: BaseTree, directory: string, isLeft: (path: string) => boolean): Map<string, string> {
  const names = base.names(directory).filter((name) => isLeft(directory === '.' ? name : `${directory}/${name}`));
  return new Map(names.map((name) => [foldedName(name), name]));
}
