/** Looks for the real key in what comes back: who echoes it is cut off, since it never crosses inwards. */

export class KeyWatch {
  readonly #key: Buffer;
  #end: Buffer = Buffer.alloc(0);

  constructor(key: string) {
    this.#key = Buffer.from(key);
  }

  /** Whether these bytes, with those before them, hold it. */
  isIn(bytes: Buffer): boolean {
    const most = this.#key.length - 1;
    if (bytes.includes(this.#key)) return true;
    const seam = Buffer.concat([this.#end, bytes.subarray(0, most)]);
    if (seam.includes(this.#key)) return true;
    this.#end = bytes.length >= most ? Buffer.from(bytes.subarray(bytes.length - most)) : seam.subarray(Math.max(0, seam.length - most));
    return false;
  }
}
