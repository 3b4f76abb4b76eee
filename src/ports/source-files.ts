/**
 * The texts that a plan is made of: workflows, prompts, instructions, skills, scripts.
 *
 * A name is relative to the folder of the entry, with `/`: `parts/review.esp`. A recipe that ships
 * has a tree of its own, `recipe:NAME/…`, and the person's own configuration is `config:…`. No name
 * leads out of its tree.
 */

/** Why a file is not read. */
export type NotRead = 'missing' | 'directory' | 'too-large' | 'not-text' | 'outside' | 'unreadable'
  | 'pipe' | 'socket' | 'device';

export type SourceRead =
  | { readonly ok: true; readonly text: string }
  /** Of what is `not-text` the text as far as it is one, and where in it the first thing stands that is none. */
  | { readonly ok: false; readonly why: NotRead; readonly text?: string; readonly badAt?: number };

export interface SourceFiles {
  /**
   * MUST answer `outside` for a name that leads out of its tree, also by a symbolic link, and MUST
   * NOT follow one at the name's end. MUST read regular files only, at most `limits.sourceBytes`
   * bytes, and as `not-text` refuse what is no UTF-8 or holds a NUL, with the place of the first
   * such thing in the text. MUST NOT throw.
   */
  read(name: string): SourceRead;
  /** The name as a person would find it: the `file` of findings. */
  shown(name: string): string;
}
