/** What `git cat-file --batch` says, as it comes: heads, and contents in parts, however the stream is cut. */

import { RepoError } from '../ports/repo.ts';

export interface BatchHead {
  readonly name: string;
  /** `null`: there is no such object. */
  readonly kind: string | null;
  readonly bytes: number;
}

export interface BatchListener {
  readonly onHead: (head: BatchHead) => void;
  readonly onPart: (part: Buffer) => void;
  readonly onEnd: () => void;
}

const newline = 0x0a;
const mostHeadBytes = 16_384;

export class BatchReader {
  readonly #listener: BatchListener;
  #head: Buffer = Buffer.alloc(0);
  /** Of the content that is being read; -1: a head comes next, 0: the end of its line. */
  #left = -1;

  constructor(listener: BatchListener) {
    this.#listener = listener;
  }

  /** Whether all that began has ended. */
  get isBetween(): boolean {
    return this.#left === -1 && this.#head.length === 0;
  }

  push(bytes: Buffer): void {
    for (let at = 0; at < bytes.length;) at = this.#left === -1 ? this.#readHead(bytes, at) : this.#readContent(bytes, at);
  }

  #readHead(bytes: Buffer, at: number): number {
    const end = bytes.indexOf(newline, at);
    const part = bytes.subarray(at, end === -1 ? bytes.length : end);
    const line = this.#head.length === 0 ? part : Buffer.concat([this.#head, part]);
    if (line.length > mostHeadBytes) throw new RepoError('Cannot read objects: git said what is no head of one');
    this.#head = end === -1 ? Buffer.from(line) : Buffer.alloc(0);
    if (end === -1) return bytes.length;
    this.#tell(line.toString('latin1'));
    return end + 1;
  }

  #tell(line: string): void {
    const [, name, kind, size] = /^([0-9a-f]{40,64}) (blob|tree|commit|tag) (\d+)$/.exec(line) ?? [];
    if (name === undefined || kind === undefined) {
      if (!/ (missing|ambiguous)$/.test(line)) throw new RepoError('Cannot read objects: git said what is no head of one');
      this.#listener.onHead({ name: line, kind: null, bytes: 0 });
      return this.#listener.onEnd();
    }
    this.#left = Number(size);
    this.#listener.onHead({ name, kind, bytes: this.#left });
  }

  #readContent(bytes: Buffer, at: number): number {
    if (this.#left === 0) {
      this.#left = -1;
      this.#listener.onEnd();
      return at + 1;
    }
    const part = bytes.subarray(at, at + this.#left);
    this.#left -= part.length;
    this.#listener.onPart(part);
    return at + part.length;
  }
}
