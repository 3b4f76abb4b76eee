/** The program as npm would install it: built, packed and unpacked, with the packages of this checkout and a cache of its own. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { makeStage } from '../tools/check/examples/stage.ts';

const root = join(import.meta.dirname, '..');

export interface Published {
  readonly folder: string;
  /** Arguments for Node. */
  readonly door: string;
  readonly env: NodeJS.ProcessEnv;
  readonly remove: () => void;
}

export function publish(): Published {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-bench-'));
  const stage = makeStage(root);
  run('npm', ['pack', '--loglevel=error', '--pack-destination', folder], stage.folder);
  stage.remove();
  const { name, version } = manifest();
  run('tar', ['-xzf', `${name}-${version}.tgz`], folder);
  symlinkSync(join(root, 'node_modules'), join(folder, 'package', 'node_modules'));
  const env = { PATH: process.env['PATH'], HOME: folder, XDG_CACHE_HOME: join(folder, 'cache') };
  return {
    folder, env, door: join(folder, 'package', 'bin', 'espalier.cjs'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function manifest(): { readonly name: string; readonly version: string } {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
}

function run(program: string, args: readonly string[], cwd: string): void {
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`;
  const { status, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8', env: { ...process.env, PATH } });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} exited ${status}: ${stderr}`);
}
