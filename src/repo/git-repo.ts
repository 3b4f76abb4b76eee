/**
 * The repository of a run, kept by git: objects in the person's own database, refs in a corner of the run's own
 * (decision 0050). Checkout, index, branches, logs and settings of the person are neither read nor written.
 */

import type { Change } from '../kernel/facts.ts';
import { byCodeUnits, pathFault } from '../kernel/path.ts';
import { type Applied, type NewCommit, type Repo, RepoError, type TreeEntry } from '../ports/repo.ts';
import { shownName } from '../ports/shown-name.ts';
import { applyChanges } from './apply-changes.ts';
import { checkedRef, type Move } from './checked-ref.ts';
import { commitBytes } from './commit-bytes.ts';
import { pathThatIsNoText, parseDifference } from './difference.ts';
import { writeNote } from './git-notes.ts';
import { GitObjects } from './git-objects.ts';
import { GitRefs } from './git-refs.ts';
import { bytewise, emptyTreeOf, modeOf } from './tree-bytes.ts';

export interface GitRepoOptions {
  /** In the repository: its work tree or a directory of it, or its own directory. */
  readonly directory: string;
  /** Whose refs are moved. */
  readonly run: string;
  /** Where programs are found. */
  readonly path: string;
}

const mostRevisionLetters = 1_000;
const mostCommits = 100_000;

export class GitRepo implements Repo {
  readonly objects: GitObjects;
  readonly #refs: GitRefs;
  readonly #corner: string;

  private constructor(objects: GitObjects, run: string) {
    this.objects = objects;
    this.#refs = new GitRefs(objects);
    this.#corner = `refs/espalier/${checkedRef(run)}/`;
  }

  /** Throws `RepoError` where there is no repository, or no git. */
  static async open({ directory, run, path }: GitRepoOptions): Promise<GitRepo> {
    return new GitRepo(await GitObjects.open(directory, path), run);
  }

  async commitOf(revision: string): Promise<string | null> {
    if (revision === '' || revision.length > mostRevisionLetters || /\p{Cc}/u.test(revision)) return null;
    const [head] = await this.objects.heads([`${revision}^{commit}`]);
    return head?.name ?? null;
  }

  async treeOf(commit: string): Promise<string> {
    const [whole, tree] = await this.objects.heads([this.objects.mustName(commit), `${commit}^{tree}`]);
    if (whole?.kind !== 'commit' || tree?.kind !== 'tree') throw this.objects.git.error(`read the commit ${commit}`, 'there is none of that name, or not its tree');
    return tree.name;
  }

  entries(tree: string): Promise<readonly TreeEntry[]> {
    return this.objects.entries(tree);
  }

  async read(tree: string, path: string, mostBytes: number): Promise<Uint8Array | null> {
    if (pathFault(path) !== null) return null;
    const at = path.lastIndexOf('/');
    const [directory] = await this.objects.directories(tree, [at === -1 ? '' : path.slice(0, at)]);
    const item = directory?.get(bytewise(path.slice(at + 1)));
    if (item === undefined || !modeOf(item).startsWith('100')) return null;
    const [content] = await this.contents([item.object], mostBytes);
    if (content === null || content === undefined) throw this.objects.git.error(`read ${shownName(path)}`, `it has more than ${mostBytes} bytes`);
    return content;
  }

  contents(blobs: readonly string[], mostBytes: number): Promise<readonly (Uint8Array | null)[]> {
    return this.objects.contents('blob', blobs, mostBytes);
  }

  keep(contents: readonly Uint8Array[]): Promise<readonly string[]> {
    return this.objects.write(contents.map((bytes) => ({ kind: 'blob', bytes })));
  }

  async apply(tree: string, changes: readonly Change[]): Promise<Applied> {
    const made = await applyChanges(this.objects, tree, changes);
    if (!made.ok) return made;
    await this.objects.write(made.objects);
    return { ok: true, tree: made.tree };
  }

  async difference(from: string, to: string): Promise<readonly Change[]> {
    if (this.objects.mustName(from) === this.objects.mustName(to)) return [];
    const plain = ['--raw', '-r', '-z', '--no-abbrev', '--no-renames', '--no-ext-diff', '--no-textconv', '--no-relative', '--ignore-submodules=none'];
    const said = await this.objects.git.must(`compare ${from} with ${to}`, ['diff-tree', ...plain, from, to]);
    const unnamed = pathThatIsNoText(said);
    if (unnamed !== null) throw this.objects.git.error(`compare ${from} with ${to}`, `${unnamed} is no UTF-8, and no path of a patch`);
    return parseDifference(said.toString()).sort((a, b) => byCodeUnits(a.path, b.path));
  }

  async diff(from: string, to: string, mostBytes: number): Promise<string> {
    const plain = ['-p', '-r', '--no-renames', '--no-ext-diff', '--no-textconv', '--no-color', '--no-relative', '--src-prefix=a/', '--dst-prefix=b/', '--submodule=short'];
    const said = await this.objects.git.must(`compare ${from} with ${to}`, ['diff-tree', ...plain, this.objects.mustName(from), this.objects.mustName(to)]);
    return said.length <= mostBytes ? said.toString() : `${said.subarray(0, mostBytes).toString()}\n… ${said.length - mostBytes} bytes are left out …\n`;
  }

  async commit(commit: NewCommit): Promise<string> {
    const { tree, parent } = commit;
    const [below, before] = await this.objects.heads([this.objects.mustName(tree), parent === null ? tree : this.objects.mustName(parent)]);
    if (below?.kind !== 'tree') throw this.objects.git.error('make a commit', `there is no tree ${tree}`);
    if (parent !== null && before?.kind !== 'commit') throw this.objects.git.error('make a commit', `there is no commit ${parent}`);
    const [name] = await this.objects.write([{ kind: 'commit', bytes: commitBytes(commit) }]);
    if (name === undefined) throw new RepoError('Cannot make a commit: it has no name');
    return name;
  }

  async commitsBetween(below: string, tip: string): Promise<readonly string[]> {
    const range = [`^${this.objects.mustName(below)}`, this.objects.mustName(tip)];
    const what = `list what stands on ${below} up to ${tip}`;
    const said = await this.objects.git.must(what, ['rev-list', '--first-parent', '--reverse', `--max-count=${mostCommits}`, '--parents', ...range, '--']);
    const lines = said.toString().split('\n').filter((line) => line !== '').map((line) => line.split(' '));
    // Whatever is left out of a range is below, and the first that is in it has to stand on just that.
    if (below !== tip && lines[0]?.[1] !== below) throw this.objects.git.error(what, 'the one does not stand on the other');
    return lines.map(([commit = '']) => commit);
  }

  ref(name: string): Promise<string | null> {
    return this.#refs.read(this.#corner + checkedRef(name));
  }

  async refs(beginning: string): Promise<readonly (readonly [string, string])[]> {
    // Of a directory of refs git gives all, of the beginning of a name nothing.
    const all = await this.#refs.list(this.#corner);
    return all.map(([name, object]) => [name.slice(this.#corner.length), object] as const)
      .filter(([name]) => name.startsWith(beginning)).sort(([a], [b]) => byCodeUnits(a, b));
  }

  moveRef(name: string, move: Move): Promise<boolean> {
    return this.#refs.move(this.#corner + checkedRef(name), move);
  }

  note(commit: string, text: string): Promise<void> {
    return writeNote({ repo: this, refs: this.#refs, empty: emptyTreeOf(this.objects.format) }, commit, text);
  }
}
