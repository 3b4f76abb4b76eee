/** Which language a file is in, by its ending, and by what it is read. */

import type { SignatureLanguage } from '../../ports/signatures.ts';
import type { Reader } from './reading.ts';
import { readEcmascript } from './read-ecmascript.ts';
import { readGo } from './read-go.ts';
import { readJava } from './read-java.ts';
import { readPython } from './read-python.ts';
import { readRust } from './read-rust.ts';

export type Grammar = SignatureLanguage | 'tsx';

const ENDINGS: ReadonlyMap<string, Grammar> = new Map([
  ['ts', 'typescript'], ['mts', 'typescript'], ['cts', 'typescript'], ['tsx', 'tsx'],
  ['js', 'javascript'], ['mjs', 'javascript'], ['cjs', 'javascript'], ['jsx', 'javascript'],
  ['py', 'python'], ['pyi', 'python'], ['go', 'go'], ['rs', 'rust'], ['java', 'java'],
]);

export const READERS: Readonly<Record<Grammar, Reader>> = {
  typescript: readEcmascript, tsx: readEcmascript, javascript: readEcmascript,
  python: readPython, go: readGo, rust: readRust, java: readJava,
};

export function grammarOf(path: string): Grammar | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return ENDINGS.get(/\.(\w+)$/.exec(name)?.[1] ?? '') ?? null;
}

export function languageOf(grammar: Grammar): SignatureLanguage {
  return grammar === 'tsx' ? 'typescript' : grammar;
}
