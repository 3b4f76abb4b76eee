/** The files that an order works on, as trees: what its line stands on, and that with the line's patch. */

import type { OrderSheet } from '../kernel/describe-order.ts';
import { RepoError, type Repo } from '../ports/repo.ts';

export interface LineTrees {
  /** The commit, and the held tests on it. */
  readonly base: string;
  /** The base with the line's changes. */
  readonly candidate: string;
}

type Lines = Pick<OrderSheet, 'commitBelow' | 'held' | 'changes'>;

/** Throws `RepoError`: the journal says what these trees are, so that one which cannot be made is lost. */
export async function lineTrees(repo: Repo, { commitBelow, held, changes }: Lines): Promise<LineTrees> {
  const base = await withChanges(repo, await repo.treeOf(commitBelow), held);
  return { base, candidate: await withChanges(repo, base, changes) };
}

export async function withChanges(repo: Repo, tree: string, changes: OrderSheet['changes']): Promise<string> {
  if (changes.length === 0) return tree;
  const applied = await repo.apply(tree, changes);
  if (applied.ok) return applied.tree;
  throw new RepoError(`Cannot make the files of a line: ${applied.conflicts.slice(0, 3).join(', ')} ${applied.conflicts.length === 1 ? 'is' : 'are'} not in ${tree} as the journal says`);
}
