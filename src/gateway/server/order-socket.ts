/** The socket of one order: what comes in is a request, a tunnel or neither, and its end is the end of every connection. */

import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

const mostConnections = 2_048;
const backlog = 2_048;

export interface Served {
  request(asked: IncomingMessage, answer: ServerResponse): Promise<void>;
  tunnel(asked: IncomingMessage, caller: Duplex): Promise<void>;
  /** Bytes that are no request: the caller is to be told so and ended. */
  unreadable(caller: Duplex): void;
}

export class OrderSocket {
  readonly #server: Server;
  /** What has to be ended at the end. */
  readonly #open = new Set<Duplex>();

  private constructor(served: Served) {
    const server = createServer({ requestTimeout: 0 });
    this.#server = server;
    server.maxConnections = mostConnections;
    server.on('connection', (connection) => void this.keep(connection));
    // A fault in here is one connection's, and never the host's.
    server.on('request', (asked, answer) => void served.request(asked, answer).catch(() => answer.destroy()));
    server.on('connect', (asked, caller, begun) => {
      if (begun.length > 0) caller.unshift(begun);
      void served.tunnel(asked, caller).catch(() => caller.destroy());
    });
    server.on('clientError', (error, caller) => {
      const isUnreadable = 'code' in error && String(error.code).startsWith('HPE_');
      if (isUnreadable) served.unreadable(caller);
      else caller.destroy(); // it broke off
    });
  }

  static async open(path: string, served: Served): Promise<OrderSocket> {
    const socket = new OrderSocket(served);
    socket.#server.listen({ path, backlog });
    await once(socket.#server, 'listening');
    // Its directory keeps everybody else out; in the box the order's user is another than ours.
    chmodSync(path, 0o666);
    return socket;
  }

  /** It ends with the socket, whoever is at its other end. */
  keep<T extends Duplex>(connection: T): T {
    this.#open.add(connection);
    connection.on('close', () => this.#open.delete(connection)).on('error', () => undefined);
    return connection;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const connection of this.#open) connection.destroy();
    await closed;
  }
}
