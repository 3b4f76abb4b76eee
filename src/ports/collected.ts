/** What an order left in its workspace, as the host observed it (E2, E7): changes of the base, and what is not taken. */

/** As git names them: a file, one that can be run, a symbolic link whose content is where it leads. */
export type LeftMode = '100644' | '100755' | '120000';

export type LeftChange =
  | { readonly kind: 'added' | 'changed'; readonly path: string; readonly mode: LeftMode; readonly content: Uint8Array }
  /** Its content is the base's. */
  | { readonly kind: 'mode'; readonly path: string; readonly mode: LeftMode }
  | { readonly kind: 'deleted'; readonly path: string };

export interface Collected {
  /** In the order of their names. Where there is a refusal they are not all that was left. */
  readonly changes: readonly LeftChange[];
  readonly refusals: readonly LeftRefusal[];
}

export type RefusalKind =
  /** A symbolic link: any where one file is read, one that leads out or in a circle where a workspace is collected. */
  | 'link' | 'hard-link' | 'directory' | 'fifo' | 'socket' | 'device'
  | 'missing' | 'unreadable' | 'too-large'
  /** No path of the repository: not UTF-8, too long, too deep, with what no path may have in it. */
  | 'bad-name'
  /** What git would take for its own. */
  | 'git' | 'set-id'
  /** Another name that some file systems take for the same. */
  | 'collision'
  /** Of the whole: more entries or bytes than are taken, and a listing that is none. */
  | 'too-many' | 'too-much' | 'broken';

export interface LeftRefusal {
  readonly kind: RefusalKind;
  /** As it can be shown; empty, it is the whole that is refused. */
  readonly path: string;
  readonly why: string;
}
