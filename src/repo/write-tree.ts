/**
 * The files of a tree, written by us from the bytes of its objects: no attribute, filter, setting or hook has a say.
 *
 * Names of a tree are anybody's: each is looked at, every file and link is made where nothing was, and directories are
 * ours before anything is in them, so that nothing is written through a link. Contents are streamed.
 */

import { closeSync, fchmodSync, fchownSync, lchownSync, linkSync, mkdirSync, openSync, chmodSync, symlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { RepoError, type TreeEntry } from '../ports/repo.ts';
import { shownName } from '../ports/shown-name.ts';
import { parentsOf } from './apply-changes.ts';
import type { GitObjects } from './git-objects.ts';
import { fromBytewise } from './tree-bytes.ts';

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export interface TreeTarget {
  /** Not there yet. */
  readonly directory: string;
  /** `null`: whoever this process is. */
  readonly owner: Owner | null;
  /** A written tree that stays as it is: what is the same in it is linked, not written. */
  readonly like: { readonly directory: string; readonly entries: readonly TreeEntry[] } | null;
}

/** Leaves change their copies, which have the rights of these: so who owns them may write, and nobody is shown the originals but to read. */
const rights: Readonly<Record<string, number>> = { '100644': 0o644, '100755': 0o755 };
const directoryRights = 0o755;

/** Throws `RepoError` where an object is missing, or the file system cannot hold what the tree has. */
export async function writeTree(objects: GitObjects, entries: readonly TreeEntry[], target: TreeTarget): Promise<void> {
  makeDirectories(entries, target);
  const same = new Map(target.like?.entries.map((entry) => [bytewiseOf(entry), `${entry.mode}:${entry.object}`]));
  const isSame = (entry: TreeEntry): boolean => entry.mode in rights && same.get(bytewiseOf(entry)) === `${entry.mode}:${entry.object}`;
  const written = entries.filter((entry) => entry.mode !== '160000' && !(isSame(entry) && linked(entry, target)));
  const writer = new FileWriter(written, target);
  if (written.length > 0) await objects.stream(written.map(({ object }) => object), writer).finally(() => writer.close());
}

function makeDirectories(entries: readonly TreeEntry[], { directory, owner }: TreeTarget): void {
  const own = (place: Place): void => {
    mkdirSync(place);
    chmodSync(place, directoryRights);
    if (owner !== null) lchownSync(place, owner.uid, owner.gid);
  };
  own(directory);
  const made = new Set<string>();
  for (const entry of entries) {
    const path = bytewiseOf(entry);
    checkPath(entry, path);
    // Backwards: of nearly all files the directory is there.
    const missing: string[] = [];
    for (const one of [...parentsOf(path), ...(entry.mode === '160000' ? [path] : [])].toReversed()) {
      if (made.has(one)) break;
      missing.push(one);
    }
    for (const one of missing.toReversed()) {
      attempt(entry, () => own(placeIn(directory, one)));
      made.add(one);
    }
  }
}

function checkPath({ path: shown }: TreeEntry, path: string): void {
  const bad = path.split('/').find((segment) => segment === '' || segment === '.' || segment === '..' || segment.toLowerCase() === '.git');
  if (bad !== undefined) throw new RepoError(`Cannot write ${shownName(shown)}: it has a part "${bad}", which no file of a tree may have`);
}

/** `false`: a file can have no more names. */
function linked(entry: TreeEntry, { directory, like }: TreeTarget): boolean {
  try {
    const path = bytewiseOf(entry);
    linkSync(placeIn(like?.directory ?? '', path), placeIn(directory, path));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EMLINK') return false;
    throw error;
  }
}

/** One after the other, as they come from git. */
class FileWriter {
  readonly #entries: readonly TreeEntry[];
  readonly #target: TreeTarget;
  #at = 0;
  #file: number | null = null;
  #link: Buffer[] = [];

  constructor(entries: readonly TreeEntry[], target: TreeTarget) {
    this.#entries = entries;
    this.#target = target;
  }

  readonly onHead = ({ kind, bytes }: { readonly kind: string; readonly bytes: number }): void => {
    const entry = this.#entry();
    if (kind !== 'blob') throw new RepoError(`Cannot write ${shownName(entry.path)}: it is a ${kind}, not the content of a file`);
    if (entry.mode === '120000') {
      if (bytes === 0 || bytes > mostLinkBytes) throw new RepoError(`Cannot write ${shownName(entry.path)}: a link to ${bytes} bytes is none`);
      this.#link = [];
      return;
    }
    attempt(entry, () => {
      this.#file = openSync(this.#place(entry), 'wx', 0o600);
    });
  };

  readonly onPart = (part: Buffer): void => {
    const file = this.#file;
    if (file === null) this.#link.push(Buffer.from(part));
    else attempt(this.#entry(), () => writeAll(file, part));
  };

  readonly onEnd = (): void => {
    const entry = this.#entry();
    attempt(entry, () => (entry.mode === '120000' ? this.#makeLink(entry) : this.#endFile(entry)));
    this.#at += 1;
  };

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  #makeLink(entry: TreeEntry): void {
    const target = Buffer.concat(this.#link);
    if (target.includes(0)) throw new RepoError(`Cannot write ${shownName(entry.path)}: what it leads to has a zero byte in it`);
    symlinkSync(target, this.#place(entry));
    const { owner } = this.#target;
    if (owner !== null) lchownSync(this.#place(entry), owner.uid, owner.gid);
  }

  #endFile({ mode }: TreeEntry): void {
    if (this.#file === null) return;
    const { owner } = this.#target;
    if (owner !== null) fchownSync(this.#file, owner.uid, owner.gid);
    fchmodSync(this.#file, rights[mode] ?? 0o644);
    this.close();
  }

  #entry(): TreeEntry {
    const entry = this.#entries[this.#at];
    if (entry === undefined) throw new RepoError('Cannot write a tree: git said more than it was asked');
    return entry;
  }

  #place(entry: TreeEntry): Place {
    return placeIn(this.#target.directory, bytewiseOf(entry));
  }
}

const mostLinkBytes = 4_095;

type Place = string | Buffer;

function placeIn(directory: string, path: string): Place {
  return isPlain.test(path) ? join(directory, path) : Buffer.concat([Buffer.from(`${directory}/`), fromBytewise(path)]);
}

const isPlain = /^[\x20-\x7e]*$/;

function bytewiseOf({ path, bytes }: TreeEntry): string {
  return bytes === null && isPlain.test(path) ? path : Buffer.from(bytes ?? Buffer.from(path)).toString('latin1');
}

function writeAll(file: number, part: Buffer): void {
  for (let at = 0; at < part.length;) at += writeSync(file, part, at);
}

function attempt(entry: TreeEntry, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (error instanceof RepoError) throw error;
    throw new RepoError(`Cannot write ${shownName(entry.path)}: ${codeOf(error)}${codeOf(error) === 'EEXIST' ? ' (the tree has two of this name)' : ''}`, { cause: error });
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error);
}
