/** What an agent without tools asks to be changed: whole new files, and edits of files that are there. All of it, or nothing. */

export type EnvelopePart =
  | { readonly kind: 'new'; readonly path: string; readonly text: string }
  /** `find` stands in the file exactly once. */
  | { readonly kind: 'edit'; readonly path: string; readonly find: string; readonly replace: string };
