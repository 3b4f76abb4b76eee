/**
 * What a run changed, as git tells it: read-only, from the objects of the person's repository, with nothing of what is
 * configured there to change how a diff is told, and nothing started by what a leaf wrote.
 */

import { isRunElsewhere } from '../kernel/run-elsewhere.ts';
import { patchRef, refName } from '../hands/pins.ts';
import { RepoError } from '../ports/repo.ts';
import { GitRepo } from '../repo/git-repo.ts';
import { readRunRecord } from './run-records.ts';

export interface ChangedFile {
  readonly path: string;
  /** Lines; `null`: it is no text. */
  readonly added: number | null;
  readonly removed: number | null;
  /** Whoever takes the change in runs it, outside of every sandbox. */
  readonly isRunElsewhere: boolean;
}

export interface Between {
  readonly from: string;
  readonly to: string;
}

const plain = ['-r', '--no-renames', '--no-ext-diff', '--no-textconv', '--no-relative', '--ignore-submodules=none', '-O/dev/null'];
const asText = ['-p', '-U3', '--no-color', '--no-color-moved', '--src-prefix=a/', '--dst-prefix=b/', '--full-index', '--submodule=short', '--diff-algorithm=myers', '--no-indent-heuristic'];

export class RunDiff {
  readonly #repo: GitRepo;

  private constructor(repo: GitRepo) {
    this.#repo = repo;
  }

  /** `null`: the run works on no repository of this machine. Throws `RepoError` where it is no longer there. */
  static async open({ directory, path }: { readonly directory: string; readonly path: string }, run: string): Promise<RunDiff | null> {
    const record = readRunRecord(directory, run);
    if (record === null) return null;
    return new RunDiff(await GitRepo.open({ directory: record.repository, run, path }));
  }

  /** The commit that keeps a patch; `null`: there is none, or it was collected. */
  async patch(digest: string): Promise<string | null> {
    const kept = await this.#repo.ref(refName(patchRef(digest)));
    if (kept !== null) return kept;
    const aside = await this.#repo.refs('quarantine/');
    return aside.find(([name]) => name.endsWith(`/${refName(digest)}`))?.[1] ?? null;
  }

  /** What a commit of ours stands on. */
  async below(commit: string): Promise<string> {
    const found = await this.#repo.commitOf(`${this.#repo.objects.mustName(commit)}^`);
    if (found === null) throw new RepoError(`Cannot compare ${commit}: what it stands on is not there`);
    return found;
  }

  /** What is run elsewhere comes first. */
  async files(between: Between): Promise<readonly ChangedFile[]> {
    const said = await this.#tell(between, ['--numstat', '-z']);
    const files = said.toString('utf8').split('\0').filter((row) => row !== '').map((row) => fileOf(row));
    return [...files.filter((file) => file.isRunElsewhere), ...files.filter((file) => !file.isRunElsewhere)];
  }

  /** As `git apply` takes it, in bytes as they are in the files. */
  text(between: Between): Promise<Buffer> {
    return this.#tell(between, asText);
  }

  async #tell({ from, to }: Between, how: readonly string[]): Promise<Buffer> {
    const { objects } = this.#repo;
    const names = await Promise.all([from, to].map((name) => this.#repo.treeOf(objects.mustName(name))));
    return objects.git.must(`compare ${from} with ${to}`, ['diff-tree', ...how, ...plain, ...names]);
  }
}

function fileOf(row: string): ChangedFile {
  const [added = '', removed = '', ...path] = row.split('\t');
  const name = path.join('\t');
  if (name === '') throw new RepoError('Cannot tell what was changed: git said it in another way than is known here');
  return { path: name, added: countOf(added), removed: countOf(removed), isRunElsewhere: isRunElsewhere(name) };
}

const countOf = (text: string): number | null => (text === '-' ? null : Number(text));
