/** Reads one source with tree-sitter, within limits of memory and steps: what the reading process does. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { limits } from '../../ports/limits.ts';
import { type Grammar, READERS } from './languages.ts';
import { Allowance } from './outline.ts';
import { type Told, tellSignatures } from './reading.ts';
import type { SyntaxNode } from './syntax-tree.ts';

interface Tree {
  readonly rootNode: SyntaxNode;
  delete(): void;
}

interface Parser {
  setLanguage(language: Language): void;
  parse(text: string, old: null, options: { readonly progressCallback: () => boolean }): Tree | null;
  delete(): void;
}

interface Language {
  readonly name: string | null;
}

/** What is used of the package: `progressCallback` says `true` to leave off. */
interface TreeSitter {
  readonly Parser: { new (): Parser; init(options: { readonly wasmMemory: object }): Promise<void> };
  readonly Language: { load(bytes: Uint8Array): Promise<Language> };
}

declare const WebAssembly: { readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => object };

const PAGE = 65_536;
const FIRST_PAGES = 512;

export class SignatureReader {
  readonly #languages = new Map<Grammar, Language>();
  readonly #treeSitter: TreeSitter;
  readonly #folder: string;

  private constructor(treeSitter: TreeSitter, folder: string) {
    this.#treeSitter = treeSitter;
    this.#folder = folder;
  }

  static async open(): Promise<SignatureReader> {
    const require = createRequire(import.meta.url);
    const treeSitter: TreeSitter = require('@vscode/tree-sitter-wasm');
    const wasmMemory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: limits.signatureMemoryBytes / PAGE });
    await treeSitter.Parser.init({ wasmMemory });
    return new SignatureReader(treeSitter, join(require.resolve('@vscode/tree-sitter-wasm/package.json'), '..', 'wasm'));
  }

  /** Throws where the parser breaks: it is not to be used again then. */
  async read(grammar: Grammar, { path, text }: { readonly path: string; readonly text: string }): Promise<Told | { readonly lines: null; readonly why: string }> {
    const parser = new this.#treeSitter.Parser();
    parser.setLanguage(await this.#language(grammar));
    let steps = 0;
    const tree = parser.parse(text, null, { progressCallback: () => (steps += 1) > limits.signatureSteps });
    try {
      if (tree === null || steps > limits.signatureSteps) return { lines: null, why: `reading it takes more than ${limits.signatureSteps} steps` };
      // Nothing is in its place there; and its parts are one flat list, in which each step back takes as long as the list.
      if (tree.rootNode.type === 'ERROR') return { lines: null, why: 'its syntax is broken as a whole' };
      const told = tellSignatures(READERS[grammar](tree.rootNode, { path, text, allowance: new Allowance() }));
      return tree.rootNode.hasError ? { ...told, why: told.why ?? 'it has faults of syntax' } : told;
    } finally {
      tree?.delete();
      parser.delete();
    }
  }

  async #language(grammar: Grammar): Promise<Language> {
    const known = this.#languages.get(grammar);
    if (known !== undefined) return known;
    const language = await this.#treeSitter.Language.load(readFileSync(join(this.#folder, `tree-sitter-${grammar}.wasm`)));
    this.#languages.set(grammar, language);
    return language;
  }
}
