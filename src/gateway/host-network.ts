/** The host's own network: names as the system resolves them, connections by address. */

import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import type { Network } from '../ports/way-out.ts';

const connectMs = 10_000;

export const hostNetwork: Network = {
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  dial: (address, port) => {
    const socket = connect({ host: address, port, allowHalfOpen: true, noDelay: true });
    const late = (): void => void socket.destroy(new Error(`no answer within ${connectMs} ms`));
    socket.setTimeout(connectMs, late);
    socket.once('connect', () => socket.setTimeout(0).off('timeout', late));
    return socket;
  },
};
