/**
 * The repository as a run works on it: its objects, and refs of the run's own (B1, B2, B4).
 *
 * An implementation MUST NOT touch the person's checkout, index, branches or configuration, and MUST
 * NOT let git interpret what a leaf wrote: contents come and go as bytes; no hook, filter, attribute,
 * setting or submodule of a tree is ever looked at. Names of objects are those that git gives them.
 */

import type { Change } from '../kernel/facts.ts';

export interface Repo {
  /** The commit that a revision names, or `null`. It is a person's word: MUST NOT be taken for an option. */
  commitOf(revision: string): Promise<string | null>;

  /** The tree of a commit. Throws `RepoError` where there is no such commit. */
  treeOf(commit: string): Promise<string>;

  /** Everything in a tree but its directories, in the order of the bytes of their paths. */
  entries(tree: string): Promise<readonly TreeEntry[]>;

  /** What a regular file of a tree holds; `null`: no regular file is there. Throws `RepoError` for more than `mostBytes`. */
  read(tree: string, path: string, mostBytes: number): Promise<Uint8Array | null>;

  /** What blobs hold, in order; `null`: more than `mostBytes`. Throws `RepoError` where one is missing. */
  contents(blobs: readonly string[], mostBytes: number): Promise<readonly (Uint8Array | null)[]>;

  /** Keeps contents, and says their names, in order. MUST be durable when it resolves. */
  keep(contents: readonly Uint8Array[]): Promise<readonly string[]>;

  /**
   * The tree with these changes, if each of their paths is in it as its old side says: what a patch needs to stand on
   * it. MUST be durable when it resolves. Throws `RepoError` where a blob is missing, and where no tree can be so.
   */
  apply(tree: string, changes: readonly Change[]): Promise<Applied>;

  /** What differs, in the order of the code units of the paths. MUST NOT guess renames. */
  difference(from: string, to: string): Promise<readonly Change[]>;

  /** What differs as text to be read, in git's own notation, cut at `mostBytes`. MUST NOT start what a tree or a setting names. */
  diff(from: string, to: string, mostBytes: number): Promise<string>;

  /** A commit. Its name MUST depend on what is given here alone (B1); MUST be durable when it resolves. */
  commit(commit: NewCommit): Promise<string>;

  /** The commits after one up to another, along first parents, the oldest first. Throws `RepoError` where the one is not below the other. */
  commitsBetween(below: string, tip: string): Promise<readonly string[]>;

  /** What a ref of the run's own names; `null`: there is none. A name is `tip`, `patch/…`: letters, digits, `-`, `_`, `.` and `/`. */
  ref(name: string): Promise<string | null>;

  /** All of them that begin so, by name. */
  refs(beginning: string): Promise<readonly (readonly [string, string])[]>;

  /**
   * Moves a ref from what it names now (`null`: there is none) to another object (`null`: it is removed). `false`: it
   * names something else, and is as it was. MUST be durable when it resolves. What a ref names is never lost (B4).
   */
  moveRef(name: string, move: { readonly from: string | null; readonly to: string | null }): Promise<boolean>;

  /** Writes beside a commit what was learnt when it landed. The same text again changes nothing. */
  note(commit: string, text: string): Promise<void>;
}

export interface TreeEntry {
  /** UTF-8; of a name that is none, the bytes are in `bytes` and this is how it can be shown. */
  readonly path: string;
  readonly bytes: Uint8Array | null;
  /** `100644`, `100755`, `120000`, or `160000` for a submodule. */
  readonly mode: string;
  readonly object: string;
}

export type Applied =
  | { readonly ok: true; readonly tree: string }
  /** Paths whose old side is not what the tree has. */
  | { readonly ok: false; readonly conflicts: readonly string[] };

export interface NewCommit {
  readonly tree: string;
  /** `null`: it has none. */
  readonly parent: string | null;
  readonly message: string;
  readonly author: Signature;
  readonly committer: Signature;
}

/** Who, and when: milliseconds since 1970, of which git keeps whole seconds, in UTC. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly at: number;
}

/** The files of trees on disk, for whoever reads them in a box: written once, and never changed. */
export interface Checkouts {
  /**
   * A directory with exactly the files of a tree, contents byte for byte, links as they are. Of a submodule there is an
   * empty directory. MUST be whole when it resolves, whoever else asks for the same, and stay until it is released.
   * `like` is a hint: a tree that differs from it in few paths, and may be there already.
   */
  checkout(tree: string, options?: CheckoutOptions): Promise<Checkout>;
}

export interface CheckoutOptions {
  readonly like?: string;
}

export interface Checkout {
  readonly directory: string;
  /** Nobody of this process needs it any longer; it MAY be kept for who asks next. */
  release(): Promise<void>;
}

/** The repository is not as it must be, or git could not do what was asked: what, where, and what to do. */
export class RepoError extends Error {
  override readonly name = 'RepoError';
}
