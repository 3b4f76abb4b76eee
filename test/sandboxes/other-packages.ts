/**
 * Packages that are not simply installed: one of a later release of Debian, where this machine's own is too old, fetched by
 * apt with lists of its own, so that nothing else is ever taken from there; and a kernel for guests, which is only unpacked.
 */

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const keys = '/usr/share/keyrings/debian-archive-keyring.gpg';
const release = 'trixie';

/** Whether it is installed now. */
export function installLater(name: string): boolean {
  if (!existsSync(keys)) return false;
  const directory = mkdtempSync(join(tmpdir(), 'espalier-later-'));
  try {
    // apt fetches as a user of its own.
    chmodSync(directory, 0o755);
    for (const part of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(directory, part), { recursive: true });
    const list = join(directory, 'sources.list');
    writeFileSync(list, `deb [signed-by=${keys}] ${mirror()} ${release} main\n`);
    const own = { 'Dir::Etc::sourcelist': list, 'Dir::Etc::sourceparts': '-', 'Dir::State::lists': join(directory, 'lists'), 'Dir::Cache': join(directory, 'cache') };
    const options = Object.entries(own).flatMap(([option, value]) => ['-o', `${option}=${value}`]);
    if (!run('apt-get', ['-q', ...options, 'update'], directory) || !run('apt-get', ['-q', ...options, 'download', name], directory)) return false;
    const file = readdirSync(directory).find((one) => one.endsWith('.deb'));
    return file !== undefined && run('dpkg', ['--install', join(directory, file)], directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Fetches the kernel that this release has, and unpacks it: it is installed nowhere. Says whether it is there. */
export function unpackKernel(into: string): boolean {
  const name = /Depends: (linux-image-\d\S+)/.exec(spawnSync('apt-cache', ['depends', 'linux-image-amd64'], { encoding: 'utf8' }).stdout)?.[1];
  if (name === undefined) return false;
  const directory = mkdtempSync(join(tmpdir(), 'espalier-kernel-'));
  try {
    chmodSync(directory, 0o755);
    if (!run('apt-get', ['-q', 'download', name], directory)) return false;
    const file = readdirSync(directory).find((one) => one.endsWith('.deb'));
    return file !== undefined && run('dpkg', ['--extract', join(directory, file), into], directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The one that this machine is configured with. */
function mirror(): string {
  const { stdout } = spawnSync('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'ORIGIN: Debian', 'COMPONENT: main'], { encoding: 'utf8' });
  return stdout.split('\n').find((line) => /\/debian\/?$/.test(line)) ?? 'http://deb.debian.org/debian';
}

function run(program: string, args: readonly string[], cwd: string): boolean {
  return spawnSync(program, args, { cwd, stdio: 'ignore', timeout: 300_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;
}
