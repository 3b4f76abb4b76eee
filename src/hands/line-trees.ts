/** The files that an order works on, as trees: what its line stands on, and that with the line's patch. */

import { digestOf } from '../kernel/digest.ts';
import type { OrderSheet } from '../kernel/describe-order.ts';
import { RepoError, type Repo } from '../ports/repo.ts';

export interface LineTrees {
  /** The commit, and the held tests on it. */
  readonly base: string;
  /** The base with the line's changes. */
  readonly candidate: string;
}

type Lines = Pick<OrderSheet, 'commitBelow' | 'held' | 'changes'>;
type Changes = OrderSheet['changes'];

/** Throws `RepoError`: the journal says what these trees are, so that one which cannot be made is lost. */
export async function lineTrees(repo: Repo, { commitBelow, held, changes }: Lines): Promise<LineTrees> {
  const base = await withChanges(repo, await treeOf(repo, commitBelow), held);
  return { base, candidate: await withChanges(repo, base, changes) };
}

export function treeOf(repo: Repo, commit: string): Promise<string> {
  return remembered(repo, commit, () => repo.treeOf(commit));
}

export async function withChanges(repo: Repo, tree: string, changes: Changes): Promise<string> {
  if (changes.length === 0) return tree;
  return remembered(repo, `${tree} ${digestOf(changes)}`, () => made(repo, tree, changes));
}

async function made(repo: Repo, tree: string, changes: Changes): Promise<string> {
  const applied = await repo.apply(tree, changes);
  if (applied.ok) return applied.tree;
  throw new RepoError(`Cannot make the files of a line: ${applied.conflicts.slice(0, 3).join(', ')} ${applied.conflicts.length === 1 ? 'is' : 'are'} not in ${tree} as the journal says`);
}

/** What an object is never changes, and asking git costs a process: the last answers are kept. */
const known = new WeakMap<Repo, Map<string, Promise<string>>>();
const mostKnown = 1_000;

function remembered(repo: Repo, key: string, ask: () => Promise<string>): Promise<string> {
  const answers = known.get(repo) ?? new Map<string, Promise<string>>();
  known.set(repo, answers);
  const answer = answers.get(key) ?? ask();
  answers.delete(key);
  answers.set(key, answer);
  const [oldest] = answers.keys();
  if (answers.size > mostKnown && oldest !== undefined) answers.delete(oldest);
  answer.catch(() => answers.delete(key));
  return answer;
}
