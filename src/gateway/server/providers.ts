/** Connections to providers, shared by all orders of this host and kept open between requests. */

import { Agent, type ClientRequest, type OutgoingHttpHeaders, request } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';

const mostIdle = 64;
const idleMs = 30_000;

export interface ProviderRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Uint8Array | null;
}

export class Providers {
  readonly #plain = new Agent({ keepAlive: true, maxFreeSockets: mostIdle, timeout: idleMs });
  readonly #tls = new TlsAgent({ keepAlive: true, maxFreeSockets: mostIdle, timeout: idleMs });

  /** Sent whole at once. */
  ask({ method, url, headers, body }: ProviderRequest): ClientRequest {
    const options = { method, headers: { ...headers, ...(body === null ? {} : { 'content-length': body.length }) }, timeout: 0 };
    const outgoing = url.protocol === 'https:' ? tlsRequest(url, { ...options, agent: this.#tls }) : request(url, { ...options, agent: this.#plain });
    outgoing.setNoDelay(true);
    // A program that prints for an hour is as usual as one that thinks for long: the order's own clock ends both.
    outgoing.setTimeout(0);
    if (body === null) outgoing.end();
    else outgoing.end(body);
    return outgoing;
  }

  close(): void {
    this.#plain.destroy();
    this.#tls.destroy();
  }
}

/** What a route's path is put behind. */
export function providerUrl(base: URL, path: string): URL {
  return new URL(`${base.origin}${base.pathname.replace(/\/+$/, '')}${path}`);
}
