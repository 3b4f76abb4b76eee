/**
 * Candidates with a failing control in them (E8): one for each file of tests that judges the order,
 * since a runner may give each file a process of its own.
 */

import type { Change } from '../kernel/facts.ts';
import { isIn } from '../kernel/path-classes.ts';
import type { TreeEntry } from '../ports/repo.ts';
import type { Work } from './hand-parts.ts';
import { withChanges } from './line-trees.ts';
import { plantControl } from './plant-control.ts';

/** Each costs a run of the gate. */
const mostControls = 4;
/** Files that are looked at for one that a control can be planted in. */
const mostLooked = 64;
const mostBytes = 1 << 20;

/** Trees that a gate must find red; none: there is no file in which a control can be planted. */
export async function controlTrees(work: Work, tree: string): Promise<readonly string[]> {
  const entries = await work.parts.repo.entries(tree);
  const trees: string[] = [];
  for (const entry of filesThatJudge(work, entries).slice(0, mostLooked)) {
    const change = await planted(work, tree, entry);
    if (change !== null) trees.push(await withChanges(work.parts.repo, tree, [change]));
    if (trees.length === mostControls || (trees.length > 0 && !isJudge(work, entry.path))) break;
  }
  return trees;
}

/** Those that the order is about, and only where there are none of them any other. */
function filesThatJudge(work: Work, entries: readonly TreeEntry[]): readonly TreeEntry[] {
  const tests = entries.filter(({ path, mode, bytes }) => bytes === null && mode.startsWith('100') && isIn('tests', path, work.ir.paths));
  const own = tests.filter(({ path }) => isJudge(work, path));
  return own.length > 0 ? own : tests;
}

function isJudge({ sheet }: Work, path: string): boolean {
  const changed = [...sheet.held, ...sheet.changes, ...sheet.units.flatMap(({ changes }) => changes)];
  return changed.some((change) => change.path === path) || sheet.task?.judgedBy?.includes(path) === true;
}

async function planted({ parts: { repo } }: Work, tree: string, { path, mode, object }: TreeEntry): Promise<Change | null> {
  const bytes = await repo.read(tree, path, mostBytes).catch(() => null);
  const text = bytes === null ? null : plantControl(path, Buffer.from(bytes).toString('utf8'));
  if (text === null) return null;
  const [blob] = await repo.keep([Buffer.from(text)]);
  return { path, from: `${mode}:${object}`, to: `${mode}:${blob ?? ''}` };
}
