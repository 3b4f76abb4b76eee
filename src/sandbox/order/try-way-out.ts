/**
 * Whether an order gets out by its socket, on a port of its own loopback: what `reaches` demands of a box.
 *
 * Which hosts it then reaches is for what stands behind the socket to hold; that nothing else leads
 * out, for the suite.
 */

import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Held, Sandbox } from '../../ports/sandbox.ts';
import { tryOrder } from './try-order.ts';

const port = 3_128;
const word = 'reached';
const node = '/opt/espalier/node';
const text = `require('net').connect(${port}, '127.0.0.1').on('data', (bytes) => process.exit(String(bytes) === '${word}' ? 0 : 1)).on('error', () => process.exit(5))`;

export async function reachesHeld(sandbox: Pick<Sandbox, 'run'>): Promise<Held> {
  const directory = mkdtempSync(join(tmpdir(), 'espalier-reaches-'));
  const socket = join(directory, 'socket');
  const server = createServer((caller) => caller.on('error', () => undefined).end(word));
  try {
    server.listen({ path: socket, readableAll: true, writableAll: true });
    await once(server, 'listening');
    const outcome = await tryOrder(sandbox, [node, '-e', text], { inputs: [{ from: process.execPath, to: node }], wayOut: { socket, port } });
    const held = typeof outcome !== 'string' && outcome.kind === 'exit' && outcome.code === 0;
    return { held, how: held ? 'by one socket, offered on its own loopback' : `the socket could not be reached: ${JSON.stringify(outcome)}` };
  } finally {
    server.close();
    rmSync(directory, { recursive: true, force: true });
  }
}
