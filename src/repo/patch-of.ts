/**
 * A patch from what an order left (E2, E6): the contents become blobs, the workspace's tree with the changes the candidate,
 * and what differs from the line's base the patch. All or nothing: a refusal is of the whole.
 *
 * The patch's name is the digest of its changes, so it is the same on every base on which they are the same.
 */

import { digestOf } from '../kernel/digest.ts';
import type { Change } from '../kernel/facts.ts';
import { byCodeUnits } from '../kernel/path.ts';
import type { LeftChange } from '../ports/collected.ts';
import type { PatchRefusal, PatchTaking, TakenPatch } from '../ports/patch-taking.ts';
import { type Repo, RepoError, type TreeEntry } from '../ports/repo.ts';
import { shownName } from '../ports/shown-name.ts';
import { linkRefusals, touchesLinks } from './link-refusals.ts';
import { isPointer, mostPointerBytes } from './lfs-pointer.ts';
import { type BaseEntries, pathRefusals } from './path-refusals.ts';

export async function patchOf(repo: Repo, { baseTree, lineTree, collected }: PatchTaking): Promise<TakenPatch> {
  if (collected.refusals.length > 0) return { ok: false, refusals: collected.refusals };
  const { changes } = collected;
  // Of what is then refused the contents are nobody's, and collected as garbage.
  const [entries, blobs] = await Promise.all([repo.entries(lineTree), repo.keep(changes.flatMap((one) => ('content' in one ? [one.content] : [])))]);
  const base = entriesByPath(entries);
  const refusals = pathRefusals(changes, base);
  if (refusals.length > 0) return { ok: false, refusals };
  const worse = [...(await lfsRefusals(repo, changes, base)), ...(touchesLinks(changes, base) ? await linkRefusals(repo, changes, base) : [])];
  if (worse.length > 0) return { ok: false, refusals: worse };
  const now = gitChanges(changes, base, blobs);
  const applied = await repo.apply(lineTree, now);
  if (!applied.ok) return { ok: false, refusals: applied.conflicts.map((path) => ({ kind: 'broken', path: shownName(path), why: 'cannot be what it is said to be: something else is in its way' })) };
  // On the base itself what was applied is what differs, without what is as it was.
  const whole = baseTree === lineTree ? now.filter(({ from, to }) => from !== to).sort((a, b) => byCodeUnits(a.path, b.path)) : await repo.difference(baseTree, applied.tree);
  return { ok: true, patch: { patch: digestOf(whole), candidate: applied.tree, changes: whole } };
}

/** Names that are no text are kept apart: nothing that was left can have one. */
function entriesByPath(entries: readonly TreeEntry[]): BaseEntries {
  const known = byPath.get(entries);
  if (known !== undefined) return known;
  const found = sortedOut(entries);
  byPath.set(entries, found);
  return found;
}

/** For as long as the list itself is kept. */
const byPath = new WeakMap<readonly TreeEntry[], BaseEntries>();

function sortedOut(entries: readonly TreeEntry[]): BaseEntries {
  const files = new Map<string, TreeEntry>();
  const unnamed: TreeEntry[] = [];
  for (const entry of entries) {
    if (entry.bytes === null) files.set(entry.path, entry);
    else unnamed.push(entry);
  }
  return { files, unnamed };
}

type WithContent = Extract<LeftChange, { readonly content: Uint8Array }>;

function gitChanges(changes: readonly LeftChange[], { files }: BaseEntries, blobs: readonly string[]): readonly Change[] {
  const kept = blobs.values();
  return changes.map((change) => {
    const { path } = change;
    const old = files.get(path);
    const from = old === undefined ? null : `${old.mode}:${old.object}`;
    if (change.kind === 'deleted') return { path, from, to: null };
    const object = 'content' in change ? kept.next().value : old?.object;
    if (object === undefined) throw new RepoError(`Cannot take a patch: there is no content for ${shownName(path)}`);
    return { path, from, to: `${change.mode}:${object}` };
  });
}

/** No filter is ever run: who changes a pointer would put into git what is to lie outside it. */
async function lfsRefusals(repo: Repo, changes: readonly LeftChange[], { files }: BaseEntries): Promise<readonly PatchRefusal[]> {
  const written = changes.filter((one): one is WithContent => one.kind === 'changed' && one.mode !== '120000' && !isPointer(one.content));
  const old = written.map(({ path }) => files.get(path)).map((entry) => (entry?.mode.startsWith('100') === true ? entry.object : null));
  const before = (await repo.contents(old.filter((object) => object !== null), mostPointerBytes)).values();
  return written.flatMap(({ path }, at) => {
    const content = old[at] === null ? null : before.next().value;
    if (content === null || content === undefined || !isPointer(content)) return [];
    return [{ kind: 'lfs', path: shownName(path), why: 'is kept by Git LFS: the repository has a pointer to it, and what was left is none; change it outside a run' }];
  });
}
