/** What a box is shown in place of a key: random, good on the socket of its order alone, and dead when that is closed. */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const secretBytes = 32;

export class Placeholder {
  readonly text: string = `espalier-order-${randomBytes(secretBytes).toString('base64url')}`;
  #isDead = false;

  /** Whether these headers show it, and no other key beside it. */
  isShownBy(headers: IncomingHttpHeaders, names: readonly string[]): boolean {
    const shown = names.flatMap((name) => headers[name] ?? []).map(withoutScheme);
    return !this.#isDead && shown.length > 0 && shown.every((one) => isSame(one, this.text));
  }

  kill(): void {
    this.#isDead = true;
  }
}

const withoutScheme = (value: string): string => value.replace(/^bearer +/i, '');

/** In a time that tells nothing of how much of it was right. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digestOf(one), digestOf(other));
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
