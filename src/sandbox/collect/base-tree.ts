/**
 * The base of a workspace as the host sees it: its own files, which no order could change.
 *
 * Links of it are never followed: a path below one is not there.
 */

import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';

export type BaseEntry =
  | { readonly kind: 'directory' | 'other' }
  | { readonly kind: 'file'; readonly isExecutable: boolean; readonly bytes: number }
  | { readonly kind: 'link'; readonly target: string };

export class BaseTree {
  readonly #root: string;
  readonly #directories = new Map<string, boolean>([['.', true]]);
  readonly #names = new Map<string, readonly string[]>();

  constructor(root: string) {
    this.#root = root;
  }

  at(path: string): BaseEntry | null {
    const stat = this.#stat(path);
    if (stat === null) return null;
    if (stat.isDirectory()) return { kind: 'directory' };
    if (stat.isSymbolicLink()) return { kind: 'link', target: readlinkSync(join(this.#root, path)) };
    return stat.isFile() ? { kind: 'file', isExecutable: (stat.mode & 0o100) !== 0, bytes: stat.size } : { kind: 'other' };
  }

  /** Whether it is a file with this content. */
  holds(path: string, content: Uint8Array): boolean {
    const entry = this.at(path);
    return entry?.kind === 'file' && entry.bytes === content.length && readFileSync(join(this.#root, path)).equals(content);
  }

  /** What is in a directory; nothing, where there is none. `.` is the whole. */
  names(directory: string): readonly string[] {
    const known = this.#names.get(directory);
    if (known !== undefined) return known;
    const names = this.#isDirectory(directory) ? readdirSync(join(this.#root, directory)) : [];
    this.#names.set(directory, names);
    return names;
  }

  /** Whether something at `path` or below it, that is no directory, is such. */
  some(path: string, isSuch: (path: string) => boolean): boolean {
    if (this.at(path)?.kind !== 'directory') return isSuch(path);
    return this.names(path).some((name) => this.some(`${path}/${name}`, isSuch));
  }

  #isDirectory(path: string): boolean {
    const known = this.#directories.get(path);
    if (known !== undefined) return known;
    const is = this.#stat(path)?.isDirectory() === true;
    this.#directories.set(path, is);
    return is;
  }

  #stat(path: string): Stats | null {
    if (!this.#isDirectory(dirname(path))) return null;
    return lstatSync(join(this.#root, path), { throwIfNoEntry: false }) ?? null;
  }
}
