/** What a back-end holds that limits with control groups of our own: each limit is shown by an order that passes it. */

import type { SandboxCapability } from '../../ports/capabilities.ts';
import type { Held, Sandbox } from '../../ports/sandbox.ts';
import type { CgroupPlaces } from '../machine/cgroup-places.ts';
import { type CountThrottled, cpusHeld } from './try-cpus.ts';
import { diskHeld } from './try-disk.ts';
import { tryOrder } from './try-order.ts';
import { reachesHeld } from './try-way-out.ts';

interface Trying {
  readonly sandbox: Pick<Sandbox, 'run'>;
  readonly places: CgroupPlaces | null;
  readonly countThrottled: CountThrottled;
  /** What bounds processes. */
  readonly pidsBy: string;
  /** A directory in which files may be made for a while. */
  readonly scratch: string;
}

export async function tryHeld({ sandbox, places, countThrottled, pidsBy, scratch }: Trying): Promise<Readonly<Partial<Record<SandboxCapability, Held>>>> {
  const byGroup = `a control group, version ${places?.version ?? 0}`;
  const group = (held: boolean): Held => ({
    held, how: held ? byGroup : 'no control group can be made here, so nothing holds it',
  });
  // Without a group nothing would stop it before the machine's own memory is gone.
  const hog = places?.parents.memory === undefined ? 'no group' : await tryOrder(sandbox, ['tail', '/dev/zero']);
  // More than there may be: the shell cannot make them all, and says so by its exit code.
  const forks = await tryOrder(sandbox, ['sh', '-c', 'i=0; while [ $i -lt 64 ]; do sleep 5 & i=$((i+1)); done; exit 0']);
  const isBounded = typeof forks !== 'string' && !(forks.kind === 'exit' && forks.code === 0);
  const served = await tryOrder(sandbox, ['true'], { services: [{ name: 'probe', command: ['sleep', '9'], ready: ['true'], port: null, readyMs: 5_000 }] });
  const isServed = typeof served !== 'string' && served.kind === 'exit' && served.code === 0;
  return {
    services: { held: isServed, how: isServed ? 'beside the command, in its box' : `a service could not be started: ${JSON.stringify(served)}` },
    reaches: await reachesHeld(sandbox),
    memory: group(typeof hog !== 'string' && hog.kind === 'oom'),
    pids: isBounded ? { held: true, how: pidsBy } : { held: false, how: 'more processes could be made than there may be' },
    cpus: places?.parents.cpu === undefined ? group(false) : await cpusHeld(countThrottled, byGroup),
    disk: await diskHeld(sandbox, scratch),
  };
}
