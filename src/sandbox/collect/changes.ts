/**
 * What a listing tells, as changes of the base and refusals (E2): every word of it is judged here,
 * against the base as the host sees it.
 */

import type { Collected, LeftChange, LeftMode } from '../../ports/collected.ts';
import { leavesTree, type LinkAt } from '../../ports/link-target.ts';
import { isGitName } from '../../ports/name-fault.ts';
import { utf8 } from '../../ports/shown-name.ts';
import { BaseTree } from './base-tree.ts';
import { collidingPaths } from './colliding-names.ts';
import type { Entry, Listing } from './left-reader.ts';
import { maxTargetBytes } from './left-caps.ts';
import { pathRefusal, type Refusal, refusal } from './refusal.ts';

export type { Collected };
export type Change = LeftChange;

const setId = 0o7000;

export function changesOf({ entries }: Listing, root: string): Collected {
  const base = new BaseTree(root);
  const judged = entries.map((entry) => judge(entry, base));
  const changes = judged.flatMap((one) => (one !== null && 'change' in one ? [one.change] : []));
  const refusals = judged.flatMap((one) => (one !== null && 'refusal' in one ? [one.refusal] : []));
  const lie = contradiction(changes, base);
  if (lie !== null) return { changes: [], refusals: [lie] };
  const [outward, colliding] = [outwardLinks(changes, base), collidingPaths(changes, base)];
  const refused = new Set([...outward, ...colliding]);
  return {
    changes: changes.filter(({ path }) => ![path, ...parentsOf(path)].some((one) => refused.has(one))),
    refusals: [
      ...refusals, ...outward.map((path) => refusal('link', path, 'is a symbolic link that leads out of the workspace, or in a circle')),
      ...colliding.map((path) => refusal('collision', path)),
    ],
  };
}

type Judged = { readonly change: Change } | { readonly refusal: Refusal } | null;

/** `null`: nothing that a patch would hold has changed. */
function judge(entry: Entry, base: BaseTree): Judged {
  const path = utf8(entry.path);
  if (path === null) return { refusal: refusal('bad-name', entry.path, 'is not UTF-8') };
  const fault = pathRefusal(path);
  if (fault !== null) return { refusal: fault };
  switch (entry.kind) {
    case 'file': return judgeFile(path, entry, base);
    case 'mode': return judgeMode(path, entry, base);
    case 'link': return judgeLink(path, entry, base);
    case 'deleted': return { change: { kind: 'deleted', path } };
    case 'too-large': case 'fifo': case 'socket': case 'device': case 'git': case 'unreadable': case 'bad-name': return { refusal: refusal(entry.kind, path) };
  }
}

function judgeFile(path: string, { mode, content }: Entry, base: BaseTree): Judged {
  if ((mode & setId) !== 0) return { refusal: refusal('set-id', path) };
  const before = base.at(path);
  const now = modeOf(mode);
  // The listing could not compare it, or only a right changed that git does not know.
  if (before?.kind === 'file' && base.holds(path, content)) return modeOf(before.isExecutable ? 0o100 : 0) === now ? null : { change: { kind: 'mode', path, mode: now } };
  return { change: { kind: isThere(before) ? 'changed' : 'added', path, mode: now, content } };
}

function judgeMode(path: string, { mode }: Entry, base: BaseTree): Judged {
  if ((mode & setId) !== 0) return { refusal: refusal('set-id', path) };
  const before = base.at(path);
  if (before?.kind !== 'file') return { refusal: broken(path, 'has the content of no file of the base') };
  return before.isExecutable === ((mode & 0o100) !== 0) ? null : { change: { kind: 'mode', path, mode: modeOf(mode) } };
}

function judgeLink(path: string, { content }: Entry, base: BaseTree): Judged {
  const target = utf8(content);
  if (target === null || target === '' || target.includes('\0') || content.length > maxTargetBytes) return { refusal: refusal('link', path, 'is a symbolic link to what is no path') };
  if (target.split('/').some(isGitName)) return { refusal: refusal('git', path, 'is a symbolic link to what git takes for its own') };
  return { change: { kind: isThere(base.at(path)) ? 'changed' : 'added', path, mode: '120000', content } };
}

function isThere(before: ReturnType<BaseTree['at']>): boolean {
  return before !== null && before.kind !== 'directory';
}

function modeOf(mode: number): LeftMode {
  return (mode & 0o100) === 0 ? '100644' : '100755';
}

/** What no tree can be: our own program does not tell such things, so nothing of it is taken. */
function contradiction(changes: readonly Change[], base: BaseTree): Refusal | null {
  const there = new Set(changes.filter(({ kind }) => kind !== 'deleted').map(({ path }) => path));
  const deleted = new Set(changes.filter(({ kind }) => kind === 'deleted').map(({ path }) => path));
  const isDirectory = new Map<string, boolean>();
  const canBeDirectory = (path: string): boolean => {
    const known = isDirectory.get(path);
    if (known !== undefined) return known;
    const before = base.at(path);
    const can = !there.has(path) && (before === null || before.kind === 'directory' || deleted.has(path));
    isDirectory.set(path, can);
    return can;
  };
  for (const { kind, path } of changes) {
    const before = base.at(path);
    if (kind === 'deleted' ? !isThere(before) : !parentsOf(path).every(canBeDirectory)) return broken(path, 'is told of, and cannot be');
    if (kind !== 'deleted' && before?.kind === 'directory' && base.some(path, (below) => below !== path && !deleted.has(below))) return broken(path, 'is in the place of what is still there');
  }
  return null;
}

function parentsOf(path: string): readonly string[] {
  const segments = path.split('/');
  return segments.slice(1).map((_, at) => segments.slice(0, at + 1).join('/'));
}

/** Links are judged when all of them are known: one may lead through another. */
function outwardLinks(changes: readonly Change[], base: BaseTree): readonly string[] {
  const now = new Map(changes.map((change) => [change.path, change]));
  const linkAt: LinkAt = (path) => {
    const change = now.get(path);
    if (change !== undefined && change.kind !== 'mode') return targetOf(change);
    const before = base.at(path);
    return before?.kind === 'link' ? before.target : null;
  };
  return changes.flatMap((change) => {
    const target = targetOf(change);
    return target !== null && leavesTree(change.path, target, linkAt) ? [change.path] : [];
  });
}

/** `null`: it is no link. */
function targetOf(change: Change): string | null {
  return 'content' in change && change.mode === '120000' ? Buffer.from(change.content).toString() : null;
}

function broken(path: string, why: string): Refusal {
  return refusal('broken', path, why);
}
