/**
 * Toolchains that a person's PATH leads to and that no box has by itself: what of each has to be seen inside, and where.
 *
 * Only a toolchain's own directory is bound, never the home or the manager's directory around it:
 * tokens lie there (`~/.npmrc`, `~/.cargo/credentials.toml`, `~/.m2/settings.xml`). What a toolchain's
 * directory itself may hold of that kind is covered. Nothing is run to find them: files tell.
 */

import { accessSync, constants, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { behindShim } from './behind-shim.ts';
import { coverPlaces } from './cover-places.ts';
import { etcOf } from './etc-parts.ts';

export interface ToolchainSources {
  readonly path: string;
  /** `null`: there is no home. */
  readonly home: string | null;
  /** The person's environment: versions and places of managers. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Toolchain {
  /** The program that stands for it. */
  readonly name: string;
  /** What PATH leads to. */
  readonly program: string;
  /** The directory that PATH inside has for it. */
  readonly bin: string;
  /** Files and directories to bind read-only, each at its own place. */
  readonly binds: readonly string[];
  /** Files in them that may hold tokens: covered. */
  readonly covers: readonly string[];
  /** Its program file, which differs when the toolchain does. */
  readonly identity: string;
}

export interface Unresolved {
  readonly name: string;
  readonly program: string;
  readonly why: string;
}

export interface Toolchains {
  readonly found: readonly Toolchain[];
  /** What PATH leads to, and yet cannot be brought inside. */
  readonly unresolved: readonly Unresolved[];
}

/** Programs that stand for a toolchain, and what a directory of its own has beside `bin`. */
const known: Readonly<Record<string, readonly string[]>> = {
  node: ['lib/node_modules', 'include/node'], deno: [], bun: [], python3: ['lib/python3'], uv: [], cargo: ['lib/rustlib'],
  go: ['src/runtime', 'pkg'], java: ['release', 'lib'], mvn: ['boot', 'lib'], gradle: ['lib'], ruby: ['lib/ruby'],
};

/** Those that distributions split over /usr and /etc. */
const haveEtc = ['java', 'mvn', 'gradle'];

/** Where tokens may be within a toolchain's directory. */
const secretFiles = ['etc/npmrc', 'lib/node_modules/npm/npmrc', 'pip.conf', 'etc/pip.conf', 'conf/settings.xml', '.npmrc', '.pypirc', '.netrc', '.env'];

export function findToolchains(sources: ToolchainSources): Toolchains {
  const found: Toolchain[] = [];
  const unresolved: Unresolved[] = [];
  for (const name of Object.keys(known)) {
    const program = programIn(sources.path, name);
    if (program === null) continue;
    const behind = behindShim(name, program, sources);
    if (typeof behind !== 'string' && behind !== null) unresolved.push({ name, program, ...behind });
    else if (behind === null || existsSync(behind)) found.push(toolchainOf(name, program, { ...sources, real: behind ?? program }));
    else unresolved.push({ name, program, why: `there is no ${behind}` });
  }
  return { found, unresolved };
}

function toolchainOf(name: string, program: string, { real: named, home }: ToolchainSources & { readonly real: string }): Toolchain {
  const real = realpathSync(named);
  const { size, mtimeMs } = statSync(real);
  const identity = `${name} ${real} ${size} ${mtimeMs}`;
  const prefix = prefixOf(name, real);
  if (isInBox(real)) {
    // Programs of the system have their settings elsewhere.
    const { binds, covers } = prefix === null || !haveEtc.includes(name) ? { binds: [], covers: [] } : etcOf(prefix);
    return { name, program, bin: dirname(prefix === null ? named : real), binds, covers, identity };
  }
  const isOwn = prefix !== null && !isShared(prefix, home);
  // What scripts of it name is the path by which it was found.
  const own = isOwn ? [prefix, ...(prefixOf(name, named) ?? prefix) === prefix ? [] : [prefixOf(name, named) ?? prefix]] : [];
  const parts = prefix === null ? [] : (known[name] ?? []).flatMap((part) => entriesLike(prefix, part));
  const binds = isOwn ? own : [real, ...parts];
  const covers = binds.flatMap((bound) => secretFiles.map((file) => join(bound, file))).filter(existsSync);
  return { name, program, bin: dirname(real), binds, covers: coverPlaces(binds, covers), identity };
}

/** The directory that holds a toolchain alone, by what is beside its `bin`; `null`: the program is all there is. */
function prefixOf(name: string, program: string): string | null {
  const prefix = dirname(dirname(program));
  const parts = known[name] ?? [];
  return parts.some((part) => entriesLike(prefix, part).length > 0) ? prefix : null;
}

/** `lib/python3` is there as `lib/python3.12`. */
function entriesLike(prefix: string, part: string): readonly string[] {
  const folder = join(prefix, dirname(part));
  const start = part.slice(part.lastIndexOf('/') + 1);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((entry) => entry === start || (start === 'python3' && entry.startsWith('python3.'))).map((entry) => join(folder, entry));
}

/** Directories that hold other things than a toolchain. */
function isShared(prefix: string, home: string | null): boolean {
  const shared = ['/', '/opt', '/srv', '/var', ...(home === null ? [] : [home, join(home, '.local'), join(home, '.cargo')])];
  return shared.includes(prefix) || (home !== null && home.startsWith(`${prefix}/`));
}

function isInBox(path: string): boolean {
  return path.startsWith('/usr/') || ['/bin', '/sbin'].includes(dirname(path));
}

function programIn(path: string, name: string): string | null {
  // A relative entry would be whatever the current directory holds.
  const places = path.split(delimiter).filter(isAbsolute).map((folder) => join(folder, name));
  return places.find(isProgram) ?? null;
}

function isProgram(place: string): boolean {
  try {
    accessSync(place, constants.X_OK);
    return statSync(place).isFile();
  } catch {
    return false;
  }
}

function existsSync(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false; // not there, or below a file
  }
}
