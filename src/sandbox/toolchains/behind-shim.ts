/**
 * The program behind a shim of a version manager, as the manager's own files say outside of any project.
 *
 * A project may name another version; its files are a candidate's, so they choose nothing here.
 */

import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ToolchainSources } from './find-toolchains.ts';

/** `null`: it is no shim. */
export function behindShim(name: string, program: string, sources: ToolchainSources): string | { readonly why: string } | null {
  const real = basename(realpathSync(program));
  if (real === 'rustup' || (name === 'cargo' && isFile(join(dirname(program), 'rustup')))) return rustup(name, sources);
  if (real === 'volta-shim' || real === 'volta') return volta(name, sources);
  if (basename(dirname(program)) !== 'shims') return null;
  const root = dirname(dirname(program));
  if (isDirectory(join(root, 'versions')) && isDirectory(join(root, 'libexec'))) return pyenv(name, root, sources);
  if (real === 'mise' || real === 'rtx') return installed(name, join(root, 'installs'), miseVersions(name, sources));
  if (isDirectory(join(root, 'installs'))) return installed(name, join(root, 'installs'), asdfVersions(name, sources));
  return { why: 'it lies among shims of an unknown version manager' };
}

function rustup(name: string, { home, env }: ToolchainSources): string | { readonly why: string } {
  const root = env['RUSTUP_HOME'] ?? join(home ?? '/', '.rustup');
  const version = env['RUSTUP_TOOLCHAIN'] ?? /^default_toolchain\s*=\s*"([^"]+)"/m.exec(read(join(root, 'settings.toml')))?.[1];
  if (version === undefined) return { why: `${root} names no default toolchain: rustup default stable` };
  return inside(join(root, 'toolchains'), version, join('bin', name));
}

function pyenv(name: string, root: string, { env }: ToolchainSources): string | { readonly why: string } {
  const versions = (env['PYENV_VERSION']?.split(':') ?? read(join(root, 'version')).split(/\s+/)).filter((one) => one !== '');
  for (const version of versions.filter((one) => one !== 'system')) {
    const place = inside(join(root, 'versions'), version, join('bin', name));
    if (typeof place === 'string' && isFile(place)) return place;
  }
  return { why: `${root} names no version of its own that is installed: pyenv global VERSION` };
}

function volta(name: string, { home, env }: ToolchainSources): string | { readonly why: string } {
  const root = env['VOLTA_HOME'] ?? join(home ?? '/', '.volta');
  const version = /"runtime"\s*:\s*"([^"]+)"/.exec(read(join(root, 'tools/user/platform.json')))?.[1];
  if (name !== 'node' || version === undefined) return { why: `${root} names no default version: volta install ${name}` };
  return inside(join(root, 'tools/image/node'), version, 'bin/node');
}

/** What asdf and mise call the tools. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  node: ['node', 'nodejs'], python3: ['python'], go: ['go', 'golang'], java: ['java'], mvn: ['maven'], gradle: ['gradle'], cargo: ['rust'],
  ruby: ['ruby'], deno: ['deno'], bun: ['bun'], uv: ['uv'],
};

function installed(name: string, installs: string, version: string | undefined): string | { readonly why: string } {
  for (const tool of otherNames[name] ?? []) {
    const directory = join(installs, tool);
    if (!isDirectory(directory)) continue;
    const all = readdirSync(directory);
    const only = all.length === 1 ? all[0] : undefined;
    const chosen = [version, only, 'latest'].find((one) => one !== undefined && all.includes(one));
    if (chosen === undefined) return { why: `no version of ${tool} is chosen for all projects, and several are installed` };
    return ['bin', 'go/bin'].map((bin) => join(directory, chosen, bin, name)).find(isFile) ?? { why: `there is no ${name} in ${join(directory, chosen)}` };
  }
  return { why: `there is no ${name} in ${installs}` };
}

function asdfVersions(name: string, { home, env }: ToolchainSources): string | undefined {
  const tools = otherNames[name] ?? [];
  const set = tools.map((tool) => env[`ASDF_${tool.toUpperCase()}_VERSION`]).find((one) => one !== undefined);
  return set ?? fromToolVersions(tools, home);
}

function miseVersions(name: string, { home, env }: ToolchainSources): string | undefined {
  const tools = otherNames[name] ?? [];
  const set = tools.map((tool) => env[`MISE_${tool.toUpperCase()}_VERSION`]).find((one) => one !== undefined);
  const config = read(join(env['XDG_CONFIG_HOME'] ?? join(home ?? '/', '.config'), 'mise/config.toml'));
  // `node = "20"`, `node = ["20", "18"]`, `node = { version = "20" }`
  const named = tools.map((tool) => new RegExp(`^"?${tool}"?\\s*=[^"'\\n]*["']([^"'\\n]+)["']`, 'm').exec(config)?.[1]).find((one) => one !== undefined);
  return set ?? named ?? fromToolVersions(tools, home);
}

function fromToolVersions(tools: readonly string[], home: string | null): string | undefined {
  if (home === null) return undefined;
  const lines = read(join(home, '.tool-versions')).split('\n').map((line) => line.trim().split(/\s+/));
  return lines.find(([tool = '']) => tools.includes(tool))?.[1];
}

/** A version is a name in a directory, and leads nowhere else. */
function inside(directory: string, version: string, rest: string): string | { readonly why: string } {
  if (version.includes('/') || version.startsWith('.')) return { why: `${JSON.stringify(version)} is no version in ${directory}` };
  return join(directory, version, rest);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // not there, or not ours to read: it says nothing
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
