/**
 * Takes the attendant's frames out of what a command writes, and puts the files together; all else passes as it came.
 *
 * A frame begins with a byte that no text has and the order's random word, and ends with its line. What begins so and is
 * none passes as well. A command can learn the word and forge: the file is its own word anyway, and no more is held of one
 * than it may have. A frame that is missing, doubled or short spoils its file, and no other.
 */

import type { ReturnedFile } from '../../ports/sandbox.ts';

export type ReturnedResult = { readonly path: string; readonly content: Uint8Array } | { readonly path: string; readonly why: string };

/** Of a file in one frame, as in the attendant; only the last of a file has less. */
const frameBytes = 2_880;
/** With its head and its end. */
const mostOfFrame = 4_096;
const lineEnd = 0x0a;

/** What the attendant says of a file, and what that is called. */
const whys: ReadonlyMap<string, string> = new Map([['none', 'there is none'], ['kind', 'no regular file'], ['large', 'too large'], ['fault', 'could not be read']]);
const notRead = 'could not be read';

/** What the frames of these files may take of a stream. */
export function framesBytes(returns: readonly ReturnedFile[]): number {
  return returns.reduce((sum, { mostBytes }) => sum + (Math.ceil(mostBytes / frameBytes) + 1) * mostOfFrame, 0);
}

export class ReturnReader {
  readonly #marker: Buffer;
  readonly #pass: (bytes: Uint8Array) => void;
  readonly #files: readonly Gathered[];
  #held: Buffer = Buffer.alloc(0);

  constructor(word: string, returns: readonly ReturnedFile[], pass: (bytes: Uint8Array) => void) {
    this.#marker = Buffer.from(`\x1e${word} `);
    this.#pass = pass;
    this.#files = returns.map((file) => new Gathered(file));
  }

  /** Of what could still become a frame, less than one is held; everything else passes at once. */
  push(bytes: Uint8Array): void {
    const all = this.#held.length === 0 ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) : Buffer.concat([this.#held, bytes]);
    let passed = 0;
    let at = 0;
    for (;;) {
      const start = this.#startIn(all, at);
      const frame = all.subarray(start, start + mostOfFrame);
      const end = frame.length <= this.#marker.length ? -1 : frame.indexOf(lineEnd);
      const mayBecome = end === -1 && frame.length < mostOfFrame;
      const isFrame = end !== -1 && this.#take(frame.toString('latin1', this.#marker.length, end));
      if ((mayBecome || isFrame) && start > passed) this.#pass(all.subarray(passed, start));
      if (mayBecome) {
        this.#held = Buffer.from(frame);
        return;
      }
      at = isFrame ? start + end + 1 : start + 1;
      if (isFrame) passed = at;
    }
  }

  /** Nothing more comes: what is held was no frame. */
  end(): readonly ReturnedResult[] {
    if (this.#held.length > 0) this.#pass(this.#held);
    this.#held = Buffer.alloc(0);
    return this.#files.map((file) => file.result());
  }

  /** Where a frame begins or may begin, from `at` on; the end of it all: nowhere. */
  #startIn(all: Buffer, at: number): number {
    const found = all.indexOf(this.#marker, at);
    if (found !== -1) return found;
    // The first byte is in the marker once: of several only the last can be the beginning of one that goes on.
    const last = all.lastIndexOf(this.#marker.subarray(0, 1));
    const isBegun = last >= at && all.length - last < this.#marker.length && all.subarray(last).equals(this.#marker.subarray(0, all.length - last));
    return isBegun ? last : all.length;
  }

  #take(line: string): boolean {
    const { at, frame, base64, size, how } = /^(?<at>\d{1,2}) (?:(?<frame>\d{1,5}) (?<base64>[A-Za-z0-9+/]+={0,2})|end (?<size>\d{1,9}) (?<how>[a-z]+))$/.exec(line)?.groups ?? {};
    const file = this.#files[Number(at)];
    if (file === undefined) return false;
    if (how === undefined) file.add(Number(frame), base64 ?? '');
    else file.end(Number(size), how);
    return true;
  }
}

/** One file while it is gathered. */
class Gathered {
  readonly #file: ReturnedFile;
  #parts: Buffer[] = [];
  #bytes = 0;
  /** Of which the last was short: then there is no next one. */
  #isLast = false;
  #how: string | null = null;
  #isSpoiled = false;

  constructor(file: ReturnedFile) {
    this.#file = file;
  }

  add(frame: number, base64: string): void {
    const bytes = Buffer.from(base64, 'base64');
    this.#bytes += bytes.length;
    // Short ones in any number would be held at many times their size.
    if (frame !== this.#parts.length || this.#isLast || this.#how !== null || bytes.toString('base64') !== base64 || this.#bytes > this.#file.mostBytes) return this.#spoil();
    this.#isLast = bytes.length < frameBytes;
    this.#parts.push(bytes);
  }

  end(size: number, how: string): void {
    if (this.#how !== null || (how === 'taken' && size !== this.#bytes)) this.#spoil();
    this.#how = how;
  }

  result(): ReturnedResult {
    const { path } = this.#file;
    if (!this.#isSpoiled && this.#how === 'taken') return { path, content: Buffer.concat(this.#parts) };
    return { path, why: this.#isSpoiled ? notRead : whys.get(this.#how ?? '') ?? notRead };
  }

  #spoil(): void {
    this.#isSpoiled = true;
    this.#parts = [];
  }
}
