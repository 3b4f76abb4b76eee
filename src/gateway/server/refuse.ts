/** A refusal in the words of who asked: an error of its own wire, which says that asking again is of no use. */

import type { ServerResponse } from 'node:http';
import type { Wire } from '../wires/wire.ts';

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly fault: { readonly code: string; readonly message: string };

  constructor(status: number, fault: { readonly code: string; readonly message: string }) {
    super(fault.message);
    this.status = status;
    this.fault = fault;
  }
}

/** `null`: it is of no wire, and told in plain text. */
export function refuse(answer: ServerResponse, wire: Wire | null, { status, fault }: Refusal): void {
  if (answer.headersSent || answer.destroyed) return void answer.destroy();
  const text = wire === null ? `refused by the gateway: ${fault.message}\n` : wire.refusal(fault);
  const type = wire === null ? 'text/plain; charset=utf-8' : 'application/json';
  // What is still being sent of it is not waited for; and programs that know this header do not ask again.
  answer.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text), 'x-should-retry': status === 429 || status === 502 ? 'true' : 'false', connection: 'close' }).end(text);
}
