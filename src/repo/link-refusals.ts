/**
 * Symbolic links of the whole candidate: what was left may turn a link of the base round, that itself did not change, since
 * a directory on its way became a link, or a link on its way became a directory.
 *
 * A link of the base that leads out already is the repository's own; one that only now does so is not taken.
 */

import type { LeftChange } from '../ports/collected.ts';
import { leavesTree } from '../ports/link-target.ts';
import type { PatchRefusal } from '../ports/patch-taking.ts';
import type { Repo, TreeEntry } from '../ports/repo.ts';
import { shownName } from '../ports/shown-name.ts';
import type { BaseEntries } from './path-refusals.ts';
import { bytewise, fromBytewise } from './tree-bytes.ts';

/** Only where a link comes or goes can any lead elsewhere. */
export function touchesLinks(changes: readonly LeftChange[], { files }: BaseEntries): boolean {
  return changes.some((change) => ('mode' in change && change.mode === '120000') || files.get(change.path)?.mode === '120000');
}

const mostTargetBytes = 4_096;

/** Paths and targets as bytes: the base may have such that are no text. */
export async function linkRefusals(repo: Repo, changes: readonly LeftChange[], { files, unnamed }: BaseEntries): Promise<readonly PatchRefusal[]> {
  const links = [...files.values(), ...unnamed].filter(({ mode }) => mode === '120000');
  const targets = await repo.contents(links.map(({ object }) => object), mostTargetBytes);
  // What is too long for any file system leads nowhere within.
  const before = new Map(links.map((entry, at) => [pathOf(entry), Buffer.from(targets[at] ?? Buffer.from('/')).toString('latin1')]));
  const after = new Map(before);
  for (const change of changes) {
    if ('content' in change && change.mode === '120000') after.set(bytewise(change.path), Buffer.from(change.content).toString('latin1'));
    else after.delete(bytewise(change.path));
  }
  return [...after].filter(([path, target]) => leavesTree(path, target, (at) => after.get(at) ?? null)).flatMap(([path, target]) => {
    const old = before.get(path);
    if (old === target && leavesTree(path, old, (at) => before.get(at) ?? null)) return [];
    const why = old === target ? 'is a symbolic link that leads out of the repository, or in a circle, because of what else was changed' : 'is a symbolic link that leads out of the repository, or in a circle';
    return [{ kind: 'link', path: shownName(fromBytewise(path)), why }];
  });
}

function pathOf({ path, bytes }: TreeEntry): string {
  return bytes === null ? bytewise(path) : Buffer.from(bytes).toString('latin1');
}
