/**
 * What an order left together with what its envelope asks for, as if the leaf had written it itself (E2).
 *
 * Applied to the tree as data, on the host: no file system follows a path, and nothing of a leaf's is run. What comes
 * of it goes the way of all that is left: the same refusals, the same patch.
 */

import { byCodeUnits } from '../../kernel/path.ts';
import type { Collected, LeftChange } from '../../ports/collected.ts';
import type { EnvelopePart } from '../../ports/envelope.ts';
import type { PatchRefusal } from '../../ports/patch-taking.ts';
import type { Repo, TreeEntry } from '../../ports/repo.ts';
import { shownName, utf8 } from '../../ports/shown-name.ts';
import { applyEnvelope } from './apply-envelope.ts';

export interface Leaving {
  readonly collected: Collected;
  /** That the workspace was made of. */
  readonly tree: string;
  readonly repo: Pick<Repo, 'entries' | 'read'>;
}

const mostFileBytes: number = 4 << 20;

export type Left = { readonly ok: true; readonly collected: Collected } | { readonly ok: false; readonly refusals: readonly PatchRefusal[] };

export async function leftWith(parts: readonly EnvelopePart[], { collected, tree, repo }: Leaving): Promise<Left> {
  if (parts.length === 0 || collected.refusals.length > 0) return { ok: true, collected };
  const left = new Map(collected.changes.map((change) => [change.path, change]));
  const entries = new Map((await repo.entries(tree)).map((entry) => [entry.path, entry]));
  const now = new Map<string, string | null>();
  for (const path of new Set(parts.map((part) => part.path))) {
    const read = await textNow(repo, tree, { path, change: left.get(path), entry: entries.get(path) });
    if (read !== null && typeof read !== 'string') return refused(shownName(path), read.why);
    now.set(path, read);
  }
  const applied = applyEnvelope(parts, (path) => now.get(path) ?? null);
  if (!applied.ok) return refused(applied.path, applied.why);
  for (const [path, text] of applied.texts) left.set(path, changeTo(text, { path, change: left.get(path), entry: entries.get(path) }));
  return { ok: true, collected: { changes: [...left.values()].sort((a, b) => byCodeUnits(a.path, b.path)), refusals: [] } };
}

interface Named {
  readonly path: string;
  readonly change: LeftChange | undefined;
  readonly entry: TreeEntry | undefined;
}

async function textNow(repo: Leaving['repo'], tree: string, { path, change, entry }: Named): Promise<string | null | { readonly why: string }> {
  if (change?.kind === 'deleted' || (change === undefined && entry === undefined)) return null;
  const mode = change?.mode ?? entry?.mode ?? '';
  if (!mode.startsWith('100')) return { why: 'is no file that can be edited' };
  const bytes = change !== undefined && 'content' in change ? change.content : await repo.read(tree, path, mostFileBytes);
  const text = bytes === null ? null : utf8(bytes);
  return text ?? { why: 'is no text in UTF-8' };
}

function changeTo(text: string, { path, change, entry }: Named): LeftChange {
  const before = change?.kind === 'deleted' || change === undefined ? entry?.mode : change.mode;
  return { kind: entry === undefined ? 'added' : 'changed', path, mode: before === '100755' ? before : '100644', content: Buffer.from(text) };
}

function refused(path: string, why: string): Left {
  return { ok: false, refusals: [{ kind: 'envelope', path, why: `${why}: nothing of the envelope is applied` }] };
}
