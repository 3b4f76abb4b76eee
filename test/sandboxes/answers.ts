/** Whether a registry takes a connection: without one there is nothing to bake. */

import { connect } from 'node:net';

const longestCallMs = 20_000;

export function answers(registry: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: registry, port: 443, timeout: longestCallMs });
    const end = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.on('connect', () => end(true)).on('error', () => end(false)).on('timeout', () => end(false));
  });
}
