/** The program itself, as a person would call it, with its state beside a made repository. */

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MadeRepository } from './made-repository.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

export interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Variables beside those that everybody has. */
export interface Given {
  readonly env?: Readonly<Record<string, string>>;
}

export function environment({ beside }: MadeRepository): Record<string, string> {
  const { PATH = '' } = process.env;
  return { PATH: `${join(process.execPath, '..')}:${PATH}`, HOME: join(beside, 'home'), XDG_STATE_HOME: join(beside, 'state'), XDG_CONFIG_HOME: join(beside, 'config') };
}

/** To its end. */
export function espalier(repository: MadeRepository, ...args: readonly (string | Given)[]): Said {
  const { words, env } = parted(repository, args);
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [main, ...words], { cwd: repository.directory, env, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (error !== undefined) throw error;
  return { code: status, stdout, stderr };
}

function parted(repository: MadeRepository, args: readonly (string | Given)[]): { readonly words: readonly string[]; readonly env: Record<string, string> } {
  const given = args.filter((one) => typeof one !== 'string').map(({ env }) => env);
  return { words: args.filter((one) => typeof one === 'string'), env: Object.assign(environment(repository), ...given) };
}

export interface Begun {
  readonly pid: number;
  readonly ended: Promise<Said>;
  /** Until it has said so on its standard error; what it had said by then where it ended without. */
  until(pattern: RegExp): Promise<string>;
  kill(signal: NodeJS.Signals): void;
}

/** Begun, to be killed or waited for. */
export function beginEspalier(repository: MadeRepository, ...args: readonly (string | Given)[]): Begun {
  const { words, env } = parted(repository, args);
  const child = spawn(process.execPath, [main, ...words], { cwd: repository.directory, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
  const ended = once(child, 'close').then(([code]: (number | null)[]) => ({ code: code ?? null, stdout, stderr }));
  const until = (pattern: RegExp): Promise<string> => new Promise((resolve) => {
    const look = (): void => { if (pattern.test(stderr)) resolve(stderr); };
    child.stderr.on('data', look);
    child.once('close', () => resolve(stderr));
    look();
  });
  return { pid: child.pid ?? 0, ended, until, kill: (signal) => { child.kill(signal); } };
}

/** What `show --json` tells. */
export function shown(repository: MadeRepository, run: string): { readonly [key: string]: unknown } {
  const { code, stdout, stderr } = espalier(repository, 'show', run, '--json');
  if (code !== 0) throw new Error(stderr);
  const data: { readonly [key: string]: unknown } = JSON.parse(stdout);
  return data;
}
