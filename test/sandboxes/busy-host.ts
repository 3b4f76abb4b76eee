/** A host that boxes without end, several orders of each kind at a time: to be killed. Arguments: state, files, word, number. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { SandboxOrder } from '../../src/ports/sandbox.ts';
import { Bubblewrap } from '../../src/sandbox/bubblewrap/bubblewrap.ts';
import { boxedOrder } from '../contracts/boxed-order.ts';

export const busyOrders: readonly string[] = ['overlay', 'alone', 'served', 'detached'];

if (process.argv[1] === import.meta.filename) await main();

async function main(): Promise<void> {
  const [state = '', files = '', word = '', at = ''] = process.argv.slice(2);
  const base = join(files, 'base');
  mkdirSync(base, { recursive: true });
  for (let one = 0; one < 200; one += 1) writeFileSync(join(base, `file-${one}`), 'base');
  const socket = join(files, `way-out-${at}`);
  createServer((connection) => connection.end()).listen(socket);
  const box = new Bubblewrap({ state, path: process.env['PATH'] ?? '' });
  const shell = (text: string): readonly string[] => ['sh', '-c', `: ${word}; ${text}`];
  const orders: Readonly<Record<string, readonly [readonly string[], Partial<SandboxOrder>]>> = {
    overlay: [shell('echo kept > kept; sleep 0.02'), { workspace: { base, layer: join(files, `layer-${at}`) } }],
    alone: [shell('sleep 0.01'), {}],
    served: [shell('sleep 0.02'), {
      wayOut: { socket, port: 4_711 }, services: [{ name: 'one', command: shell('sleep 1000'), ready: ['true'], port: null, readyMs: 10_000 }],
    }],
    detached: [shell('setsid sleep 1000 & exit 0'), {}],
  };
  process.stdout.write('begins\n');
  await Promise.all(busyOrders.map(async (name) => {
    const [command, more] = orders[name] ?? [[], {}];
    for (;;) await box.run(boxedOrder(`${name}-${at}`, command, more), { onOutput: () => undefined });
  }));
}
