/**
 * A repository in memory, with the very names that git would give: for simulations, and as the other half of the contract.
 * What begins as the person's (its commits) is put there with the same calls.
 */

import type { Change } from '../kernel/facts.ts';
import { byCodeUnits, pathFault } from '../kernel/path.ts';
import { type Applied, type NewCommit, type Repo, RepoError, type TreeEntry } from '../ports/repo.ts';
import { shownName, utf8 } from '../ports/shown-name.ts';
import { applyChanges } from './apply-changes.ts';
import { checkedRef, type Move } from './checked-ref.ts';
import { commitBytes } from './commit-bytes.ts';
import { isObjectName, type NewObject, type ObjectFormat, type ObjectKind, objectName } from './object-name.ts';
import { bytewise, emptyTreeOf, fromBytewise, isDirectory, modeOf, parseTree, treeBytes, type TreeItem } from './tree-bytes.ts';

export class MemoryRepo implements Repo {
  readonly format: ObjectFormat;
  readonly #objects = new Map<string, NewObject>();
  readonly #refs = new Map<string, string>();
  /** Revisions of the person's, such as `HEAD`. */
  readonly #revisions = new Map<string, string>();
  readonly #notes = new Map<string, string>();

  constructor(format: ObjectFormat = 'sha1') {
    this.format = format;
    this.#add({ kind: 'tree', bytes: treeBytes(new Map()) });
  }

  /** What the person has. */
  name(revision: string, commit: string): void {
    this.#revisions.set(revision, commit);
  }

  /** A tree as its bytes: there are such with names that no patch has. */
  putTree(bytes: Uint8Array): string {
    return this.#add({ kind: 'tree', bytes });
  }

  noteOf(commit: string): string | null {
    return this.#notes.get(commit) ?? null;
  }

  get emptyTree(): string {
    return emptyTreeOf(this.format);
  }

  async commitOf(revision: string): Promise<string | null> {
    const named = this.#revisions.get(revision) ?? revision;
    return this.#objects.get(named)?.kind === 'commit' ? named : null;
  }

