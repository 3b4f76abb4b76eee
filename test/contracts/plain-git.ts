/** Git as a person runs it, in a repository of a test: what it says, or what it failed with. */

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface GitOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

export class PlainGit {
  readonly directory: string;
  readonly #home: string;

  /** `home`: whose settings they are. */
  constructor(directory: string, home: string) {
    this.directory = directory;
    this.#home = home;
    mkdirSync(home, { recursive: true });
  }

  /** What it says; throws where it fails. */
  run(args: readonly string[], options: GitOptions = {}): string {
    const { status, stdout, stderr } = this.try(args, options);
    if (status !== 0) throw new Error(`git ${args.join(' ')} exited ${status ?? 'by a signal'}: ${stderr}`);
    return stdout.trimEnd();
  }

  try(args: readonly string[], { input = '', env = {} }: GitOptions = {}): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
    const own = {
      PATH: process.env['PATH'] ?? '', HOME: this.#home, LC_ALL: 'C', GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_NAME: 'P', GIT_AUTHOR_EMAIL: 'p@localhost',
      GIT_COMMITTER_NAME: 'P', GIT_COMMITTER_EMAIL: 'p@localhost', GIT_AUTHOR_DATE: '1700000000 +0000', GIT_COMMITTER_DATE: '1700000000 +0000', ...env,
    };
    return spawnSync('git', ['-c', 'gc.auto=0', '-c', 'maintenance.auto=false', ...args], { cwd: this.directory, env: own, input, encoding: 'utf8', maxBuffer: 2 ** 28, timeout: 60_000 });
  }

  static init(place: string, args: readonly string[] = []): PlainGit {
    const directory = join(place, 'repository');
    mkdirSync(directory, { recursive: true });
    const git = new PlainGit(directory, join(place, 'home'));
    git.run(['init', '-q', '-b', 'main', ...args]);
    return git;
  }
}
