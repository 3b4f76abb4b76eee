/** What bubblewrap holds on this machine: each limit is shown by an order that passes it. */

import type { SandboxCapability } from '../../ports/capabilities.ts';
import type { Held, Sandbox, SandboxProbe } from '../../ports/sandbox.ts';
import type { CgroupPlaces } from '../machine/cgroup-places.ts';
import { call, type Programs } from '../machine/programs.ts';
import { diskHeld } from '../order/try-disk.ts';
import { holdsNothing, tryOrder } from '../order/try-order.ts';
import { reachesHeld } from '../order/try-way-out.ts';

interface Probing {
  readonly sandbox: Pick<Sandbox, 'run'>;
  readonly programs: Programs | string;
  readonly places: CgroupPlaces | null;
  /** A directory in which files may be made for a while. */
  readonly scratch: string;
}

export async function probeBubblewrap(probing: Probing): Promise<SandboxProbe> {
  const { programs } = probing;
  const name = 'bubblewrap';
  if (process.platform !== 'linux') {
    return { name, version: null, usable: false, why: `it needs Linux, and this is ${process.platform}: run Espalier in a Linux machine or in Docker`, holds: holdsNothing };
  }
  if (typeof programs === 'string') return { name, version: null, usable: false, why: programs, holds: holdsNothing };
  const version = (await call(programs.bwrap, ['--version'])).stdout.trim().split(' ')[1] ?? null;
  const why = await whyNot(probing);
  if (why !== null) return { name, version, usable: false, why, holds: holdsNothing };
  return { name, version, usable: true, why: null, holds: { ...holdsNothing, ...(await held(probing)) } };
}

async function whyNot(probing: Probing): Promise<string | null> {
  const outcome = await tryOrder(probing.sandbox, ['true']);
  if (typeof outcome !== 'string') return outcome.kind === 'exit' && outcome.code === 0 ? null : `an empty order ended with ${JSON.stringify(outcome)}`;
  const isDenied = /namespace|Operation not permitted|Permission denied|setting up uid map/i.test(outcome);
  const settings = 'kernel.unprivileged_userns_clone=1, user.max_user_namespaces above 0, or on Ubuntu kernel.apparmor_restrict_unprivileged_userns=0';
  return isDenied ? `${outcome} (namespaces of users may be switched off: ${settings})` : outcome;
}

async function held({ sandbox, places, scratch }: Probing): Promise<Readonly<Partial<Record<SandboxCapability, Held>>>> {
  const group = (held: boolean): Held => ({
    held, how: held ? `a control group, version ${places?.version ?? 0}` : 'no control group can be made here, so nothing holds it',
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
    pids: isBounded ? { held: true, how: places?.parents.pids === undefined ? 'a limit of its own user namespace' : 'a control group' } : { held: false, how: 'more processes could be made than there may be' },
    cpus: group(places?.parents.cpu !== undefined),
    disk: await diskHeld(sandbox, scratch),
  };
}
