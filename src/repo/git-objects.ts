/**
 * The objects of a repository: read and written as bytes, by their names.
 *
 * What is written goes into the person's own object database (decision 0050), as one pack on the standard input of
 * `unpack-objects`: no file of ours lies anywhere in between, and git itself checks what trees and commits say.
 */

import { isUtf8 } from 'node:buffer';
import { resolve } from 'node:path';
import { RepoError, type TreeEntry } from '../ports/repo.ts';
import { shownName } from '../ports/shown-name.ts';
import { type BatchHead, type BatchListener, BatchReader } from './batch-reader.ts';
import { findGitDirectory } from './find-git-directory.ts';
import { endOf, feed, findGit, Git, partialAdvice } from './git.ts';
import { KeptEntries } from './kept-entries.ts';
import { isObjectName, type NewObject, type ObjectFormat, objectName } from './object-name.ts';
import { packStream } from './pack-stream.ts';
import { syncObjects } from './sync-objects.ts';
import { parseTree, type TreeItem } from './tree-bytes.ts';

export interface ObjectHead {
  readonly name: string;
  readonly kind: string;
  readonly bytes: number;
}

interface Found {
  readonly name: string;
  readonly kind: string;
  /** `null`: it is larger than was asked for. */
  readonly content: Buffer | null;
}

export interface ContentListener {
  readonly onHead: (head: ObjectHead) => void;
  readonly onPart: (part: Buffer) => void;
  readonly onEnd: () => void;
}

export class GitObjects {
  readonly git: Git;
  readonly format: ObjectFormat;
  /** Where refs and objects are that all work trees of a repository share. */
  readonly common: string;
  readonly #objects: string;
  readonly #entries: KeptEntries = new KeptEntries((tree) => this.#list(tree));

  private constructor(git: Git, { format, common, objects }: { format: ObjectFormat; common: string; objects: string }) {
    this.git = git;
    this.format = format;
    this.common = common;
    this.#objects = objects;
  }

  /** `path`: where programs are found. Throws `RepoError` where there is no repository, or no git. */
  static async open(directory: string, path: string): Promise<GitObjects> {
    const place = findGitDirectory(directory);
    const git = new Git(findGit(path), place);
    const said = await git.must('open the repository', ['rev-parse', '--show-object-format', '--git-common-dir', '--git-path', 'objects']);
    const [format = '', common = '', objects = ''] = said.toString().split('\n');
    if (format !== 'sha1' && format !== 'sha256') throw git.error('open the repository', 'its objects are named in a way that is not known here (sha1 and sha256 are)');
    return new GitObjects(git, { format, common: resolve('/', common), objects: resolve('/', objects) });
  }

  isName(name: string): boolean {
    return isObjectName(this.format, name);
  }

  /** Throws `RepoError` for what is no name, so that nothing else ever gets among arguments. */
  mustName(name: string): string {
    if (!this.isName(name)) throw new RepoError(`Cannot look for ${shownName(name)}: it is no name of an object (${this.format})`);
    return name;
  }

  /** What each revision names, in order; `null`: nothing. They are lines of input: none may hold an end of one. */
  async heads(revisions: readonly string[]): Promise<readonly (ObjectHead | null)[]> {
    const found: (ObjectHead | null)[] = [];
    const said = await this.git.must('look for objects', ['cat-file', '--batch-check', '--buffer'], [revisions.map((one) => `${one}\n`).join('')]);
    for (const line of said.toString('latin1').split('\n').slice(0, -1)) {
      const [, name, kind, bytes] = /^([0-9a-f]{40,64}) (blob|tree|commit|tag) (\d+)$/.exec(line) ?? [];
      found.push(name === undefined || kind === undefined ? null : { name, kind, bytes: Number(bytes) });
    }
    if (found.length !== revisions.length) throw this.git.error('look for objects', 'git did not answer for each of them');
    return found;
  }

