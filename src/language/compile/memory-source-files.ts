/** Source texts from memory: what a text field, a test or an editor has. */
import { limits } from '../../ports/limits.ts';
import type { NotRead, SourceFiles, SourceRead } from '../../ports/source-files.ts';
import { isInside, partsOf } from './source-name.ts';

export class MemorySourceFiles implements SourceFiles {
  readonly #texts: ReadonlyMap<string, string>;

  readonly #unread: ReadonlyMap<string, NotRead>;

  /** Texts by their names, and files that are there and cannot be read. */
  constructor(texts: ReadonlyMap<string, string>, unread: ReadonlyMap<string, NotRead> = new Map()) {
    this.#texts = texts;
    this.#unread = unread;
  }

  read(name: string): SourceRead {
    if (!isInside(partsOf(name).path)) return { ok: false, why: 'outside' };
    const unread = this.#unread.get(name);
    if (unread !== undefined) return { ok: false, why: unread };
    const text = this.#texts.get(name);
    if (text === undefined) {
      const isFolder = [...this.#texts.keys()].some((other) => other.startsWith(`${name}/`));
      return { ok: false, why: isFolder ? 'directory' : 'missing' };
    }
    if (!text.isWellFormed()) return notText(text.toWellFormed(), text);
    if (new TextEncoder().encode(text).length > limits.sourceBytes) return { ok: false, why: 'too-large' };
    return text.includes('\0') ? notText(text, text) : { ok: true, text };
  }

  shown(name: string): string {
    return name;
  }
}

/** Half a character is none; what stands for it has its place. */
function notText(text: string, given: string): SourceRead {
  let at = 0;
  while (at < text.length && text[at] === given[at] && text[at] !== '\0') at += 1;
  return { ok: false, why: 'not-text', text, badAt: at };
}
