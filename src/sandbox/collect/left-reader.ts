/**
 * Reads the frames of src/sandbox/inside/lister.ts, which are not believed: strictly, within caps,
 * and holding no more than what is taken.
 *
 * A line says which frames these are. A frame is a letter for its kind, two bytes of mode, two of the
 * path's length, eight of the size, the path, and, for a file or link that is told whole, as many
 * bytes as its size says. The last frame says how many there were. Numbers begin with their highest byte.
 */

import { type LeftCaps, maxTargetBytes, nameCaps } from './left-caps.ts';

/** What an entry is, by its letter. */
const letters = {
  f: 'file', m: 'mode', l: 'link', d: 'deleted', F: 'too-large', p: 'fifo', s: 'socket', c: 'device', g: 'git', u: 'unreadable', o: 'bad-name',
} as const;

export type EntryKind = (typeof letters)[keyof typeof letters];

export interface Entry {
  readonly kind: EntryKind;
  readonly path: Uint8Array;
  readonly mode: number;
  readonly content: Uint8Array;
}

/** How a listing ended: whole, at a cap, or at a place of the base that cannot be seen. */
const endings = { E: 'whole', N: 'too-many', W: 'too-much', B: 'base-unreadable' } as const;

export interface Listing {
  readonly ended: (typeof endings)[keyof typeof endings];
  readonly entries: readonly Entry[];
}

const firstLine = 'espalier-left-1\n';
const headBytes = 13;
const nothing = Buffer.alloc(0);

type Part = 'first' | 'head' | 'path' | 'content' | 'over';

export class LeftReader {
  readonly #caps: LeftCaps;
  readonly #entries: Entry[] = [];
  readonly #paths = new Set<string>();
  #part: Part = 'first';
  #field: Buffer = Buffer.alloc(firstLine.length);
  #filled = 0;
  #head: Head = { letter: '', mode: 0, pathBytes: 0, size: 0 };
  #path: Buffer = nothing;
  #bytes = 0;
  #ended: Listing['ended'] | null = null;
  #fault: string | null = null;

  constructor(caps: LeftCaps) {
    this.#caps = caps;
  }

  /** Why the frames are none, from the first one on that is not; `null`: so far they are. */
  get fault(): string | null {
    return this.#fault;
  }

  /** The next bytes, however they were cut. */
  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && this.#fault === null;) {
      if (this.#part === 'over') return this.#refuse('something follows the end');
      const part = bytes.subarray(at, at + this.#field.length - this.#filled);
      this.#field.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      // A field of no bytes is over as soon as it begins.
      while (this.#isFull()) this.#take(this.#field);
    }
  }

  /** All of it, after the last bytes; a text: why it is none. */
  end(): Listing | string {
    if (this.#fault !== null) return this.#fault;
    if (this.#ended === null) return 'it was cut short';
    return { ended: this.#ended, entries: this.#entries };
  }

  #isFull(): boolean {
    return this.#fault === null && this.#part !== 'over' && this.#filled === this.#field.length;
  }

  #take(field: Buffer): void {
    switch (this.#part) {
      case 'first': return field.toString('latin1') === firstLine ? this.#expect('head', headBytes) : this.#refuse('it is no listing');
      case 'head': return this.#takeHead(headOf(field));
      case 'path': return this.#takePath(field);
      case 'content': return this.#add(field);
      case 'over': return;
    }
  }

  #takeHead(head: Head): void {
    const { letter, pathBytes, size } = head;
    if (isKey(endings, letter)) return this.#finish(endings[letter], head);
    if (!isKey(letters, letter)) return this.#refuse('it has an entry of a kind that there is not');
    if (this.#entries.length === this.#caps.entries) return this.#refuse('it has more entries than were asked for');
    if (pathBytes === 0 || pathBytes > nameCaps.pathBytes) return this.#refuse('it has a path of a length that was not asked for');
    if (head.mode > 0o7777) return this.#refuse('it has a mode that is none');
    const content = contentBytes(head);
    if (content > (letter === 'l' ? maxTargetBytes * 4 : this.#caps.fileBytes) || this.#bytes + content > this.#caps.bytes) return this.#refuse('it has more content than was asked for');
    if (letter !== 'f' && letter !== 'l' && letter !== 'F' && letter !== 'm' && size !== 0) return this.#refuse('it has a size for what has none');
    this.#bytes += content;
    this.#head = head;
    this.#expect('path', pathBytes);
  }

  #takePath(path: Buffer): void {
    const key = path.toString('latin1');
    if (path.includes(0)) return this.#refuse('it has a path with a NUL');
    if (this.#paths.has(key)) return this.#refuse('it tells of a path twice');
    this.#paths.add(key);
    this.#path = path;
    this.#expect('content', contentBytes(this.#head));
  }

  #add(content: Buffer): void {
    const { letter, mode } = this.#head;
    if (isKey(letters, letter)) this.#entries.push({ kind: letters[letter], path: this.#path, mode, content });
    this.#expect('head', headBytes);
  }

  /** The place of a base that cannot be seen is not told: the host knows its base. */
  #finish(ended: Listing['ended'], { size, mode, pathBytes }: Head): void {
    if (size !== this.#entries.length) return this.#refuse('it does not count its entries right');
    if (mode !== 0 || pathBytes !== 0) return this.#refuse('its end is none');
    this.#ended = ended;
    this.#part = 'over';
  }

  #expect(part: Part, length: number): void {
    this.#part = part;
    this.#field = length === 0 ? nothing : Buffer.allocUnsafe(length);
    this.#filled = 0;
  }

  #refuse(why: string): void {
    this.#fault = why;
    this.#field = nothing;
  }
}

interface Head {
  readonly letter: string;
  readonly mode: number;
  readonly pathBytes: number;
  readonly size: number;
}

function headOf(field: Buffer): Head {
  // A size that no number holds exactly is above every cap.
  return { letter: field.toString('latin1', 0, 1), mode: field.readUInt16BE(1), pathBytes: field.readUInt16BE(3), size: Number(field.readBigUInt64BE(5)) };
}

function contentBytes({ letter, size }: Head): number {
  return letter === 'f' || letter === 'l' ? size : 0;
}

function isKey<T extends object>(table: T, key: string): key is keyof T & string {
  return Object.hasOwn(table, key);
}
