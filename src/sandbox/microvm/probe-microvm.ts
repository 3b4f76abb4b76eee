/** Whether a guest gets on here, and what it then holds: by booting one. */

import type { SandboxCapability } from '../../ports/capabilities.ts';
import type { Held, Sandbox, SandboxProbe } from '../../ports/sandbox.ts';
import { call } from '../machine/programs.ts';
import { holdsNothing, tryOrder } from '../order/try-order.ts';
import type { VmPrograms } from './find-qemu.ts';

interface Probing {
  readonly sandbox: Pick<Sandbox, 'run'>;
  readonly programs: VmPrograms | string;
  readonly isEmulated: boolean;
}

export async function probeMicrovm({ sandbox, programs, isEmulated }: Probing): Promise<SandboxProbe> {
  const name = 'microvm';
  const not = (why: string, version: string | null = null): SandboxProbe => ({ name, version, usable: false, why, holds: holdsNothing });
  if (process.platform !== 'linux') return not(`it needs Linux, and this is ${process.platform}: run Espalier in a Linux machine or in Docker`);
  if (typeof programs === 'string') return not(programs);
  const version = /version (\S+)/.exec((await call(programs.qemu, ['--version'])).stdout)?.[1] ?? null;
  const outcome = await tryOrder(sandbox, ['true']);
  if (typeof outcome === 'string') return not(isEmulated ? outcome : `${outcome} (it needs a processor's virtualization by /dev/kvm)`, version);
  if (outcome.kind !== 'exit' || outcome.code !== 0) return not(`an empty order ended with ${JSON.stringify(outcome)}`, version);
  return { name, version, usable: true, why: null, holds: { ...holdsNothing, ...(await held(sandbox)) } };
}

async function held(sandbox: Pick<Sandbox, 'run'>): Promise<Readonly<Partial<Record<SandboxCapability, Held>>>> {
  const hog = await tryOrder(sandbox, ['tail', '/dev/zero']);
  const forks = await tryOrder(sandbox, ['sh', '-c', 'i=0; while [ $i -lt 64 ]; do sleep 5 & i=$((i+1)); done; exit 0']);
  const isBounded = typeof forks !== 'string' && !(forks.kind === 'exit' && forks.code === 0);
  return {
    memory: typeof hog !== 'string' && hog.kind === 'oom' ? { held: true, how: 'the guest has no more' } : { held: false, how: `more memory could be taken: ${JSON.stringify(hog)}` },
    pids: { held: isBounded, how: isBounded ? 'a limit of the guest\'s own user' : 'more processes could be made than there may be' },
    cpus: { held: false, how: 'a guest has whole processors only' },
    disk: { held: false, how: 'the workspace is looked at now and then' },
    reaches: { held: false, how: 'a guest has no way out: a socket of the host cannot be seen in it' },
  };
}