  async treeOf(commit: string): Promise<string> {
    return Buffer.from(this.#must('commit', commit)).toString('latin1').slice('tree '.length).split('\n')[0] ?? '';
  }

  async entries(tree: string): Promise<readonly TreeEntry[]> {
    const found = [...this.#files(tree, '')].map(([path, item]) => ({ path, item }));
    return found.sort((a, b) => (a.path < b.path ? -1 : 1)).map(({ path, item }) => {
      const bytes = fromBytewise(path);
      const text = utf8(bytes);
      return { path: text ?? shownName(bytes), bytes: text === null ? bytes : null, mode: modeOf(item), object: item.object };
    });
  }

  async read(tree: string, path: string, mostBytes: number): Promise<Uint8Array | null> {
    if (pathFault(path) !== null) return null;
    const item = this.#files(tree, '').get(bytewise(path));
    if (item === undefined || !modeOf(item).startsWith('100')) return null;
    const [content] = await this.contents([item.object], mostBytes);
    if (content === null || content === undefined) throw new RepoError(`Cannot read ${shownName(path)}: it has more than ${mostBytes} bytes`);
    return content;
  }

  async contents(blobs: readonly string[], mostBytes: number): Promise<readonly (Uint8Array | null)[]> {
    return blobs.map((name) => this.#must('blob', name)).map((bytes) => (bytes.length > mostBytes ? null : Uint8Array.from(bytes)));
  }

  async keep(contents: readonly Uint8Array[]): Promise<readonly string[]> {
    return contents.map((bytes) => this.#add({ kind: 'blob', bytes: Uint8Array.from(bytes) }));
  }

  async apply(tree: string, changes: readonly Change[]): Promise<Applied> {
    const made = await applyChanges({ format: this.format, directories: async (root, paths) => paths.map((path) => this.#directory(root, path)) }, tree, changes);
    if (!made.ok) return made;
    for (const { to } of changes) {
      const [mode = '', object = ''] = to?.split(':') ?? [];
      if (to !== null && mode !== '160000') this.#must('blob', object);
    }
    for (const object of made.objects) this.#add(object);
    return { ok: true, tree: made.tree };
  }

  async difference(from: string, to: string): Promise<readonly Change[]> {
    const [before, after] = [this.#files(from, ''), this.#files(to, '')];
    const sideOf = (item: TreeItem | undefined): string | null => (item === undefined ? null : `${modeOf(item)}:${item.object}`);
    const paths = [...new Set([...before.keys(), ...after.keys()])];
    const changes = paths.map((path) => ({ path, from: sideOf(before.get(path)), to: sideOf(after.get(path)) })).filter((one) => one.from !== one.to);
    return changes.map(({ path, ...sides }) => {
      const text = utf8(fromBytewise(path));
      if (text === null) throw new RepoError(`Cannot compare ${from} with ${to}: ${shownName(fromBytewise(path))} is no UTF-8, and no path of a patch`);
      return { path: text, ...sides };
    }).sort((a, b) => byCodeUnits(a.path, b.path));
  }

  /** The paths alone: nobody reads what is only in memory. */
  async diff(from: string, to: string, mostBytes: number): Promise<string> {
    const text = (await this.difference(from, to)).map(({ path }) => `diff --git a/${path} b/${path}\n`).join('');
    return text.length <= mostBytes ? text : `${text.slice(0, mostBytes)}\n… ${text.length - mostBytes} bytes are left out …\n`;
  }

  async commit(commit: NewCommit): Promise<string> {
    this.#must('tree', commit.tree);
    if (commit.parent !== null) this.#must('commit', commit.parent);
    return this.#add({ kind: 'commit', bytes: commitBytes(commit) });
  }

  async commitsBetween(below: string, tip: string): Promise<readonly string[]> {
    const found: string[] = [];
    for (let at: string | undefined = tip; at !== below; at = this.#parentOf(at)) {
      if (at === undefined) throw new RepoError(`Cannot list what stands on ${below} up to ${tip}: the one does not stand on the other`);
      found.unshift(at);
    }
    this.#must('commit', below);
    return found;
  }

  async ref(name: string): Promise<string | null> {
    return this.#refs.get(checkedRef(name)) ?? null;
  }

  async refs(beginning: string): Promise<readonly (readonly [string, string])[]> {
    return [...this.#refs].filter(([name]) => name.startsWith(beginning)).sort(([a], [b]) => byCodeUnits(a, b));
  }

  async moveRef(name: string, { from, to }: Move): Promise<boolean> {
    for (const object of [from, to]) if (object !== null) this.#checked(object);
    if ((this.#refs.get(checkedRef(name)) ?? null) !== from) return false;
    if (to === null) this.#refs.delete(name);
    else if (!this.#objects.has(to)) throw new RepoError(`Cannot move ${name}: there is no ${to}`);
    else this.#refs.set(name, to);
    return true;
  }

  async note(commit: string, text: string): Promise<void> {
    this.#must('commit', commit);
    this.#notes.set(commit, text.endsWith('\n') ? text : `${text}\n`);
  }

  #add(object: NewObject): string {
    const name = objectName(this.format, object);
    this.#objects.set(name, object);
    return name;
  }

  #checked(name: string): string {
    if (!isObjectName(this.format, name)) throw new RepoError(`Cannot look for ${shownName(name)}: it is no name of an object (${this.format})`);
    return name;
  }

  #must(kind: ObjectKind, name: string): Uint8Array {
    const object = this.#objects.get(this.#checked(name));
    if (object?.kind !== kind) throw new RepoError(`Cannot read ${name}: there is no such ${kind}`);
    return object.bytes;
  }

  #parentOf(commit: string): string | undefined {
    return /^tree .*\nparent (.*)\n/.exec(Buffer.from(this.#must('commit', commit)).toString('latin1'))?.[1];
  }

  #items(tree: string): Map<string, TreeItem> {
    return parseTree(this.format, Buffer.from(this.#must('tree', tree)));
  }

  #directory(tree: string, path: string): Map<string, TreeItem> | null {
    let items = this.#items(tree);
    for (const segment of path === '' ? [] : path.split('/')) {
      const item = items.get(bytewise(segment));
      if (item === undefined || !isDirectory(item)) return null;
      items = this.#items(item.object);
    }
    return items;
  }

  #files(tree: string, above: string): Map<string, TreeItem> {
    const files = new Map<string, TreeItem>();
    for (const [name, item] of this.#items(tree)) {
      if (!isDirectory(item)) files.set(above + name, item);
      else for (const [path, below] of this.#files(item.object, `${above}${name}/`)) files.set(path, below);
    }
    return files;
  }
}
