/** A whole answer, up to a size: for what has to be read before it is passed on. */

import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';

export interface Gathered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Rejects what is longer, or was cut short. */
export function gather(outgoing: ClientRequest, mostBytes: number): Promise<Gathered> {
  return new Promise((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (incoming: IncomingMessage) => {
      const chunks: Buffer[] = [];
      let length = 0;
      incoming.on('data', (chunk: Buffer) => {
        length += chunk.length;
        chunks.push(chunk);
        if (length > mostBytes) outgoing.destroy(new Error(`it answers with more than ${mostBytes} bytes`));
      });
      incoming.on('error', reject).on('close', () => {
        if (!incoming.complete) reject(new Error('its answer was cut short'));
        else resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) });
      });
    });
  });
}
