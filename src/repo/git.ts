/**
 * Git, called with nothing around it: the one place that starts it.
 *
 * 1. It is told its directory, and has no work tree: no file that a leaf wrote is ever within its sight.
 * 2. Its environment and its settings that could start a program are ours; those of the person, the machine and the
 *    repository's own `config` do not come through. What is given as `-c` overrides every file and what it includes.
 * 3. Nothing is fetched: an object that is not there is missing, in a partial clone as well.
 * 4. Arguments are ours; whatever else goes in goes by its standard input.
 */

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline as flow } from 'node:stream/promises';
import { RepoError } from '../ports/repo.ts';
import { shownName } from '../ports/shown-name.ts';

export interface Called {
  readonly ok: boolean;
  readonly stdout: Buffer;
  /** Its end, in one line. */
  readonly complaint: string;
}

export type GitProcess = ChildProcessByStdio<Writable, Readable, Readable>;

const settings = [
  'core.hooksPath=/dev/null', 'core.fsmonitor=', 'core.untrackedCache=false', 'core.attributesFile=/dev/null', 'core.excludesFile=/dev/null',
  'core.logAllRefUpdates=false', 'core.filesRefLockTimeout=10000', 'core.packedRefsTimeout=10000', 'core.warnAmbiguousRefs=false',
  'core.sshCommand=false', 'core.askPass=false', 'core.editor=false', 'core.pager=cat', 'core.alternateRefsCommand=false', 'credential.helper=', 'diff.external=',
  'gc.auto=0', 'maintenance.auto=false', 'protocol.allow=never', 'submodule.recurse=false', 'fetch.recurseSubmodules=false', 'commit.gpgSign=false', 'gpg.program=false',
].flatMap((one) => ['-c', one]);

const nowhere = '/dev/null';

const environment = {
  PATH: '/usr/bin:/bin', LC_ALL: 'C', HOME: nowhere, XDG_CONFIG_HOME: nowhere,
  GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: nowhere, GIT_CONFIG_SYSTEM: nowhere, GIT_ATTR_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', GIT_NO_REPLACE_OBJECTS: '1', GIT_GRAFT_FILE: nowhere,
  GIT_LITERAL_PATHSPECS: '1', GIT_ALLOW_PROTOCOL: '', GIT_PROTOCOL_FROM_USER: '0', GIT_EDITOR: 'false', GIT_ASKPASS: 'false', GIT_PAGER: 'cat',
  // Where a log of a ref is already kept, it has to say who; nothing else takes them.
  GIT_AUTHOR_NAME: 'Espalier', GIT_AUTHOR_EMAIL: 'espalier@invalid', GIT_COMMITTER_NAME: 'Espalier', GIT_COMMITTER_EMAIL: 'espalier@invalid',
} as const;

const mostBytes = 2 ** 29;
const longestMs = 600_000;
const tailBytes = 2_000;

export class Git {
  readonly #program: string;
  readonly #directory: string;

  constructor(program: string, directory: string) {
    this.#program = program;
    this.#directory = directory;
  }

  /** To its end, whatever that is. Throws `RepoError` where it could not be started, took too long or told too much. */
  async call(args: readonly string[], input: Iterable<Uint8Array | string> = []): Promise<Called> {
    const child = this.start(args);
    const [said, complained] = [new Gathered(mostBytes), new Gathered(tailBytes)];
    child.stdout.on('data', (bytes: Buffer) => { if (!said.add(bytes)) child.kill('SIGKILL'); });
    child.stderr.on('data', (bytes: Buffer) => complained.add(bytes));
    const [ended] = await Promise.all([endOf(child), feed(child, input)]);
    const complaint = shownName(complained.bytes().toString().trim().replaceAll('\n', '; '));
    if (said.isTooMuch) throw new RepoError(`Cannot call git ${args[0] ?? ''} in ${this.#directory}: it said more than ${mostBytes} bytes`);
    if (ended.code === null) throw new RepoError(`Cannot call git ${args[0] ?? ''} in ${this.#directory}: it was ended by ${ended.signal ?? 'nobody'} (it may take ${longestMs / 1000} s at most)`);
    return { ok: ended.code === 0, stdout: said.bytes(), complaint };
  }

  /** What it says, where it has to succeed. `what` completes «Cannot …». */
  async must(what: string, args: readonly string[], input: Iterable<Uint8Array | string> = []): Promise<Buffer> {
    const { ok, stdout, complaint } = await this.call(args, input);
    if (!ok) throw this.error(what, complaint);
    return stdout;
  }

  /** Its streams are the caller's to read and to end. It does not outlive `longestMs`. */
  start(args: readonly string[]): GitProcess {
    return spawn(this.#program, ['--bare', '--no-pager', '--no-replace-objects', ...settings, ...args], {
      // Not where a person or a leaf has files.
      cwd: '/', env: { ...environment, GIT_DIR: this.#directory }, stdio: ['pipe', 'pipe', 'pipe'], timeout: longestMs, killSignal: 'SIGKILL', windowsHide: true,
    });
  }

  error(what: string, why: string): RepoError {
    return new RepoError(`Cannot ${what} in ${this.#directory}: ${why}${/promisor|lazy fetch|transport/.test(why) ? `. ${partialAdvice}` : ''}`);
  }
}

/** Older git tries to fetch, and is not let. */
export const partialAdvice = 'In a partial clone nothing is fetched by itself: bring all of it with git fetch --refetch --no-filter (git 2.36 or later)';

/** Git of this machine, by absolute places only: a relative one would be whatever the current directory holds. */
export function findGit(path: string): string {
  for (const place of path.split(delimiter).filter(isAbsolute).map((folder) => join(folder, 'git'))) {
    try {
      accessSync(place, constants.X_OK);
      return place;
    } catch {
      continue; // not there
    }
  }
  throw new RepoError('Cannot open a repository: there is no git. Install git 2.30 or later');
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export function endOf(child: GitProcess): Promise<Ended> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new RepoError(`Cannot start git: ${error.message}`)));
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

/** What it does not read any longer it has ended over, and its exit code says so. */
export async function feed(child: GitProcess, input: Iterable<Uint8Array | string>): Promise<void> {
  await flow(Readable.from(input, { objectMode: true }), child.stdin).catch(() => undefined);
}

class Gathered {
  readonly #parts: Buffer[] = [];
  readonly #most: number;
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get isTooMuch(): boolean {
    return this.#length > this.#most;
  }

  add(bytes: Buffer): boolean {
    this.#length += bytes.length;
    if (!this.isTooMuch) this.#parts.push(bytes);
    return !this.isTooMuch;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }
}
