/**
 * A request on its way to a provider, and the reply on its way back: byte for byte as it comes, at the pace of who reads it.
 *
 * Who leaves ends the request as well. How far the reply came is told once, when nothing of it is left.
 */

import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

export interface Passing {
  readonly outgoing: ClientRequest;
  readonly answer: ServerResponse;
  /** Hears the head of the reply, and says how it is passed on; a string: it is not, and why. */
  readonly onHead: (incoming: IncomingMessage) => Heard | string;
  /** Nothing was heard: what the caller is told instead. */
  readonly onUnheard: (why: string) => void;
}

export interface Heard {
  readonly headers: OutgoingHttpHeaders;
  /** Hears every byte; `false`: none of these may be passed on, nor any after. */
  push(bytes: Buffer): boolean;
}

/** `unsent`: it was never asked. `unheard`: it was, and what came of it is not known. */
export type Relayed = { readonly how: 'unsent' | 'unheard' } | { readonly how: 'heard'; readonly status: number; readonly isWhole: boolean };

const leastStatus = 200;
const mostStatus = 599;

export function relay(passing: Passing): Promise<Relayed> {
  const { outgoing, answer } = passing;
  return new Promise((resolve) => {
    let isSent = false;
    let relayed: Relayed | null = null;
    outgoing.on('socket', (socket) => {
      if (socket.connecting) socket.once('connect', () => { isSent = true; });
      else isSent = true;
    });
    outgoing.on('response', (incoming) => {
      const status = incoming.statusCode ?? 0;
      relayed = { how: 'heard', status, isWhole: false };
      incoming.on('error', () => undefined).on('close', () => {
        relayed = { how: 'heard', status, isWhole: incoming.complete };
        // What was cut short must not look whole.
        if (!incoming.complete) answer.destroy();
      });
      passBack(passing, incoming, status);
    });
    outgoing.on('error', (error) => {
      // It was kept open, and its other end has closed it before it heard anything.
      if (outgoing.reusedSocket && 'code' in error && error.code === 'ECONNRESET') isSent = false;
      if (relayed === null && !answer.destroyed && !answer.headersSent) passing.onUnheard(error.message);
      else answer.destroy();
    });
    outgoing.on('close', () => resolve(relayed ?? { how: isSent ? 'unheard' : 'unsent' }));
    if (answer.destroyed) outgoing.destroy();
    else answer.on('close', () => outgoing.destroy());
  });
}

function passBack({ outgoing, answer, onHead, onUnheard }: Passing, incoming: IncomingMessage, status: number): void {
  const heard = status < leastStatus || status > mostStatus ? `it answered with the status ${status}` : onHead(incoming);
  if (typeof heard === 'string') {
    onUnheard(heard);
    outgoing.destroy();
    return;
  }
  // Its own words for the status stay behind: they may hold what no line of ours may.
  answer.writeHead(status, heard.headers);
  answer.flushHeaders();
  incoming.on('data', (bytes: Buffer) => {
    if (heard.push(bytes)) {
      if (!answer.write(bytes)) incoming.pause();
    } else {
      outgoing.destroy();
      answer.destroy();
    }
  });
  answer.on('drain', () => incoming.resume());
  incoming.on('end', () => answer.end());
}
