/**
 * What the files of a commit export, as their own text says it: names, types, headers of functions and classes, without
 * bodies. A leaf is told so what the units that it needs have left for it to call.
 *
 * The files were written by agents. An implementation MUST NOT run, import or resolve anything of them, MUST do a bounded
 * amount of work for each, and MUST answer the same for the same files, on every machine.
 */

export interface Signatures {
  /** Which extractor answers, to be recorded with what it said: another one may say it differently. */
  readonly version: string;

  /**
   * One answer a file, in their order. MUST NOT reject: what cannot be read has no lines, and says why. What is inside a
   * body MUST NOT show in an answer.
   */
  of(files: readonly SignatureSource[]): Promise<readonly FileSignatures[]>;
}

export interface SignatureSource {
  /** Its ending says the language. */
  readonly path: string;
  readonly content: Uint8Array;
}

export type SignatureLanguage = 'typescript' | 'javascript' | 'python' | 'go' | 'rust' | 'java';

export interface FileSignatures {
  readonly path: string;
  /** `null`: none that is known. */
  readonly language: SignatureLanguage | null;
  /** Declarations in the file's own words and order; empty, it exports nothing. `null`: it could not be read. */
  readonly lines: readonly string[] | null;
  /** Why there are no lines, or not all of them. */
  readonly why?: string;
  /** There are lines, and they may not be all: the source has faults, or a limit was reached. */
  readonly partial: boolean;
}
