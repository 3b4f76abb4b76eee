/**
 * A repository made up for a command whose tools insist on one: a single commit with the workspace's files as they are.
 *
 * Never the real one: nothing of its history, hooks, settings and remotes is there. It is made by git
 * in a box of its own, since a candidate's files say how git treats them; the host only moves what that
 * box has written, unread, to where an order finds it. The commit is the same for the same files.
 */

import { randomUUID } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { homePath, type Input, type Sandbox, SandboxError, type SandboxLimits, workspacePath } from '../../ports/sandbox.ts';
import { hostLives, thisHost } from '../machine/host-life.ts';
import { call } from '../machine/programs.ts';
import { UidPool } from '../machine/uid-pool.ts';
import { layerParts } from '../order/layer.ts';

export interface SyntheticGit {
  readonly input: Input;
  /** Without it git refuses what belongs to another user. */
  readonly env: Readonly<Record<string, string>>;
  /** After the order that has it. */
  readonly remove: () => void;
}

export interface SyntheticGitMeans {
  readonly sandbox: Sandbox;
  /** The state directory of the sandboxes. */
  readonly state: string;
  readonly limits: SandboxLimits;
  /** A name, good for one at a time. */
  readonly id: string;
  readonly cancel?: AbortSignal;
}

/** Sizes and times tell what has changed: inodes are others wherever this is mounted. */
const making = (made: string): string => `set -eu
export GIT_DIR=${workspacePath}/${made} GIT_WORK_TREE=${workspacePath}
git init -q --template= -b main
git config core.bare false
git config --unset core.worktree || :
git config core.checkStat minimal
git config core.trustctime false
git config gc.auto 0
git config user.name espalier
git config user.email espalier@invalid
git add -A -f -- . ':(top,exclude)${made}'
git commit -q --allow-empty --no-verify -m 'The files as they are'
git update-index -q --refresh`;

const fixedTime = '2000-01-01T00:00:00Z';

/** Throws `SandboxError` where there is no git, or it cannot take the files. */
export async function syntheticGit(base: string, { sandbox, state, limits, id, cancel }: SyntheticGitMeans): Promise<SyntheticGit> {
  // A name that no candidate can have foreseen: git would take what lies there for a repository, with its hooks and settings.
  const made = `.espalier-git-${randomUUID()}`;
  const place = join(repositoriesDirectory(state), `${thisHost(state)}-${id}`);
  const remove = (): void => rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true, mode: 0o700 });
  try {
    const layer = join(place, 'layer');
    const env = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: homePath, LANG: 'C.UTF-8', GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_DATE: fixedTime, GIT_COMMITTER_DATE: fixedTime };
    let complaint = '';
    // Of a fixed size it would be a file system in a file, and nothing could be moved out of it.
    const order = { id: `${id}-git`, command: ['/bin/sh', '-c', making(made)], workspace: { base, layer }, inputs: [], env, limits: { ...limits, diskBytes: null }, wayOut: null, services: [], image: null };
    const outcome = await sandbox.run(order, { ...(cancel === undefined ? {} : { cancel }), onOutput: (_, bytes) => { complaint = (complaint + Buffer.from(bytes).toString('utf8')).slice(-2_000); } });
    if (outcome.kind !== 'exit' || outcome.code !== 0) throw new SandboxError(`Cannot make up a repository: ${JSON.stringify(outcome)} ${complaint.trim()}`);
    const from = await taken(layer, { made, place: join(place, 'git'), state });
    const safe = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: workspacePath };
    return { input: { from, to: `${workspacePath}/.git`, writes: 'discarded' }, env: safe, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

async function taken(layer: string, { made, place, state }: { readonly made: string; readonly place: string; readonly state: string }): Promise<string> {
  const copy = join(layer, layerParts.copy);
  const written = join(existsSync(copy) ? copy : join(layer, layerParts.upper), made);
  if (lstatSync(written, { throwIfNoEntry: false })?.isDirectory() !== true) throw new SandboxError('Cannot make up a repository: git left none');
  renameSync(written, place);
  rmSync(layer, { recursive: true, force: true });
  if (process.getuid?.() === 0) {
    const uid = new UidPool(state).ofBases;
    // Links are given, not followed.
    const { ok, stderr } = await call('/bin/chown', ['-R', '-P', '-h', `${uid}:${uid}`, '--', place]);
    if (!ok) throw new SandboxError(`Cannot make up a repository: ${stderr.trim()}`);
  }
  return place;
}

/** Removes those of hosts that no longer live, and says so. */
export function sweepRepositories(state: string): readonly string[] {
  const directory = repositoriesDirectory(state);
  const names = existsSync(directory) ? readdirSync(directory) : [];
  const left = names.filter((name) => {
    const [host = ''] = name.split('-');
    return !hostLives(state, host);
  });
  for (const name of left) rmSync(join(directory, name), { recursive: true, force: true });
  return left.map((name) => `repository ${name} of a host that no longer lives: removed`);
}

function repositoriesDirectory(state: string): string {
  return join(state, 'repositories');
}
