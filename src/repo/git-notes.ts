/**
 * Notes beside commits, in `refs/notes/espalier`: a tree with a blob by the name of each commit. Written as objects, not
 * by `git notes`, whose settings merge, rewrite and open editors; shown by `git log --notes=espalier`.
 */

import type { Change } from '../kernel/facts.ts';
import { type Repo, RepoError } from '../ports/repo.ts';
import type { GitRefs } from './git-refs.ts';

const notesRef = 'refs/notes/espalier';
/** Another run's note may come in between. */
const mostTries = 100;

export interface NoteMeans {
  readonly repo: Repo;
  readonly refs: GitRefs;
  /** The name of the tree with nothing in it, which git knows everywhere. */
  readonly empty: string;
}

export async function writeNote({ repo, refs, empty }: NoteMeans, commit: string, text: string): Promise<void> {
  await repo.treeOf(commit);
  const [blob = ''] = await repo.keep([Buffer.from(text.endsWith('\n') ? text : `${text}\n`)]);
  for (let tried = 0; tried < mostTries; tried += 1) {
    const parent = await refs.read(notesRef);
    const tree = parent === null ? empty : await repo.treeOf(parent);
    const changes = noteChanges(await repo.entries(tree), commit, `100644:${blob}`);
    if (changes.length === 0) return;
    const applied = await repo.apply(tree, changes);
    if (!applied.ok) throw new RepoError(`Cannot write a note beside ${commit}: ${notesRef} names no tree of notes`);
    const to = await repo.commit({ tree: applied.tree, parent, message: `Notes of ${commit}`, author: noteSignature, committer: noteSignature });
    if (await refs.move(notesRef, { from: parent, to })) return;
  }
  throw new RepoError(`Cannot write a note beside ${commit}: ${notesRef} moved ${mostTries} times meanwhile`);
}

/** Notes are told by what they stand beside: there is no other time in them. */
const noteSignature = { name: 'Espalier', email: 'espalier@invalid', at: 0 };

/** Where there are many notes git spreads them over directories: `ab/cdef…` is the same as `abcdef…`. */
function noteChanges(entries: Awaited<ReturnType<Repo['entries']>>, commit: string, to: string): readonly Change[] {
  const now = entries.filter(({ path }) => path.replaceAll('/', '') === commit).map(({ path, mode, object }) => ({ path, from: `${mode}:${object}` }));
  const [first, ...others] = now;
  if (first === undefined) return [{ path: commit, from: null, to }];
  const kept = first.from === to ? [] : [{ ...first, to }];
  return [...kept, ...others.map((one) => ({ ...one, to: null }))];
}
