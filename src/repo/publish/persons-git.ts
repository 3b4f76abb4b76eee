/** Git as the person would call it: with their settings, keys and network, and without a word to a terminal. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { RepoError } from '../../ports/repo.ts';
import { shownName } from '../../ports/shown-name.ts';
import { findGitDirectory } from '../find-git-directory.ts';
import { findGit } from '../git.ts';

export interface Said {
  readonly ok: boolean;
  readonly stdout: string;
  /** In one line that steers no terminal: a remote wrote some of it. */
  readonly complaint: string;
}

export interface PersonsGitOptions {
  readonly repository: string;
  readonly path: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How long one call may take. */
  readonly mostMs?: number;
}

/** Hooks, and whatever a tree could add to a push. */
const settings = ['core.hooksPath=/dev/null', 'core.fsmonitor=', 'push.gpgSign=false', 'push.recurseSubmodules=no', 'gc.auto=0', 'maintenance.auto=false'].flatMap((one) => ['-c', one]);

const mostBytes = 1 << 20;
const usualMs = 300_000;

export class PersonsGit {
  readonly #program: string;
  readonly #directory: string;
  readonly #options: PersonsGitOptions;

  constructor(options: PersonsGitOptions) {
    this.#options = options;
    this.#program = findGit(options.path);
    this.#directory = findGitDirectory(options.repository);
  }

  call(args: readonly string[]): Promise<Said> {
    return callProgram(this.#program, ['--no-pager', ...settings, ...args], { ...this.#options, more: { GIT_DIR: this.#directory } });
  }

  /** Whether a commit stands on another; one that is not here is below none. */
  async isBelow(below: string, commit: string): Promise<boolean> {
    return (await this.call(['merge-base', '--is-ancestor', below, commit])).ok;
  }
}

export interface Calling extends PersonsGitOptions {
  readonly more: Readonly<Record<string, string>>;
  readonly input?: string;
}

/**
 * To its end. It has no terminal to ask at, and what it started ends with it: a connection that hangs would hold its
 * output open for ever. Throws `RepoError` where it cannot be started.
 */
export async function callProgram(program: string, args: readonly string[], { repository, env, more, input, mostMs = usualMs }: Calling): Promise<Said> {
  const child = spawn(program, args, { cwd: repository, env: { ...withoutGit(env), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', ...more }, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const [stdout, stderr] = [gather(child.stdout), gather(child.stderr)];
  child.stdin.on('error', () => undefined); // who does not read it says so by its end
  child.stdin.end(input ?? '');
  const timer = setTimeout(() => endGroup(child), mostMs);
  try {
    const code = await ended(child, program);
    const late = code === null ? `operation timed out: it may take ${mostMs / 1000} s` : '';
    return { ok: code === 0, stdout: stdout(), complaint: shownName([stderr().trim().replaceAll('\n', '; '), late].filter((text) => text !== '').join('; ')) };
  } finally {
    clearTimeout(timer);
  }
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    return; // it has just ended
  }
}

/** Its exit code; `null`: it was ended. */
async function ended(child: ChildProcess, program: string): Promise<number | null> {
  try {
    const [code]: (number | null)[] = await once(child, 'close');
    return code ?? null;
  } catch (error) {
    throw new RepoError(`Cannot start ${program}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What says where a repository is speaks of another one. */
function withoutGit(env: PersonsGitOptions['env']): Record<string, string | undefined> {
  const own = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES', 'GIT_NAMESPACE', 'GIT_COMMON_DIR', 'GIT_PREFIX'];
  return Object.fromEntries(Object.entries(env).filter(([name]) => !own.includes(name)));
}

function gather(stream: NodeJS.ReadableStream): () => string {
  const parts: Buffer[] = [];
  let length = 0;
  stream.on('data', (bytes: Buffer) => {
    if (length < mostBytes) parts.push(bytes);
    length += bytes.length;
  });
  return () => Buffer.concat(parts).subarray(0, mostBytes).toString('utf8');
}
