/**
 * The two streams of a box, kept with caps: their beginning and their end, since what matters of an
 * output is seldom in the middle of it.
 */

const headBytes = 256 << 10;
const tailBytes = 768 << 10;
/** What comes in single bytes is kept in as little memory as what comes at once. */
const pageBytes = 64 << 10;

type Clean = (bytes: Uint8Array) => Uint8Array;

const asItIs: Clean = (bytes) => bytes;

export class KeptOutput {
  readonly stdout: KeptStream;
  readonly stderr: KeptStream;
  /** Both, as they came. */
  readonly both: KeptStream;

  /** `clean` takes secrets out of what was kept. */
  constructor(clean: Clean = asItIs) {
    this.stdout = new KeptStream(clean);
    this.stderr = new KeptStream(clean);
    this.both = new KeptStream(clean);
  }

  push(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
    this[stream].push(bytes);
    this.both.push(bytes);
  }
}

export class KeptStream {
  readonly #head: Page[] = [];
  #headSize = 0;
  #tail: Page[] = [];
  #tailSize = 0;
  #left = 0;
  readonly #clean: Clean;

  constructor(clean: Clean = asItIs) {
    this.#clean = clean;
  }

  push(bytes: Uint8Array): void {
    const room = Math.min(headBytes - this.#headSize, bytes.length);
    if (room > 0) {
      append(this.#head, bytes.subarray(0, room));
      this.#headSize += room;
    }
    if (room === bytes.length) return;
    append(this.#tail, bytes.subarray(room));
    this.#tailSize += bytes.length - room;
    // Twice as much is held before it is cut, so that cutting costs nothing to speak of.
    if (this.#tailSize > 2 * tailBytes) this.#cut();
  }

  /** Whether nothing was left out. */
  get isWhole(): boolean {
    return this.#left === 0 && this.#tailSize <= tailBytes;
  }

  /** What was kept, and between the two parts how much was not. */
  bytes(): Uint8Array {
    if (this.#tailSize > tailBytes) this.#cut();
    const [head, tail] = [this.#head.map(written), this.#tail.map(written)];
    if (this.#left === 0) return this.#clean(Buffer.concat([...head, ...tail]));
    // Each by itself: what is left out may begin or end within a secret.
    return Buffer.concat([this.#clean(Buffer.concat(head)), Buffer.from(`\n… ${this.#left} bytes are left out …\n`), this.#clean(Buffer.concat(tail))]);
  }

  #cut(): void {
    const whole = Buffer.concat(this.#tail.map(written));
    this.#left += whole.length - tailBytes;
    this.#tail = [{ bytes: Uint8Array.from(whole.subarray(whole.length - tailBytes)), used: tailBytes }];
    this.#tailSize = tailBytes;
  }
}

interface Page {
  readonly bytes: Uint8Array;
  used: number;
}

function append(pages: Page[], bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) {
    const page = openPage(pages);
    const part = bytes.subarray(at, at + page.bytes.length - page.used);
    page.bytes.set(part, page.used);
    page.used += part.length;
    at += part.length;
  }
}

function openPage(pages: Page[]): Page {
  const last = pages.at(-1);
  if (last !== undefined && last.used < last.bytes.length) return last;
  const next = { bytes: new Uint8Array(pageBytes), used: 0 };
  pages.push(next);
  return next;
}

function written({ bytes, used }: Page): Uint8Array {
  return bytes.subarray(0, used);
}
