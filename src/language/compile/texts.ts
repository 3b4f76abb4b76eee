/** The source texts of one compile: each read once, by the plan's name for it. */
import { digestText } from '../../kernel/digest.ts';
import { limits } from '../../ports/limits.ts';
import type { NotRead, SourceFiles, SourceRead } from '../../ports/source-files.ts';
import type { Span } from '../syntax/tree.ts';
import type { CompileKind } from './finding-kinds.ts';
import { hideKeys } from './hide-keys.ts';

/** What a run freezes of a file. */
export interface FrozenFile {
  readonly name: string;
  /** SHA-256 of its bytes. */
  readonly digest: string;
  readonly text: string;
}

export type TextRead = SourceRead | { readonly ok: false; readonly why: 'too-many'; readonly text?: undefined; readonly badAt?: undefined };
export type NotTaken = NotRead | 'too-many';

export class Texts {
  readonly #files: SourceFiles;
  readonly #known = new Map<string, SourceRead>();
  #characters = 0;

  constructor(files: SourceFiles) {
    this.#files = files;
  }

  read(name: string): TextRead {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    if (this.#known.size >= limits.planFiles || this.#characters > limits.planCharacters) return { ok: false, why: 'too-many' };
    const read = this.#files.read(name);
    this.#characters += read.text?.length ?? 0;
    if (this.#characters > limits.planCharacters) return { ok: false, why: 'too-many' };
    this.#known.set(name, read);
    return read;
  }

  /** The same for what a plan names: the person's own configuration is no file of a plan. */
  readNamed(name: string): TextRead {
    return isConfiguration(name) ? { ok: false, why: 'outside' } : this.read(name);
  }

  shown(name: string): string {
    return this.#files.shown(name);
  }

  /** What was read, by the name that findings give: for excerpts. */
  shownTexts(): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    for (const [name, { text }] of this.#known) if (text !== undefined) texts.set(this.shown(name), isConfiguration(name) ? hideKeys(text) : text);
    return texts;
  }

  /** All that was read of the plan's own trees, in the order of their names. Digests cost: only a run needs them. */
  frozen(): readonly FrozenFile[] {
    const files: FrozenFile[] = [];
    for (const [name, read] of this.#known) {
      if (read.ok && !isConfiguration(name)) files.push({ name, digest: digestText(read.text), text: read.text });
    }
    return files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
}

const isConfiguration = (name: string): boolean => name.startsWith('config:');

/** Why a file is not taken: the kind of the finding, and its words after the file's name. */
export const whyNot: Readonly<Record<NotTaken, readonly [kind: CompileKind, words: string, hint: string]>> = {
  'missing': ['file-missing', 'does not exist', 'write it, or mend the name; it is relative to the file that names it'],
  'directory': ['file-is-directory', 'is a folder', 'name the file itself'],
  'too-large': ['file-too-large', `is larger than ${limits.sourceBytes} bytes`, 'make it shorter, or several of it'],
  'not-text': ['file-not-text', 'is not text', 'UTF-8, without NUL characters'],
  'outside': ['file-outside', 'is outside the folder of the workflow', 'name a file beside it or below; no link, no `..` beyond it'],
  'unreadable': ['file-unreadable', 'cannot be read', 'look at its permissions'],
  'pipe': ['file-unreadable', 'is a pipe', 'name a file; what a pipe holds is gone once it is read'],
  'socket': ['file-unreadable', 'is a socket', 'name a file that holds the text'],
  'device': ['file-unreadable', 'is a device', 'name a file that holds the text'],
  'too-many': ['too-many-files', 'is one file too many', `at most ${limits.planFiles} files, and ${limits.planCharacters} characters in all`],
};

/** Where the first thing stands for which a text is none. */
export function badIn(read: TextRead): Span | null {
  const at = read.ok ? undefined : read.badAt;
  return at === undefined ? null : { start: at, end: at + 1 };
}
