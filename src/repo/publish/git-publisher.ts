/**
 * Publishing by git and, where it is wanted, by `gh` (R2): exactly one commit, to one branch, which is only ever moved
 * forward from where it was seen.
 *
 * Unlike everything else that the repository's room does, this is done as the person: with their settings, keys and
 * network. Hooks are left out, since a project's own may run what landed.
 */

import type { Publication, PublishOutcome, Publisher } from '../../ports/publisher.ts';
import { RepoError } from '../../ports/repo.ts';
import { lasting, movedFault } from './lasting.ts';
import { localBranch } from './local-branch.ts';
import { PersonsGit, type Said } from './persons-git.ts';
import { pullRequest } from './pull-request.ts';

export interface PublisherOptions {
  readonly repository: string;
  /** Where programs are found. */
  readonly path: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a draft of a pull request is to be opened for what was pushed. */
  readonly pullRequests: boolean;
  /** How long one call of git or gh may take; otherwise minutes. */
  readonly mostMs?: number;
}

/** What a plan calls a branch of the repository itself. */
const local = 'local';
const remoteName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

export class GitPublisher implements Publisher {
  readonly #options: PublisherOptions;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  async publish(publication: Publication): Promise<PublishOutcome> {
    try {
      const git = new PersonsGit(this.#options);
      const fault = await nameFault(git, publication);
      if (fault !== null) return lasting(fault);
      if (publication.remote === local) return await localBranch(git, publication);
      const pushed = await push(git, publication);
      return pushed.ok && this.#options.pullRequests ? await pullRequest(this.#options, publication) : pushed;
    } catch (error) {
      if (error instanceof RepoError) return lasting(error.message);
      throw error;
    }
  }
}

async function nameFault(git: PersonsGit, { remote, branch }: Publication): Promise<string | null> {
  // A control letter is none of a process's arguments, and of HEAD git has one already.
  if (branch === 'HEAD' || /^-|\p{Cc}/u.test(branch) || !(await git.call(['check-ref-format', `refs/heads/${branch}`])).ok) return `${JSON.stringify(branch)} is no name of a branch`;
  if (remote === local) return null;
  const known = (await git.call(['remote'])).stdout.split('\n').filter((name) => name !== '');
  if (remoteName.test(remote) && known.includes(remote)) return null;
  return `the repository has no remote ${JSON.stringify(remote)}; it has ${known.length === 0 ? 'none: git remote add' : known.join(', ')}, and \`local\` is the repository itself`;
}

async function push(git: PersonsGit, { remote, branch, commit, expects }: Publication): Promise<PublishOutcome> {
  const ref = `refs/heads/${branch}`;
  const where = `${branch} of ${remote}`;
  const place = await placeOf(git, remote);
  if (place === null) return lasting(`${remote} is several places to push to, of which only some might take it. Name a remote with one: git remote add`);
  const seen = await remoteRef(git, place, ref);
  if ('why' in seen) return failed(seen.why);
  if (seen.at === commit) return { ok: true, where };
  const moved = movedFault(where, { at: seen.at, expects });
  if (moved !== null) return lasting(moved);
  if (seen.at !== null && !(await git.isBelow(seen.at, commit))) return lasting(`${where} is at ${seen.at}, which ${commit} does not stand on: somebody else has put it there. Publish to another branch, or see to that one`);
  const pushed = await git.call(['push', '--porcelain', '--no-verify', '--no-follow-tags', '--recurse-submodules=no', `--force-with-lease=${ref}:${seen.at ?? ''}`, '--', remote, `${commit}:${ref}`]);
  if (pushed.ok) return { ok: true, where };
  // Whatever was said: what counts is what is there.
  const after = await remoteRef(git, place, ref);
  if ('at' in after && after.at === commit) return { ok: true, where };
  return failed(pushed);
}

type Seen = { readonly at: string | null } | { readonly why: Said };

/** Where is pushed to, for `ls-remote`: where is fetched from may be another place. `null`: there are several. */
async function placeOf(git: PersonsGit, remote: string): Promise<string | null> {
  const ask = async (...which: readonly string[]): Promise<readonly string[]> => (await git.call(['remote', 'get-url', ...which, remote])).stdout.split('\n').filter((place) => place !== '');
  const [to, from] = [await ask('--push', '--all'), await ask()];
  if (to.length > 1) return null;
  // By its name it is reached with all that is set for it.
  return to[0] === from[0] ? remote : to[0] ?? remote;
}

async function remoteRef(git: PersonsGit, place: string, ref: string): Promise<Seen> {
  const listed = await git.call(['ls-remote', '--quiet', '--', place, ref]);
  if (!listed.ok) return { why: listed };
  const line = listed.stdout.split('\n').find((one) => one.endsWith(`\t${ref}`));
  return { at: line === undefined ? null : line.slice(0, line.indexOf('\t')) };
}

/** What a network says that is not there, as git passes it on. */
const passingWords = /could not resolve host|connection (refused|timed out|reset)|network is unreachable|operation timed out|couldn't connect|failed to connect|temporary failure|the remote end hung up|no route to host|HTTP 5\d\d|error: 5\d\d/i;

function failed({ complaint, stdout }: Said): PublishOutcome {
  const rejected = stdout.split('\n').filter((line) => line.startsWith('!')).join('; ');
  const why = [rejected, complaint].filter((text) => text !== '').join('; ');
  return { ok: false, why, passing: rejected === '' && passingWords.test(complaint) };
}
