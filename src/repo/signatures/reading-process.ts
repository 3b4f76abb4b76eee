/**
 * The process that reads: sources by agents are parsed in a process of their own, by Node without the right to write,
 * to start anything, or to read more than the parser and our own code. Whatever goes wrong there, the host goes on.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { limits } from '../../ports/limits.ts';
import type { Grammar } from './languages.ts';

export interface ToRead {
  readonly grammar: Grammar;
  readonly path: string;
  readonly text: string;
}

/** Of a file that broke the parser there is none: its process is at its end. */
export interface HasRead {
  readonly lines: readonly string[] | null;
  readonly why: string | null;
}

/** The process ended, or was ended, before it answered. */
export class ReadingEnded extends Error {
  override readonly name = 'ReadingEnded';
}

const PARSER = '@vscode/tree-sitter-wasm';
const HEAP_MB = 512;

export class ReadingProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #deadlineMs: number;
  #answered = 0;

  constructor({ deadlineMs = limits.signatureMs }: { readonly deadlineMs?: number } = {}) {
    this.#deadlineMs = deadlineMs;
    const program = programPath();
    const readable = [ownFolder(program), ...parserFolders(program)].map((folder) => `--allow-fs-read=${folder}`);
    // No environment: what is set for the host, keys or options of Node, is nothing to it.
    this.#child = fork(program, [], {
      cwd: '/', env: {}, serialization: 'json', stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [`--max-old-space-size=${HEAP_MB}`, '--permission', ...readable],
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once('exit', () => resolve());
      this.#child.once('error', () => resolve());
    });
  }

  /** Nothing was asked of it before this one. */
  get isFresh(): boolean {
    return this.#answered === 0;
  }

  /** One at a time. Throws `ReadingEnded`; it is not to be asked again then. */
  async read(wanted: ToRead): Promise<HasRead> {
    const { promise, resolve, reject } = Promise.withResolvers<HasRead>();
    const late = setTimeout(() => reject(new ReadingEnded(`reading it took longer than ${this.#deadlineMs} ms`)), this.#deadlineMs);
    const hear = (message: unknown): void => {
      const answer = parseAnswer(message);
      if (answer === null) reject(new ReadingEnded('the parser broke on it'));
      else resolve(answer);
    };
    this.#child.once('message', hear);
    void this.#ended.then(() => reject(new ReadingEnded('the parser broke on it')));
    this.#child.send(wanted, (error) => error !== null && reject(new ReadingEnded('the parser broke on it')));
    try {
      const answer = await promise;
      this.#answered += 1;
      return answer;
    } finally {
      clearTimeout(late);
      this.#child.off('message', hear);
    }
  }

  /** Resolves when it is gone. */
  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}

/** What it read was hostile: what it says is looked at as well. */
function parseAnswer(message: unknown): HasRead | null {
  if (typeof message !== 'object' || message === null || !('lines' in message) || !('why' in message)) return null;
  const { lines, why } = message;
  if (why !== null && (typeof why !== 'string' || why.length > limits.signatureValue)) return null;
  if (lines === null) return { lines, why };
  if (!Array.isArray(lines) || !lines.every((line: unknown) => typeof line === 'string')) return null;
  return { lines, why };
}

/** In a checkout TypeScript, in the package JavaScript. */
function programPath(): string {
  const places = ['./read-in-process.ts', './read-in-process.mjs'].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error(`Cannot read signatures: ${places.at(-1) ?? ''} is missing from the installation`);
  return realpathSync(found);
}

/** The folder of the package that the program is in: its modules, and what says that they are modules. */
function ownFolder(program: string): string {
  let folder = dirname(program);
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/** As it is found, and where that leads: some install packages as links. */
function parserFolders(program: string): readonly string[] {
  const places = createRequire(program).resolve.paths(PARSER) ?? [];
  const found = places.map((place) => join(place, PARSER)).find((folder) => existsSync(folder));
  if (found === undefined) throw new Error(`${PARSER} is missing from the installation`);
  return [found, realpathSync(found)];
}
