/**
 * Paths that a kind of task may change, made up for stand-ins and for the tasks of a rehearsal (E2).
 *
 * What is a test or a manifest is the plan's own affair: a usual name where that will do, otherwise
 * one that the plan's globs give. The kernel's own rule says whether it will do.
 */

import { barOf } from '../kernel/effective-paths.ts';
import type { PathClasses, TaskKind } from '../kernel/ir.ts';

export interface Wanted {
  /** The usual path; below `dir`, if there is one. */
  readonly usual: string;
  /** With a slash at its end: paths below it only. */
  readonly dir?: string;
  /** What stands for a `*`. */
  readonly stem: string;
}

/** A path that the kind may change; the usual one if none is found. */
export function examplePath(kind: TaskKind, { usual, dir = '', stem }: Wanted, classes: PathClasses): string {
  const globbed = globsOf(kind, classes).map((glob) => matched(glob, stem));
  const candidates = [usual, ...globbed, ...globbed.map((path) => `${dir}${path}`), ...plain(stem).map((path) => `${dir}${path}`)];
  return candidates.find((path) => path.startsWith(dir) && barOf(kind, path, classes) === null) ?? usual;
}

function globsOf(kind: TaskKind, { tests, manifests, docs }: PathClasses): readonly string[] {
  switch (kind) {
    case 'test': return tests;
    case 'deps': return manifests;
    case 'docs': return docs;
    case 'code': case 'refactor': return [];
  }
}

/** A path that the glob matches. */
function matched(glob: string, stem: string): string {
  const segments = glob.split('/').filter((segment, at, all) => segment !== '**' || at === all.length - 1);
  return segments.map((segment) => (segment === '**' ? stem : segment.replaceAll('*', stem).replaceAll('?', 'x'))).join('/');
}

/** Names in the hope that no glob has them. */
const plain = (stem: string): readonly string[] => [stem, `lib/${stem}`, `work/${stem}.code`];
