/** Chance from a seed: xoshiro128**, seeded by splitmix32. The same seed is the same sequence for ever. */

export class Random {
  readonly #words: Uint32Array;

  constructor(seed: number) {
    let state = seed >>> 0;
    this.#words = Uint32Array.from({ length: 4 }, () => {
      state = (state + 0x9e3779b9) >>> 0;
      return splitmix(state);
    });
  }

  /** A whole number from 0 up to `bound`, which it never reaches. */
  below(bound: number): number {
    return Math.floor((this.#next() / 0x1_0000_0000) * bound);
  }

  #next(): number {
    const words = this.#words;
    const [a = 0, b = 0, c = 0, d = 0] = words;
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    words[2] = c ^ a;
    words[3] = d ^ b;
    words[1] = b ^ (c ^ a);
    words[0] = a ^ (d ^ b);
    words[2] = (c ^ a) ^ (b << 9);
    words[3] = rotate(d ^ b, 11);
    return result;
  }
}

function splitmix(state: number): number {
  const once = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}

function rotate(word: number, by: number): number {
  return ((word << by) | (word >>> (32 - by))) >>> 0;
}
