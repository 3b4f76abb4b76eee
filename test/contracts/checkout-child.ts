/** A process of its own that checks a tree out, and says when it holds it (`held`) or has begun to write it (`half`). */

import { mkdirSync, watch } from 'node:fs';
import { GitCheckouts } from '../../src/repo/git-checkouts.ts';
import { GitObjects } from '../../src/repo/git-objects.ts';
import { hostLives, thisHost } from '../../src/sandbox/machine/host-life.ts';

const [directory = '', state = '', tree = '', when = ''] = process.argv.slice(2);
const objects = await GitObjects.open(directory, process.env['PATH'] ?? '');
if (when === 'half') {
  // The first that is read of a file stops it for good, in the middle of a tree.
  const stream = objects.stream.bind(objects);
  objects.stream = (names, listener) => stream(names, {
    ...listener,
    onPart: (part) => {
      listener.onPart(part);
      if (part.length < 1_000) return;
      console.log('half');
      // tidy: allow no-sleep-in-tests: it ends when it is killed, and never before
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  });
}
mkdirSync(state, { recursive: true });
await new GitCheckouts({ objects, state, owner: null, hosts: { own: () => thisHost(state), lives: (host) => hostLives(state, host) } }).checkout(tree);
console.log('held');
watch(state);
