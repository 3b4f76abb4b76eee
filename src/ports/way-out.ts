/**
 * What listens behind the one way out of a sandbox: it lets an order reach the hosts that were
 * declared for it, and nothing else.
 */

import type { Duplex } from 'node:stream';

/** Opens one for one order; the socket is how it knows whose requests they are. */
export type OpenWayOut = (options: WayOutOptions) => Promise<OpenedWayOut>;

export interface WayOutOptions {
  /** Where it listens. The directory MUST be closed to every other user: who can connect is the order. */
  readonly socket: string;
  /** `HOST:PORT`, or `HOST` for the ports 80 and 443; `*.SUFFIX` for all names below it. */
  readonly allow: readonly string[];
  /** Where a request leads that names the box's own loopback: the base URL. `null`: nowhere. */
  readonly base: string | null;
  readonly network: Network;
  /** What was refused and why, in one line; its text is the order's. */
  readonly onRefused: (line: string) => void;
}

export interface OpenedWayOut {
  /** Ends every connection; resolves when nothing listens any longer. */
  close(): Promise<void>;
}

/** The network of the host, as a way out uses it. */
export interface Network {
  /** The addresses of a name. */
  resolve(host: string): Promise<readonly string[]>;
  /** MUST take the address as it is: it was judged, a name would have to be judged again. */
  dial(address: string, port: number): Duplex;
}
