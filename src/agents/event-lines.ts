/**
 * JSON documents, one on each line, as programs print what they do: read as they come, in whatever pieces.
 *
 * A line that is none is left out, as programs print other things between them; so is one that is too
 * long, of which nothing is kept.
 */

const mostLineBytes = 8 << 20;
const newline = 10;

export class EventLines {
  #pieces: Buffer[] = [];
  #size = 0;
  #isTooLong = false;

  /** What became whole with these bytes. */
  push(bytes: Uint8Array): readonly unknown[] {
    const found: unknown[] = [];
    let rest = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let end = rest.indexOf(newline); end >= 0; end = rest.indexOf(newline)) {
      this.#add(rest.subarray(0, end));
      found.push(...this.#whole());
      rest = rest.subarray(end + 1);
    }
    this.#add(rest);
    return found;
  }

  /** What stands on a last line that was not ended. */
  end(): readonly unknown[] {
    return this.#whole();
  }

  #add(bytes: Buffer): void {
    if (this.#isTooLong || bytes.length === 0) return;
    this.#size += bytes.length;
    if (this.#size > mostLineBytes) {
      this.#isTooLong = true;
      this.#pieces = [];
      return;
    }
    // The caller's bytes are its own to use again.
    this.#pieces.push(Buffer.from(bytes));
  }

  #whole(): readonly unknown[] {
    const text = this.#isTooLong ? '' : Buffer.concat(this.#pieces).toString('utf8').trim();
    this.#pieces = [];
    this.#size = 0;
    this.#isTooLong = false;
    if (!text.startsWith('{')) return [];
    try {
      return [JSON.parse(text)];
    } catch {
      return [];
    }
  }
}
