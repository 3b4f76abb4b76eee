/**
 * Source texts from the disk: of the entry's folder, of the recipes that ship, and the person's own.
 *
 * A repository may come from anybody, so nothing in it leads out: names are checked, folders are
 * resolved, and the last part of a name is no link. Only regular files are opened for more than a
 * look, so that no pipe hangs and no device answers for ever.
 */
import type { Stats } from 'node:fs';
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { limits } from '../ports/limits.ts';
import type { NotRead, SourceFiles, SourceRead } from '../ports/source-files.ts';
import { isInside, partsOf } from '../language/compile/source-name.ts';
import { utf8Text } from './utf8-text.ts';

export interface DiskRoots {
  /** The entry's folder, as the person wrote it. */
  readonly folder: string;
  /** Where the recipes that ship are. */
  readonly recipes: string;
  /** The person's own configuration; `null`: there is none. */
  readonly config: string | null;
}

/** What a file gets at least that is longer than it said, as one that is made while it is read. */
const minBytes = 4_096;

/** The plan's name for a person's own configuration. */
export const configName = 'config:/config.esp';

export class DiskSourceFiles implements SourceFiles {
  readonly #roots: DiskRoots;
  /** Folders as they really are, by the path that was asked for: a plan's files share a few. */
  readonly #real = new Map<string, string>();

  constructor(roots: DiskRoots) {
    this.#roots = roots;
  }

  read(name: string): SourceRead {
    try {
      return this.#read(name);
    } catch (error) {
      return { ok: false, why: reasonOf(error) };
    }
  }

  shown(name: string): string {
    const { folder, config } = this.#roots;
    if (name === configName) return config ?? name;
    return partsOf(name).tree === '' ? join(folder, name) : name;
  }

  #read(name: string): SourceRead {
    if (name === configName) {
      const { config } = this.#roots;
      // The person's own: linked to wherever they keep it.
      return config === null ? { ok: false, why: 'missing' } : readRegular(config, 0);
    }
    const { tree, path } = partsOf(name);
    const folder = this.#folderOf(tree);
    if (folder === null || !isInside(path)) return { ok: false, why: 'outside' };
    const root = this.#realOf(folder);
    // Nothing in it needs to be normalized, which would cost more than to read the file.
    const slash = path.lastIndexOf('/');
    const parent = slash === -1 ? root : this.#realOf(`${root}/${path.slice(0, slash)}`);
    if (parent !== root && !parent.startsWith(root.endsWith(sep) ? root : root + sep)) return { ok: false, why: 'outside' };
    return readRegular(`${root}/${path}`, constants.O_NOFOLLOW);
  }

  #realOf(folder: string): string {
    const known = this.#real.get(folder) ?? realpathSync.native(folder);
    this.#real.set(folder, known);
    return known;
  }

  #folderOf(tree: string): string | null {
    const { folder, recipes } = this.#roots;
    if (tree === '') return folder;
    const recipe = tree.startsWith('recipe:') ? tree.slice('recipe:'.length, -1) : '';
    return isInside(recipe) && !recipe.includes('/') ? join(recipes, recipe) : null;
  }
}

function readRegular(path: string, flags: number): SourceRead {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
  try {
    const stat = fstatSync(file);
    if (stat.isDirectory()) return { ok: false, why: 'directory' };
    if (!stat.isFile()) return { ok: false, why: otherKind(stat) };
    if (stat.size > limits.sourceBytes) return { ok: false, why: 'too-large' };
    const bytes = bytesOf(file, stat.size);
    return bytes.length > limits.sourceBytes ? { ok: false, why: 'too-large' } : utf8Text(bytes);
  } finally {
    closeSync(file);
  }
}

/** A socket cannot be opened at all, and is told by that. */
function otherKind(stat: Stats): NotRead {
  if (stat.isFIFO()) return 'pipe';
  return stat.isCharacterDevice() || stat.isBlockDevice() ? 'device' : 'unreadable';
}

/** At most one byte more than is allowed, however the file grows; `size` is what it was a moment ago. */
export function bytesOf(file: number, size: number): Uint8Array {
  let buffer = Buffer.alloc(size + 1);
  let length = 0;
  for (;;) {
    const read = readSync(file, buffer, length, buffer.length - length, null);
    length += read;
    if (read === 0 || length > limits.sourceBytes) return buffer.subarray(0, length);
    if (length < buffer.length) continue;
    const more = Buffer.alloc(Math.min(2 * buffer.length + minBytes, limits.sourceBytes + 1));
    buffer.copy(more);
    buffer = more;
  }
}

function reasonOf(error: unknown): NotRead {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return 'missing';
  if (code === 'ENXIO') return 'socket';
  // What a name's last part may not be is a link.
  if (code === 'ELOOP') return 'outside';
  return code === 'EISDIR' ? 'directory' : 'unreadable';
}
