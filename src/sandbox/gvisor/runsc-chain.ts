/**
 * The chain of programs that ends in runsc. Each becomes the next, so there is one process to end, and what runsc
 * starts dies with it.
 *
 * As root everything is staged, the root of the box as well, since its user may not pass through the directories in
 * which things lie. An ordinary user is 0 in a namespace of users, and has subordinate numbers from 1 on: the box's root is one.
 */

import type { Layers } from '../order/attempt-layers.ts';
import { type Stage, stageOf, stageText } from '../order/stage.ts';
import type { SandboxOrder } from '../../ports/sandbox.ts';
import type { GvisorPrograms } from './find-runsc.ts';

interface Staged {
  readonly order: SandboxOrder;
  readonly layers: Layers;
  /** The directory that is the root of the box; it is staged as the last of the inputs. */
  readonly root: string;
  readonly uid: number | null;
  readonly place: string;
  readonly joins: readonly string[];
}

export function stageRoot({ order, layers, root, uid, place, joins }: Staged): Stage {
  const inputs = [...order.inputs, { from: root, to: '/root-of-the-box' }];
  // An ordinary user may join only outside of the namespace that mounts are made in.
  return stageOf({ order: { ...order, inputs }, ...layers, uid, place, joins: uid === null ? [] : joins });
}

interface Chained {
  readonly programs: GvisorPrograms;
  readonly stage: Stage;
  readonly joins: readonly string[];
  readonly isRoot: boolean;
  readonly call: readonly string[];
}

export function runscChain({ programs: { sh, unshare }, stage, joins, isRoot, call }: Chained): readonly string[] {
  const staged = [sh, '-c', stageText, 'sh', ...stage.steps, '--', ...call];
  const mounts = ['--mount', '--propagation', 'private', '--'];
  if (isRoot) return [unshare, ...mounts, ...staged];
  const users = ['--user', '--map-user=0', '--map-group=0', '--map-users=auto', '--map-groups=auto'];
  const own = [unshare, ...users, ...mounts, ...staged];
  return joins.length === 0 ? own : [sh, '-c', stageText, 'sh', ...joins.flatMap((file) => ['join', file]), '--', ...own];
}

interface Call {
  readonly programs: GvisorPrograms;
  /** A directory of the order's own. */
  readonly files: { readonly state: string; readonly log: string; readonly bundle: string; readonly pid: string };
  readonly mark: string;
  readonly isRoot: boolean;
}

/** Nothing of an order is on its command line, which everybody can read. */
export function runscCall({ programs, files, mark, isRoot }: Call): readonly string[] {
  return [
    programs.runsc, '--root', files.state, '--log', files.log, '--log-format', 'json', '--network', 'none', '--ignore-cgroups',
    '--host-uds', 'open', '--host-fifo', 'open', '--oci-seccomp', '--overlay2', 'none', '--directfs=false', ...(isRoot ? [] : ['--rootless']),
    'run', '--bundle', files.bundle, '--pid-file', files.pid, mark,
  ];
}
