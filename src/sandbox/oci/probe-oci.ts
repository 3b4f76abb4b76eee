/** What the back-end oci holds on this machine: each limit is shown by an order that passes it. */

import { existsSync } from 'node:fs';
import type { SandboxCapability } from '../../ports/capabilities.ts';
import type { Held, Sandbox, SandboxProbe } from '../../ports/sandbox.ts';
import { type CountThrottled, cpusHeld } from '../order/try-cpus.ts';
import { diskHeld } from '../order/try-disk.ts';
import { holdsNothing, tryOrder } from '../order/try-order.ts';
import { reachesHeld } from '../order/try-way-out.ts';
import { type Engine, type Found, versionOf } from './engine.ts';
import { tryImage } from './try-image.ts';

interface Probing {
  readonly sandbox: Sandbox;
  readonly found: Found | string;
  readonly state: string;
  readonly countThrottled: CountThrottled;
}

export async function probeOci({ sandbox, found, ...means }: Probing): Promise<SandboxProbe> {
  const name = 'oci';
  const not = (why: string, version: string | null = null): SandboxProbe => ({ name, version, usable: false, why, holds: holdsNothing });
  if (process.platform !== 'linux') return not(`it needs Linux, and this is ${process.platform}: run Espalier in a Linux machine or in Docker`);
  if (typeof found === 'string') return not(found);
  const answered = await versionOf(found.engine);
  if (typeof answered === 'string') return not(answered);
  const version = `${found.engine.kind} ${answered.version}`;
  const outcome = await tryOrder(sandbox, ['true']);
  if (typeof outcome === 'string') return not(withRemedy(outcome, found.engine), version);
  if (outcome.kind !== 'exit' || outcome.code !== 0) return not(`an empty order ended with ${JSON.stringify(outcome)}`, version);
  return { name, version, usable: true, why: null, holds: { ...holdsNothing, ...(await held({ sandbox, found, ...means })) } };
}

function withRemedy(what: string, { isRoot }: Engine): string {
  if (!isRoot && /subuid|subgid|additional UIDs|newuidmap|no user mapping/i.test(what)) {
    return `${what} (a user needs subordinate numbers: \`usermod --add-subuids 100000-165535 --add-subgids 100000-165535 NAME\`, and the package uidmap)`;
  }
  if (/hybrid mode/i.test(what)) return `${what} (install runc)`;
  return what;
}

async function held({ sandbox, found, state, countThrottled }: Probing & { readonly found: Found }): Promise<Readonly<Partial<Record<SandboxCapability, Held>>>> {
  const { engine } = found;
  const version = existsSync('/sys/fs/cgroup/cgroup.controllers') ? 2 : 1;
  const why = engine.isRoot ? 'no control group holds it' : `an ordinary user's ${engine.kind} cannot limit it with control groups of version ${version}${version === 2 ? ' that systemd has not handed on' : ''}`;
  const byGroup = `the engine's control group, version ${version}`;
  const group = (isHeld: boolean): Held => ({ held: isHeld, how: isHeld ? byGroup : why });
  const hog = engine.hasGroups ? await tryOrder(sandbox, ['tail', '/dev/zero']) : 'no group';
  // More than there may be: the shell cannot make them all, and says so by its exit code.
  const forks = await tryOrder(sandbox, ['sh', '-c', 'i=0; while [ $i -lt 64 ]; do sleep 5 & i=$((i+1)); done; exit 0']);
  const isBounded = typeof forks !== 'string' && !(forks.kind === 'exit' && forks.code === 0);
  const served = await tryOrder(sandbox, ['true'], { services: [{ name: 'probe', command: ['sleep', '9'], ready: ['true'], port: null, readyMs: 5_000 }] });
  const isServed = typeof served !== 'string' && served.kind === 'exit' && served.code === 0;
  const isMemory = typeof hog !== 'string' && hog.kind === 'oom';
  return {
    services: { held: isServed, how: isServed ? 'beside the command, in its box' : `a service could not be started: ${JSON.stringify(served)}` },
    memory: isMemory && engine.kind === 'docker' ? { held: false, how: 'with docker a command can hide that a process of it was killed for memory' } : group(isMemory),
    pids: isBounded ? { held: true, how: engine.hasGroups ? 'the engine\'s control group' : 'a limit of its own user namespace' } : { held: false, how: 'more processes could be made than there may be' },
    cpus: engine.hasGroups ? await cpusHeld(countThrottled, byGroup) : group(false),
    disk: await diskHeld(sandbox, state),
    image: await tryImage(sandbox, found, state),
    reaches: await reachesHeld(sandbox),
  };
}
