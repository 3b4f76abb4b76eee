/** What a box is shown in place of a key: random, good on the socket of its order alone, and dead when that is closed. */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const secretBytes = 32;

export class Placeholder {
  readonly text: string = `espalier-order-${randomBytes(secretBytes).toString('base64url')}`;
  #isDead = false;

  /** In a time that tells nothing of how much of it was right. */
  isIt(key: string): boolean {
    return !this.#isDead && timingSafeEqual(digestOf(key), digestOf(this.text));
  }

  kill(): void {
    this.#isDead = true;
  }
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
