/** What bubblewrap holds on this machine: each limit is shown by an order that passes it. */

import type { Sandbox, SandboxProbe } from '../../ports/sandbox.ts';
import type { CgroupPlaces } from '../machine/cgroup-places.ts';
import { call, type Programs } from '../machine/programs.ts';
import type { CountThrottled } from '../order/try-cpus.ts';
import { tryHeld } from '../order/try-held.ts';
import { holdsNothing, tryOrder } from '../order/try-order.ts';

interface Probing {
  readonly sandbox: Pick<Sandbox, 'run'>;
  readonly programs: Programs | string;
  readonly places: CgroupPlaces | null;
  readonly countThrottled: CountThrottled;
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
  const { sandbox, places, countThrottled, scratch } = probing;
  const pidsBy = places?.parents.pids === undefined ? 'a limit of its own user namespace' : 'a control group';
  return { name, version, usable: true, why: null, holds: { ...holdsNothing, ...(await tryHeld({ sandbox, places, countThrottled, pidsBy, scratch })) } };
}

async function whyNot(probing: Probing): Promise<string | null> {
  const outcome = await tryOrder(probing.sandbox, ['true']);
  if (typeof outcome !== 'string') return outcome.kind === 'exit' && outcome.code === 0 ? null : `an empty order ended with ${JSON.stringify(outcome)}`;
  const isDenied = /namespace|Operation not permitted|Permission denied|setting up uid map/i.test(outcome);
  const settings = 'kernel.unprivileged_userns_clone=1, user.max_user_namespaces above 0, or on Ubuntu kernel.apparmor_restrict_unprivileged_userns=0';
  return isDenied ? `${outcome} (namespaces of users may be switched off: set ${settings}; without them there is docker, by --with oci, or Espalier run as root)` : outcome;
}
