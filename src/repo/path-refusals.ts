/** Changes that are not taken because of where they are in the tree. What is in them is judged elsewhere. */

import { foldedName } from '../ports/folded-name.ts';
import type { LeftChange } from '../ports/collected.ts';
import { nameFault } from '../ports/name-fault.ts';
import type { PatchRefusal } from '../ports/patch-taking.ts';
import type { TreeEntry } from '../ports/repo.ts';
import { shownName } from '../ports/shown-name.ts';
import { parentsOf } from './apply-changes.ts';

export interface BaseEntries {
  readonly files: ReadonlyMap<string, TreeEntry>;
  /** Those whose names are no UTF-8. */
  readonly unnamed: readonly TreeEntry[];
}

export function pathRefusals(changes: readonly LeftChange[], base: BaseEntries): readonly PatchRefusal[] {
  const fixed = fixedDirectories(base);
  const refusals = changes.flatMap((change) => {
    const found = refusalOf(change, base) ?? (change.kind !== 'deleted' && fixed.has(change.path) ? inTheWay : null);
    return found === null ? [] : [{ ...found, path: shownName(change.path) }];
  });
  return refusals.length > 0 ? refusals : collisions(changes, base);
}

type Found = Omit<PatchRefusal, 'path'>;

const inTheWay: Found = { kind: 'submodule', why: 'takes the place of a directory with a submodule, or with a name that is not UTF-8' };

function refusalOf({ kind, path }: LeftChange, { files }: BaseEntries): Found | null {
  const fault = nameFault(path);
  if (fault !== null) return fault;
  if (isModulesName(path.slice(path.lastIndexOf('/') + 1))) return { kind: 'submodule', why: 'says where submodules are fetched from: that is changed by people' };
  if ([...parentsOf(path), path].some((one) => files.get(one)?.mode === '160000')) return { kind: 'submodule', why: 'is a submodule or lies in one: it is another repository' };
  const before = files.get(path);
  if ((kind === 'added') !== (before === undefined)) return { kind: 'broken', why: before === undefined ? 'is not in the tree that the workspace was made of' : 'is in the tree that the workspace was made of' };
  return kind === 'mode' && before?.mode.startsWith('100') !== true ? { kind: 'broken', why: 'is no file in the tree that the workspace was made of' } : null;
}

/** What some file system takes for `.gitmodules`, which git reads wherever it finds it. */
function isModulesName(name: string): boolean {
  const plain = foldedName(name.replaceAll(/[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, '').split(':')[0] ?? '').replace(/[. ]+$/, '');
  return plain === '.gitmodules' || /^gitmod~\d+$/.test(plain) || /^gi7eba~\d+$/.test(plain);
}

/** Those with something in them that no patch can remove. */
function fixedDirectories({ files, unnamed }: BaseEntries): ReadonlySet<string> {
  const above = new Set<string>();
  for (const { path, mode } of files.values()) if (mode === '160000') for (const one of parentsOf(path)) above.add(one);
  // The directories of a name that is no text may still be.
  for (const { path, bytes } of unnamed) for (const one of parentsOf(Buffer.from(bytes ?? Buffer.from(path)).toString())) above.add(one);
  return above;
}

/** Names that are new beside one that is left and differs only in case or form. */
function collisions(changes: readonly LeftChange[], { files, unnamed }: BaseEntries): readonly PatchRefusal[] {
  const added = changes.filter(({ kind }) => kind === 'added').map(({ path }) => path);
  const deleted = new Set(changes.filter(({ kind }) => kind === 'deleted').map(({ path }) => path));
  if (added.length === 0) return [];
  const wanted = new Set(added.flatMap((path) => ['', ...parentsOf(path)]).map(foldedName));
  // In each directory that something is added to, by whatever name: the names that are there.
  const names = new Map<string, Set<string>>();
  const enter = (path: string): string | null => {
    let other: string | null = null;
    for (const one of [...parentsOf(path), path]) {
      if (!wanted.has(foldedName(one.slice(0, Math.max(0, one.lastIndexOf('/')))))) continue;
      const folded = foldedName(one);
      const known = names.get(folded);
      if (known === undefined) names.set(folded, new Set([one]));
      else if (!known.has(one)) {
        other ??= [...known][0] ?? null;
        known.add(one);
      }
    }
    return other;
  };
  // They come by directory: of each it is looked at once whether anything is added to it.
  let directory: string | null = null;
  let isWanted = false;
  for (const path of files.keys()) {
    if (deleted.has(path)) continue;
    const above = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (above !== directory) {
      isWanted = wanted.has(foldedName(above));
      if (above !== '') enter(above);
      directory = above;
    }
    if (isWanted) enter(path);
  }
  for (const { path } of unnamed) enter(path);
  return added.flatMap((path) => {
    const other = enter(path);
    return other === null ? [] : [{ kind: 'collision', path: shownName(path), why: `differs from ${shownName(other)} only in case or in the form of its letters` }];
  });
}
