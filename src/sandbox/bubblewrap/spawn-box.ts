/**
 * Starts the chain of programs that ends in the box, with every descriptor of the child accounted for.
 *
 * Called from the thread that lives as long as the host: bubblewrap's `--die-with-parent` follows
 * the thread that started it, not the process.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { SandboxError, type SandboxOrder } from '../../ports/sandbox.ts';
import { architecture } from '../machine/architecture.ts';
import { boxArguments, descriptors, madeUp, processLimits } from './box-arguments.ts';
import type { Programs } from '../machine/programs.ts';
import { seccompFilter } from '../filter/seccomp-filter.ts';
import { type Stage, stageText } from '../order/stage.ts';
import { strayDescriptors } from './stray-descriptors.ts';

export interface BoxSpawn {
  readonly order: SandboxOrder;
  readonly stage: Stage;
  readonly programs: Programs;
  /** A directory of the order's own. */
  readonly place: string;
  /** A word for the arguments, by which its processes are found again. */
  readonly mark: string;
  /** The user to become, when the host is root. */
  readonly uid: number | null;
}

const farthestStray = 4_096;

export function spawnBox(box: BoxSpawn): ChildProcess {
  if (!isMainThread) throw new SandboxError('Cannot start a box from a thread that may end before it');
  const strays = strayDescriptors();
  const last = Math.max(descriptors.empty, ...strays);
  if (last > farthestStray) throw new SandboxError(`Cannot start a box: this process has inherited descriptor ${last}; close those above 2 before you start it`);
  const files = dataFiles(box);
  const opened = files.map((file) => openSync(file, 'r'));
  const [program = '', ...args] = chain(box, strays.filter((fd) => fd > descriptors.empty));
  const covered = Array.from({ length: last - descriptors.empty }, (_, at) => descriptors.empty + 1 + at)
    .map((fd) => (strays.includes(fd) ? opened.at(-1) ?? 'ignore' : 'ignore'));
  try {
    return spawn(program, args, {
      cwd: '/', detached: true, env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin' },
      stdio: [box.order.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe', ...opened, ...covered],
    });
  } finally {
    for (const fd of opened) closeSync(fd);
    for (const file of files) rmSync(file);
  }
}

/** What is read through descriptors, in their order from `arguments` on. */
function dataFiles({ order, stage, place }: BoxSpawn): readonly string[] {
  const texts: readonly (readonly [string, string | Buffer])[] = [
    ['arguments', boxArguments(order, stage.sources).map((one) => `${one}\0`).join('')],
    ['filter', seccompFilter(architecture())],
    ['passwd', madeUp.passwd], ['group', madeUp.group], ['hosts', madeUp.hosts], ['empty', ''],
  ];
  return texts.map(([name, text]) => {
    const file = join(place, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  });
}

/** Each stray descriptor has become the empty file; as «arguments» it is read and closed. */
function chain(box: BoxSpawn, strays: readonly number[]): readonly string[] {
  const { order, stage, programs, mark, uid } = box;
  const bwrap = [
    programs.bwrap, '--unsetenv', mark, '--args', String(descriptors.arguments),
    ...strays.flatMap((fd) => ['--args', String(fd)]),
    '--', programs.prlimit, ...processLimits(order), '--', ...order.command,
  ];
  const dropped = uid === null ? bwrap : [programs.setpriv, '--reuid', String(uid), '--regid', String(uid), '--clear-groups', '--', ...bwrap];
  if (stage.steps.length === 0) return dropped;
  const staged = [programs.sh, '-c', stageText, 'sh', ...stage.steps, '--', ...dropped];
  if (!stage.mounts) return staged;
  return [programs.unshare, ...(uid === null ? ['-Urm'] : ['--mount']), '--propagation', 'private', '--', ...staged];
}
