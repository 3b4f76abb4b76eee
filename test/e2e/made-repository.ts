/** A real repository in a directory of the test's own, made and read by git as a person would use it. */

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface MadeRepository {
  readonly directory: string;
  /** Beside the repository: for state, remotes and whatever else a test needs. */
  readonly beside: string;
  git(...args: readonly string[]): string;
  remove(): void;
}

const who = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.invalid', GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.invalid', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };

export function makeRepository(files: Readonly<Record<string, string>>): MadeRepository {
  const beside = mkdtempSync(join(tmpdir(), 'espalier-e2e-'));
  // Who runs orders passes through here.
  chmodSync(beside, 0o755);
  const directory = join(beside, 'repository');
  const git = (...args: readonly string[]): string => execFileSync('git', ['-C', directory, ...args], { encoding: 'utf8', env: { ...process.env, ...who } }).trim();
  mkdirSync(directory);
  git('init', '-q', '-b', 'main');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
  }
  git('add', '-A');
  git('commit', '-q', '-m', 'Begin');
  return { directory, beside, git, remove: () => rmSync(beside, { recursive: true, force: true }) };
}
