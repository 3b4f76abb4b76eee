/**
 * Server-sent events, heard in whatever pieces they come.
 *
 * Never throws, and keeps no more than its caps: an event that is larger is lost, and the stream goes on after it.
 * Bytes that are no UTF-8 become the character that stands for them.
 */

/** One event with all its lines: the last one of a reply repeats what was said. */
const mostEventBytes = 16_777_216;
/** Pieces of one line that are kept apart. */
const mostPieces = 1_024;

const [lineFeed, carriageReturn, firstOfData] = [0x0a, 0x0d, 0x64];
const byteOrderMark = '\uFEFF';
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export class EventStream {
  readonly #hear: (data: string) => void;
  /** Of the line that is under way. */
  #pieces: Uint8Array[] = [];
  #lineBytes = 0;
  /** `data` lines of the event that is under way. */
  #data: string[] = [];
  #eventBytes = 0;
  #isLost = false;
  #endsWithReturn = false;
  #isFirst = true;

  /** `hear`: what an event says, once it is whole. */
  constructor(hear: (data: string) => void) {
    this.#hear = hear;
  }

  push(bytes: Uint8Array): void {
    let from = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte !== lineFeed && byte !== carriageReturn) continue;
      const afterReturn = at > 0 ? bytes[at - 1] === carriageReturn : this.#endsWithReturn;
      if (byte === carriageReturn || !afterReturn) {
        this.#keep(bytes.subarray(from, at));
        this.#endLine();
      }
      from = at + 1;
    }
    // What is pushed belongs to who pushes it.
    this.#keep(new Uint8Array(bytes.subarray(from)));
    if (bytes.length > 0) this.#endsWithReturn = bytes.at(-1) === carriageReturn;
  }

  #keep(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#lineBytes += piece.length;
    this.#eventBytes += piece.length;
    if (this.#eventBytes > mostEventBytes) this.#lose();
    else this.#pieces.push(piece);
    if (this.#pieces.length > mostPieces) this.#pieces = [Buffer.concat(this.#pieces)];
  }

  #lose(): void {
    this.#isLost = true;
    this.#pieces = [];
    this.#data = [];
  }

  #endLine(): void {
    const isEmpty = this.#lineBytes === 0;
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#lineBytes = 0;
    if (isEmpty) this.#endEvent();
    else if (!this.#isLost && (this.#isFirst || pieces[0]?.[0] === firstOfData)) this.#field(textOf(pieces));
    this.#isFirst = false;
  }

  #field(text: string): void {
    const line = this.#isFirst && text.startsWith(byteOrderMark) ? text.slice(1) : text;
    if (line.startsWith('data:')) this.#data.push(line.slice(line[5] === ' ' ? 6 : 5));
    else if (line === 'data') this.#data.push('');
  }

  #endEvent(): void {
    const data = this.#data;
    this.#data = [];
    this.#eventBytes = 0;
    this.#isLost = false;
    if (data.length > 0) this.#hear(data.join('\n'));
  }
}

function textOf(pieces: readonly Uint8Array[]): string {
  const [first = new Uint8Array(), ...others] = pieces;
  return decoder.decode(others.length === 0 ? first : Buffer.concat(pieces));
}