  /** Of each object in order, whatever its size; nothing is held. Throws `RepoError` where one is missing. */
  async stream(names: readonly string[], listener: ContentListener): Promise<void> {
    let read = 0;
    await this.#batch(names, {
      onHead: ({ name, kind, bytes }) => {
        if (kind === null) throw this.#missing(names[read] ?? name);
        listener.onHead({ name, kind, bytes });
      },
      onPart: listener.onPart,
      onEnd: () => { read += 1; listener.onEnd(); },
    });
  }

  /** Each as it comes; `null`: there is none. Of more than `mostBytes` nothing is kept. */
  async #each(revisions: readonly string[], mostBytes: number, take: (revision: string, object: Found | null) => void): Promise<void> {
    if (revisions.length === 0) return;
    let read = 0;
    let head: BatchHead = { name: '', kind: null, bytes: 0 };
    let parts: Buffer[] = [];
    await this.#batch(revisions, {
      onHead: (now) => { [head, parts] = [now, []]; },
      onPart: (part) => { if (head.bytes <= mostBytes) parts.push(Buffer.from(part)); },
      onEnd: () => {
        const { name, kind, bytes } = head;
        take(revisions[read] ?? '', kind === null ? null : { name, kind, content: bytes > mostBytes ? null : Buffer.concat(parts) });
        read += 1;
      },
    });
  }

  /** What the listener throws ends it. */
  async #batch(revisions: readonly string[], listener: BatchListener): Promise<void> {
    const child = this.git.start(['cat-file', '--batch', '--buffer']);
    let fault: unknown = null;
    let read = 0;
    const reader = new BatchReader({ ...listener, onEnd: () => { read += 1; listener.onEnd(); } });
    let complaint = '';
    child.stderr.on('data', (bytes: Buffer) => { complaint = (complaint + bytes.toString()).slice(-mostComplaintLetters); });
    child.stdout.on('data', (bytes: Buffer) => {
      if (fault !== null) return;
      try {
        reader.push(bytes);
      } catch (error) {
        fault = error;
        child.kill('SIGKILL');
      }
    });
    await Promise.all([endOf(child), feed(child, [revisions.map((one) => `${one}\n`).join('')])]);
    if (fault !== null) throw fault;
    if (read !== revisions.length || !reader.isBetween) throw this.git.error('read objects', `it ended after ${read} of ${revisions.length}: ${shownName(complaint.trim())}`);
  }

  /** In order; `null`: more than `mostBytes`. Throws `RepoError` where one is missing, or is of another kind. */
  async contents(kind: 'blob' | 'tree' | 'commit', names: readonly string[], mostBytes: number): Promise<readonly (Buffer | null)[]> {
    const wanted = [...new Set(names.map((name) => this.mustName(name)))];
    const found = new Map<string, Buffer | null>();
    await this.#each(wanted, mostBytes, (revision, object) => {
      if (object === null) throw this.#missing(revision);
      if (object.kind !== kind) throw this.git.error(`read the ${kind} ${revision}`, `it is a ${object.kind}`);
      found.set(revision, object.content);
    });
    return names.map((name) => found.get(name) ?? null);
  }

  /** Directories of a tree by their paths, the empty one the tree itself; `null`: there is no directory. */
  async directories(tree: string, paths: readonly string[]): Promise<readonly (Map<string, TreeItem> | null)[]> {
    this.mustName(tree);
    const found: (Map<string, TreeItem> | null)[] = [];
    await this.#each(paths.map((path) => (path === '' ? tree : `${tree}:${path}`)), mostTreeBytes, (_, object) => {
      found.push(object?.kind === 'tree' ? this.#parsed(object.name, object.content) : null);
    });
    return found;
  }

  /** Everything but directories, in the order of the bytes of the paths. */
  entries(tree: string): Promise<readonly TreeEntry[]> {
    return this.#entries.of(tree);
  }

  async #list(tree: string): Promise<readonly TreeEntry[]> {
    const said = await this.git.must(`list the tree ${this.mustName(tree)}`, ['ls-tree', '-r', '-z', '--full-tree', tree]);
    return isUtf8(said) ? said.toString().split('\0').slice(0, -1).map((line) => entryOf(line)) : this.#someNotText(said);
  }

  /** Writes them, each after what it names, and says their names. They are durable when it resolves. */
  async write(objects: readonly NewObject[]): Promise<readonly string[]> {
    const names = objects.map((one) => objectName(this.format, one));
    const once = [...new Map(names.map((name, at) => [name, objects[at]])).values()].filter((one) => one !== undefined);
    if (once.length === 0) return [];
    // Blobs name nothing; of the others git looks at every entry, and that it is there.
    const strict = once.every(({ kind }) => kind === 'blob') ? [] : ['--strict'];
    await this.git.must('keep objects', ['unpack-objects', '-q', ...strict], packStream(this.format, once));
    await syncObjects(this.#objects, names);
    return names;
  }

  #parsed(name: string, bytes: Buffer | null | undefined): Map<string, TreeItem> {
    try {
      if (bytes === null || bytes === undefined) throw new TypeError(`it has more than ${mostTreeBytes} bytes`);
      return parseTree(this.format, bytes);
    } catch (error) {
      throw this.git.error(`read the tree ${name}`, error instanceof Error ? error.message : 'it is none');
    }
  }

  #missing(name: string): RepoError {
    return this.git.error(`read ${shownName(name)}`, `it is not there (look with git fsck). ${partialAdvice}`);
  }

  #someNotText(said: Buffer): readonly TreeEntry[] {
    const entries: TreeEntry[] = [];
    for (let at = 0; at < said.length;) {
      const end = said.indexOf(0, at);
      const line = said.subarray(at, end);
      const bytes = line.subarray(line.indexOf(tab) + 1);
      const entry = entryOf(line.toString());
      entries.push(isUtf8(bytes) ? entry : { ...entry, path: shownName(bytes), bytes: Uint8Array.from(bytes) });
      at = end + 1;
    }
    return entries;
  }
}

const tab = 0x09;
const mostTreeBytes = 2 ** 26;
const mostComplaintLetters = 2_000;

/** `100644 blob NAME<tab>PATH`. */
function entryOf(line: string): TreeEntry {
  const at = line.indexOf('\t');
  return { path: line.slice(at + 1), bytes: null, mode: line.slice(0, 6), object: line.slice(line.indexOf(' ', 7) + 1, at) };
}
