/**
 * Candidates with a failing control in them (E8): one for each file of tests that judges the order,
 * since a runner may give each file a process of its own. Where none does, one with a control in each test.
 */

import { posix } from 'node:path';
import type { Change } from '../kernel/facts.ts';
import { isIn } from '../kernel/path-classes.ts';
import type { Repo, TreeEntry } from '../ports/repo.ts';
import type { Work } from './hand-parts.ts';
import { withChanges } from './line-trees.ts';
import { plantControl } from './plant-control.ts';

export interface Controlled {
  readonly parts: { readonly repo: Repo };
  readonly ir: Pick<Work['ir'], 'paths'>;
  readonly sheet: Pick<Work['sheet'], 'held' | 'changes' | 'units' | 'task'>;
}

/** Each costs a run of the gate. */
const mostControls = 4;
/** Files that are looked at for one that a control can be planted in. */
const mostLooked = 64;
const mostBytes = 1 << 20;

/** Trees that a gate must find red; none: there is no file in which a control can be planted. */
export async function controlTrees(work: Controlled, tree: string): Promise<readonly string[]> {
  const entries = await work.parts.repo.entries(tree);
  const tests = entries.filter(({ path, mode, bytes }) => bytes === null && mode.startsWith('100') && isIn('tests', path, work.ir.paths));
  const own = await plantedIn(work, tree, { files: tests.filter(({ path }) => isJudge(work, path)), most: mostControls });
  const found = own.length > 0 ? own.map((change) => [change]) : [await plantedIn(work, tree, { files: likelyFirst(tests), most: mostLooked })];
  return Promise.all(found.filter((changes) => changes.length > 0).map((changes) => withChanges(work.parts.repo, tree, changes)));
}

/** Any of them will do, so that there is one in each at once: what lies beside the tests, as examples for them, is run by nobody. */
function likelyFirst(tests: readonly TreeEntry[]): readonly TreeEntry[] {
  const isLikely = ({ path }: TreeEntry): boolean => /(^|[/._-])(test|spec)s?[._-][^/]*$|Tests?\.java$/i.test(path);
  return [...tests.filter(isLikely), ...tests.filter((entry) => !isLikely(entry))];
}

async function plantedIn(work: Controlled, tree: string, { files, most }: { readonly files: readonly TreeEntry[]; readonly most: number }): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const entry of files.slice(0, mostLooked)) {
    if (changes.length === most) break;
    const change = isNamedAlready(changes, entry) ? null : await planted(work, tree, entry);
    if (change !== null) changes.push(change);
  }
  return changes;
}

/** Two functions of one name in one package of Go are no test that fails, but a program that is none. */
function isNamedAlready(changes: readonly Change[], { path }: TreeEntry): boolean {
  return path.endsWith('.go') && changes.some((change) => change.path.endsWith('.go') && posix.dirname(change.path) === posix.dirname(path));
}

function isJudge({ sheet }: Controlled, path: string): boolean {
  const changed = [...sheet.held, ...sheet.changes, ...sheet.units.flatMap(({ changes }) => changes)];
  return changed.some((change) => change.path === path) || sheet.task?.judgedBy?.includes(path) === true;
}

async function planted({ parts: { repo } }: Controlled, tree: string, { path, mode, object }: TreeEntry): Promise<Change | null> {
  const bytes = await repo.read(tree, path, mostBytes).catch(() => null);
  const text = bytes === null ? null : plantControl(path, Buffer.from(bytes).toString('utf8'));
  if (text === null) return null;
  const [blob] = await repo.keep([Buffer.from(text)]);
  return { path, from: `${mode}:${object}`, to: `${mode}:${blob ?? ''}` };
}
