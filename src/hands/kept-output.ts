/**
 * The two streams of a box, kept with caps: their beginning and their end, since what matters of an
 * output is seldom in the middle of it.
 */

const headBytes = 256 << 10;
const tailBytes = 768 << 10;

export class KeptOutput {
  readonly stdout: KeptStream = new KeptStream();
  readonly stderr: KeptStream = new KeptStream();
  /** Both, as they came. */
  readonly both: KeptStream = new KeptStream();

  push(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
    this[stream].push(bytes);
    this.both.push(bytes);
  }
}

export class KeptStream {
  readonly #head: Uint8Array[] = [];
  #headSize = 0;
  #tail: Uint8Array[] = [];
  #tailSize = 0;
  #left = 0;

  push(bytes: Uint8Array): void {
    const room = Math.min(headBytes - this.#headSize, bytes.length);
    if (room > 0) {
      this.#head.push(Uint8Array.from(bytes.subarray(0, room)));
      this.#headSize += room;
    }
    if (room === bytes.length) return;
    this.#tail.push(Uint8Array.from(bytes.subarray(room)));
    this.#tailSize += bytes.length - room;
    // Twice as much is held before it is cut, so that cutting costs nothing to speak of.
    if (this.#tailSize > 2 * tailBytes) this.#cut();
  }

  /** What was kept, and between the two parts how much was not. */
  bytes(): Uint8Array {
    if (this.#tailSize > tailBytes) this.#cut();
    const gap = this.#left === 0 ? [] : [Buffer.from(`\n… ${this.#left} bytes are left out …\n`)];
    return Buffer.concat([...this.#head, ...gap, ...this.#tail]);
  }

  #cut(): void {
    const whole = Buffer.concat(this.#tail);
    this.#left += whole.length - tailBytes;
    this.#tail = [Uint8Array.from(whole.subarray(whole.length - tailBytes))];
    this.#tailSize = tailBytes;
  }
}
