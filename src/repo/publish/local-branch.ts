/** A branch of the repository itself, where nobody has it checked out: a checkout would differ from it unawares. */

import type { Publication, PublishOutcome } from '../../ports/publisher.ts';
import { lasting, movedFault } from './lasting.ts';
import type { PersonsGit } from './persons-git.ts';

export async function localBranch(git: PersonsGit, { branch, commit, expects }: Publication): Promise<PublishOutcome> {
  const ref = `refs/heads/${branch}`;
  const where = `the branch ${branch}`;
  // Another's name for it would be lost, or be followed to where nobody has looked.
  if ((await git.call(['symbolic-ref', '--quiet', ref])).ok) return lasting(`${where} is another name of a branch. Publish to that one, or to another`);
  const named = await git.call(['rev-parse', '--verify', '--quiet', ref]);
  const at = named.ok ? named.stdout.trim() : null;
  if (at === commit) return { ok: true, where };
  const checkouts = (await git.call(['worktree', 'list', '--porcelain'])).stdout.split('\n');
  if (checkouts.includes(`branch ${ref}`)) return lasting(`${where} is checked out, and would change under its checkout. Publish to another, or merge ${commit} yourself`);
  const found = movedFault(where, { at, expects });
  if (found !== null) return lasting(found);
  if (at !== null && !(await git.isBelow(at, commit))) return lasting(`${where} is at ${at}, which ${commit} does not stand on. Publish to another, or see to that one`);
  const moved = await git.call(['update-ref', '--no-deref', '-m', 'published by espalier', ref, commit, at ?? '0'.repeat(commit.length)]);
  return moved.ok ? { ok: true, where } : lasting(moved.complaint);
}
