/** What gVisor holds on this machine, by trying. */

import type { Sandbox, SandboxProbe } from '../../ports/sandbox.ts';
import type { CgroupPlaces } from '../machine/cgroup-places.ts';
import { call } from '../machine/programs.ts';
import type { CountThrottled } from '../order/try-cpus.ts';
import { tryHeld } from '../order/try-held.ts';
import { holdsNothing, tryOrder } from '../order/try-order.ts';
import type { GvisorPrograms } from './find-runsc.ts';

interface Probing {
  readonly sandbox: Pick<Sandbox, 'run'>;
  readonly programs: GvisorPrograms | string;
  readonly places: CgroupPlaces | null;
  readonly countThrottled: CountThrottled;
  /** A directory in which files may be made for a while. */
  readonly scratch: string;
}

export async function probeGvisor({ sandbox, programs, places, countThrottled, scratch }: Probing): Promise<SandboxProbe> {
  const name = 'gvisor';
  const not = (why: string, version: string | null = null): SandboxProbe => ({ name, version, usable: false, why, holds: holdsNothing });
  if (process.platform !== 'linux') return not(`it needs Linux, and this is ${process.platform}: run Espalier in a Linux machine or in Docker`);
  if (typeof programs === 'string') return not(programs);
  const version = (await call(programs.runsc, ['--version'])).stdout.trim().split('\n')[0]?.split(' ').at(-1) ?? null;
  const why = await whyNot(sandbox);
  if (why !== null) return not(why, version);
  const pidsBy = 'gVisor\'s own kernel, for the box\'s user';
  return { name, version, usable: true, why: null, holds: { ...holdsNothing, ...(await tryHeld({ sandbox, places, countThrottled, pidsBy, scratch })) } };
}

async function whyNot(sandbox: Pick<Sandbox, 'run'>): Promise<string | null> {
  const outcome = await tryOrder(sandbox, ['true']);
  if (typeof outcome === 'string') return withRemedy(outcome);
  if (outcome.kind !== 'exit' || outcome.code !== 0) return `an empty order ended with ${JSON.stringify(outcome)}`;
  // Builds before 2023 do not know what coreutils asks of a kernel since then, and nothing that lists files works.
  const listed = await tryOrder(sandbox, ['ls', '/']);
  const isKnown = typeof listed !== 'string' && listed.kind === 'exit' && listed.code === 0;
  return isKnown ? null : 'this runsc is older than the programs of this machine: `ls` does not work in it; install a later one (Debian 13 has it)';
}

function withRemedy(what: string): string {
  const isMapping = /newuidmap|newgidmap|subuid|subgid|uid_map|gid_map|unshare/i.test(what);
  if (!isMapping || process.getuid?.() === 0) return what;
  return `${what} (a user needs subordinate numbers: \`usermod --add-subuids 100000-165535 --add-subgids 100000-165535 NAME\`, and namespaces of users)`;
}
