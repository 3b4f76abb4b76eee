/** A host of its own process that boxes a command and waits: to be killed. Arguments: state directory, id, layer's directory. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Bubblewrap } from '../../src/sandbox/bubblewrap.ts';
import { boxedOrder } from './boxed-order.ts';

const [state = '', id = '', files = ''] = process.argv.slice(2);
const base = join(files, 'base');
mkdirSync(base, { recursive: true });
const command = ['sh', '-c', 'echo kept > kept; setsid sleep 987654 & echo started; sleep 987654'];
const order = boxedOrder(id, command, { workspace: { base, layer: join(files, 'layer') } });
await new Bubblewrap({ state, path: process.env['PATH'] ?? '' }).run(order, { onOutput: (_, bytes) => process.stdout.write(bytes) });
