/**
 * A host of its own process that boxes two commands and waits: to be killed. Arguments: state directory, id, layer's
 * directory, mark, back-end. Each command carries the mark, and says `up` when nothing is before it any longer but to wait.
 */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { backEnds } from '../../src/sandbox/back-ends.ts';
import { boxedOrder } from './boxed-order.ts';

const [state = '', id = '', files = '', mark = '', use = 'bubblewrap'] = process.argv.slice(2);
const base = join(files, 'base');
mkdirSync(base, { recursive: true });
const inner = `: ${mark}; echo up; read line < gate`;
const command = ['sh', '-c', `: ${mark}; echo kept > kept; mkfifo gate; setsid sh -c '${inner}' & echo up; read line < gate`];
const order = boxedOrder(id, command, { workspace: { base, layer: join(files, 'layer') } });
await backEnds.get(use)?.({ state, path: process.env['PATH'] ?? '' }).run(order, { onOutput: (_, bytes) => process.stdout.write(bytes) });
