/**
 * Where the programs of agents are kept: a directory of the person's cache, so that a second clone finds them.
 *
 * Tests use what is there and download nothing; only `npm run test:agents` installs. An installation
 * is made beside its place and moved there whole, so that one which was broken off is never used.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { PinnedAgent } from './pinned-agents.ts';

const longestMs = 900_000;
const shownLines = 6;

export interface InstalledAgent {
  readonly directory: string;
  /** Inside `directory`. */
  readonly program: string;
}

export function agentsDirectory(): string {
  return process.env['ESPALIER_TEST_AGENTS'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'espalier', 'agents');
}

function directoryOf({ name, version }: PinnedAgent): string {
  return join(agentsDirectory(), `${name}-${version}-${process.platform}-${process.arch}`);
}

/** In words, why it is not there. */
export function findAgent(agent: PinnedAgent): InstalledAgent | string {
  if (process.platform !== 'linux') return `${agent.name} is tried on Linux alone`;
  const directory = directoryOf(agent);
  const program = join('node_modules', agent.program);
  if (existsSync(join(directory, program))) return { directory, program };
  return `${agent.package} ${agent.version} is not in ${agentsDirectory()}: npm run test:agents brings it`;
}

/** Brings it, if it is not there. In words, why it cannot be had. */
export function installAgent(agent: PinnedAgent): InstalledAgent | string {
  const found = findAgent(agent);
  if (typeof found !== 'string' || process.platform !== 'linux') return found;
  const place = directoryOf(agent);
  const making = `${place}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  try {
    // Scripts of packages are not run: what they would fetch is what the platform's own package has.
    const args = ['install', '--prefix', making, '--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error', `${agent.package}@${agent.version}`];
    const { status, stderr, error } = spawnSync('npm', args, { encoding: 'utf8', timeout: longestMs, stdio: ['ignore', 'ignore', 'pipe'] });
    if (status !== 0) return `${agent.package} ${agent.version} cannot be installed: ${error?.message ?? stderr.trim().split('\n').slice(0, shownLines).join(' · ')}`;
    rmSync(place, { recursive: true, force: true });
    renameSync(making, place);
    return findAgent(agent);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}
