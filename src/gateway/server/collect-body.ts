/** Bodies of requests, whole, since they are judged before any of it is sent on; all of an order's together have a cap. */

import type { IncomingMessage } from 'node:http';

/** Of one, and of all that an order asks at once. Providers take up to 32 MiB. */
export const mostBodyBytes = 33_554_432;
const mostBytesAtOnce = 134_217_728;

export type Collected =
  | { readonly kind: 'whole'; readonly bytes: Buffer; readonly release: () => void }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'too-much-at-once' }
  | { readonly kind: 'gone' };

export class BodyRoom {
  #bytes = 0;

  collect(asked: IncomingMessage): Promise<Collected> {
    return new Promise((resolve) => {
      const parts: Buffer[] = [];
      let length = 0;
      let isOver = false;
      const release = (): void => {
        this.#bytes -= length;
        length = 0;
      };
      const end = (collected: Collected): void => {
        if (isOver) return;
        isOver = true;
        if (collected.kind !== 'whole') release();
        parts.length = 0;
        resolve(collected);
      };
      asked.on('data', (bytes: Buffer) => {
        if (isOver) return;
        length += bytes.length;
        this.#bytes += bytes.length;
        parts.push(bytes);
        if (length > mostBodyBytes) end({ kind: 'too-long' });
        else if (this.#bytes > mostBytesAtOnce) end({ kind: 'too-much-at-once' });
      });
      asked.on('end', () => end({ kind: 'whole', bytes: Buffer.concat(parts), release }));
      asked.on('error', () => end({ kind: 'gone' })).on('close', () => end({ kind: 'gone' }));
    });
  }
}
