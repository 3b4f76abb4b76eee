/** Source texts from memory: what a text field, a test or an editor has. */
import { limits } from '../../ports/limits.ts';
import type { SourceFiles, SourceRead } from '../../ports/source-files.ts';
import { isInside, partsOf } from './source-name.ts';

export class MemorySourceFiles implements SourceFiles {
  readonly #texts: ReadonlyMap<string, string>;

  /** Texts by their names. */
  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts;
  }

  read(name: string): SourceRead {
    if (!isInside(partsOf(name).path)) return { ok: false, why: 'outside' };
    const text = this.#texts.get(name);
    if (text === undefined) {
      const isFolder = [...this.#texts.keys()].some((other) => other.startsWith(`${name}/`));
      return { ok: false, why: isFolder ? 'directory' : 'missing' };
    }
    if (!text.isWellFormed()) return { ok: false, why: 'not-text' };
    if (new TextEncoder().encode(text).length > limits.sourceBytes) return { ok: false, why: 'too-large' };
    return text.includes('\0') ? { ok: false, why: 'not-text', text } : { ok: true, text };
  }

  shown(name: string): string {
    return name;
  }
}
