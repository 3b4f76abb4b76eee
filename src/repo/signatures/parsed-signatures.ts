/**
 * `Signatures` by tree-sitter, for TypeScript, JavaScript, Python, Go, Rust and Java. A question starts a process that
 * reads, which ends with it; where a file breaks that, the file says so, and the next has a process that is new.
 */

import { limits } from '../../ports/limits.ts';
import type { FileSignatures, SignatureSource, Signatures } from '../../ports/signatures.ts';
import { type Grammar, grammarOf, languageOf } from './languages.ts';
import { type HasRead, ReadingEnded, ReadingProcess, type ToRead } from './reading-process.ts';

/** Of what is told: raised with every change to the readers that changes a text. */
const READERS_VERSION = 1;
/** The package of the parser and its grammars, as `package.json` has it. */
const PARSER = '@vscode/tree-sitter-wasm 0.3.1';

export class ParsedSignatures implements Signatures {
  readonly version: string = `espalier-signatures ${READERS_VERSION}, ${PARSER}`;
  /** Questions wait for each other, so that there is one process. */
  #last: Promise<unknown> = Promise.resolve();

  of(files: readonly SignatureSource[]): Promise<readonly FileSignatures[]> {
    const answer = this.#last.then(() => readAll(files));
    this.#last = answer;
    return answer;
  }
}

async function readAll(files: readonly SignatureSource[]): Promise<readonly FileSignatures[]> {
  const processes = new Processes();
  const told: FileSignatures[] = [];
  try {
    for (const file of files) {
      const isOver = told.length >= limits.signatureFiles;
      told.push(isOver ? unread(file.path, `there are more than ${limits.signatureFiles} files`) : await readOne(file, processes));
    }
  } finally {
    await processes.end();
  }
  return told;
}

async function readOne({ path, content }: SignatureSource, processes: Processes): Promise<FileSignatures> {
  const grammar = grammarOf(path);
  if (grammar === null) return unread(path, 'its ending is that of no language whose signatures are read');
  if (content.length > limits.signatureBytes) return unread(path, `it has more than ${limits.signatureBytes} bytes`, grammar);
  const text = textOf(content);
  if (text === null) return unread(path, 'it is no UTF-8 text', grammar);
  const { lines, why } = await processes.read({ grammar, path, text });
  if (lines === null) return unread(path, why ?? 'the parser broke on it', grammar);
  return { path, language: languageOf(grammar), lines, ...(why === null ? {} : { why }), partial: why !== null };
}

function unread(path: string, why: string, grammar: Grammar | null = null): FileSignatures {
  return { path, language: grammar === null ? null : languageOf(grammar), lines: null, why, partial: false };
}

function textOf(content: Uint8Array): string | null {
  if (content.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return null;
  }
}

/** One after the other, and not more than a limit of them. */
class Processes {
  #current: ReadingProcess | null = null;
  #left: number = limits.signatureProcesses;

  async read(wanted: ToRead): Promise<HasRead> {
    // What an earlier file left behind must not tell: one that breaks a used process is read again by a new one.
    const isSecond = this.#current?.isFresh === false;
    const answer = await this.#once(wanted);
    return typeof answer !== 'string' ? answer : isSecond ? await this.#last(wanted) : { lines: null, why: answer };
  }

  async end(): Promise<void> {
    await this.#current?.end();
    this.#current = null;
  }

  async #last(wanted: ToRead): Promise<HasRead> {
    const answer = await this.#once(wanted);
    return typeof answer === 'string' ? { lines: null, why: answer } : answer;
  }

  /** Or why not. */
  async #once(wanted: ToRead): Promise<HasRead | string> {
    if (this.#current === null && this.#left === 0) return `${limits.signatureProcesses} processes were used up by other files`;
    try {
      this.#current ??= this.#start();
      return await this.#current.read(wanted);
    } catch (error) {
      await this.end();
      return error instanceof ReadingEnded ? error.message : `reading it could not be started: ${error instanceof Error ? error.message : 'unknown'}`;
    }
  }

  #start(): ReadingProcess {
    this.#left -= 1;
    return new ReadingProcess();
  }
}
