/**
 * The back-end gvisor: a kernel of its own, in a process (E1, E4; docs/decisions/0043).
 *
 * The command's system calls are performed by gVisor's kernel, which itself makes few of the machine's and runs as a
 * user that owns nothing. Limits of all processes together are control groups around it: its own part is added to them.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OrderRefused, type Sandbox, SandboxError, type SandboxLimits, type SandboxOrder, type SandboxOutcome, type SandboxProbe, type SandboxWatcher } from '../../ports/sandbox.ts';
import type { BackEndOptions } from '../back-ends.ts';
import { runAttended } from '../inside/run-attended.ts';
import { architecture } from '../machine/architecture.ts';
import { type CgroupPlaces, cgroupPlaces, groupsMark, sweepLooks } from '../machine/cgroup-places.ts';
import { type ControlGroup, groupDirectories, makeGroup } from '../machine/control-group.ts';
import { makeOwnDirectory } from '../machine/own-directory.ts';
import { type ProcessMark, treeCpuMs } from '../machine/processes.ts';
import { UidPool } from '../machine/uid-pool.ts';
import { makeRoot } from '../oci/box-root.ts';
import { attemptLayers, type Layers } from '../order/attempt-layers.ts';
import { beginOrder } from '../order/begin-order.ts';
import { checkOrder } from '../order/check-order.ts';
import { cleanOrder } from '../order/clean-order.ts';
import type { OrderRecord } from '../order/order-place.ts';
import { passedLimits } from '../order/passed-limits.ts';
import { sweepOrders } from '../order/sweep-orders.ts';
import { outcomeOf, watchBox, type Watched } from '../order/watch-box.ts';
import { bundleConfig, coveredFiles } from './bundle.ts';
import { findRunsc, type GvisorPrograms, runscMark } from './find-runsc.ts';
import { probeGvisor } from './probe-gvisor.ts';
import { RunscTeller } from './runsc-teller.ts';
import { runscCall, runscChain, stageRoot } from './runsc-chain.ts';

/** What the kernel itself takes, beside the command; threads of the machine for each process of the box. */
const own = { memoryBytes: 96 << 20, threads: 512, threadsEach: 3, cpuMs: 2_000 } as const;

export class Gvisor implements Sandbox {
  readonly name = 'gvisor';
  readonly #options: BackEndOptions;
  readonly #pool: UidPool | null;
  readonly #places: CgroupPlaces | null;

  constructor(options: BackEndOptions) {
    this.#options = options;
    makeOwnDirectory(options.state);
    this.#pool = process.getuid?.() === 0 ? new UidPool(options.state) : null;
    this.#places = cgroupPlaces();
  }

  get foundations(): string {
    return [runscMark(findRunsc(this.#options.path)), groupsMark(this.#places)].join(' · ');
  }

  probe(): Promise<SandboxProbe> {
    return probeGvisor({ sandbox: this, programs: findRunsc(this.#options.path), places: this.#places, scratch: this.#options.state, countThrottled: (order) => this.#countThrottled(order) });
  }

  async sweep(): Promise<readonly string[]> {
    return [...await sweepOrders(this.#options.state, this.#pool), ...sweepLooks(this.#places)];
  }

  run(order: SandboxOrder, watcher: SandboxWatcher): Promise<SandboxOutcome> {
    return runAttended(order, watcher, (plain, ownWatcher) => this.#run(plain, ownWatcher));
  }

  async #countThrottled(order: SandboxOrder): Promise<number | null> {
    let throttled: number | null = null;
    await this.#run(order, { onOutput: () => undefined }, (group) => { throttled = group?.throttled() ?? null; });
    return throttled;
  }

  /** What the group has counted is told before it is removed. */
  async #run(order: SandboxOrder, watcher: SandboxWatcher, onCounted: (group: ControlGroup | null) => void = () => undefined): Promise<SandboxOutcome> {
    checkOrder(order);
    if (order.image !== null) throw new OrderRefused('Cannot run the order: gvisor has no images; its programs are those of this machine');
    const programs = findRunsc(this.#options.path);
    if (typeof programs === 'string') throw new SandboxError(`Cannot run the order: ${programs}`);
    const limits = aroundKernel(order.limits);
    const groups = (mark: string): readonly string[] => (this.#places === null ? [] : groupDirectories(this.#places, mark, limits));
    const { place, record } = beginOrder(order, { state: this.#options.state, pool: this.#pool, more: (mark) => ({ groups: groups(mark) }) });
    let known: readonly ProcessMark[] = [];
    try {
      const group = this.#places === null ? null : makeGroup(this.#places, record.mark, limits);
      const run: GvisorRun = { order, watcher, programs, place, record, group, rootUid: this.#pool?.ofRoots ?? null };
      const watched = await attemptLayers({ order, place, uid: record.uid, programs, mayMount: true }, (layers) => perform(run, layers));
      ({ known } = watched);
      onCounted(group);
      return conclude(watched, group);
    } finally {
      await cleanOrder(place, record, { pool: this.#pool, known });
    }
  }
}

interface GvisorRun {
  readonly order: SandboxOrder;
  readonly watcher: SandboxWatcher;
  readonly programs: GvisorPrograms;
  readonly place: string;
  readonly record: OrderRecord;
  readonly group: ControlGroup | null;
  /** The user that the box's root is, which nothing of the command runs as; `null`: a subordinate one. */
  readonly rootUid: number | null;
}

function aroundKernel(limits: SandboxLimits): SandboxLimits {
  return { ...limits, memoryBytes: limits.memoryBytes + own.memoryBytes, pids: limits.pids * own.threadsEach + own.threads };
}

async function perform({ order, watcher, programs, place, record, group, rootUid }: GvisorRun, layers: Layers): Promise<Watched> {
  const inPlace = (name: string): string => join(place, name);
  const [root, bundle, stagePlace, empty] = [inPlace('root'), inPlace('bundle'), inPlace('stage'), inPlace('root/etc/hostname')];
  const files = { state: inPlace('runsc'), log: inPlace('log'), bundle, pid: inPlace('pid') };
  for (const path of [root, bundle, files.state, files.log]) rmSync(path, { recursive: true, force: true });
  const { mounts } = makeRoot(root, order, null);
  rmSync(join(root, 'run/.containerenv'));
  // What covers a file of gVisor's own has to have a place in the root as well.
  for (const path of coveredFiles) writeFileSync(join(root, path), '');
  for (const path of [bundle, stagePlace]) mkdirSync(path, { recursive: true });
  const [uid, joins] = [record.uid, group?.joins ?? []];
  const isRoot = uid !== null;
  const stage = stageRoot({ order, layers, root, uid, place: stagePlace, joins });
  const stagedRoot = stage.sources.inputs[order.inputs.length] ?? root;
  const users = isRoot && rootUid !== null ? { own: uid, root: rootUid } : { own: 0, root: 1 };
  const config = bundleConfig({
    order, root: stagedRoot, mounts, sources: stage.sources, empty: empty.replace(root, stagedRoot), users, programs, architecture: architecture(),
  });
  writeFileSync(join(bundle, 'config.json'), JSON.stringify(config), { mode: 0o600 });
  const call = runscCall({ programs, files, mark: record.mark, isRoot });
  const passed = await passedLimits(order, layers.layer);
  const child = spawnChain(order, runscChain({ programs, stage, joins, isRoot, call }));
  const teller = new RunscTeller({ child, log: files.log, pidFile: files.pid, mark: record.mark });
  const cpuMs = (): number => {
    // Its kernel bounds no processor time, not that of a single process either.
    const used = group?.cpuMs() ?? (teller.initial === 0 ? 0 : treeCpuMs(teller.initial));
    return used - own.cpuMs;
  };
  const watched = await watchBox(child, { order, watcher, teller, passed: () => passed(cpuMs()) });
  return { ...watched, complaint: teller.fault ?? watched.complaint };
}

function spawnChain(order: SandboxOrder, [program = '', ...args]: readonly string[]): ChildProcess {
  return spawn(program, args, {
    cwd: '/', detached: true, env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin' }, stdio: [order.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
}

function conclude({ cause, code, chainCode, complaint }: Watched, group: ControlGroup | null): SandboxOutcome {
  if (cause !== null) return cause;
  if (group !== null && group.oomKills() > 0) return { kind: 'oom' };
  if (code === null) throw new SandboxError(`Cannot make the box: ${complaint === '' ? `runsc ended with ${chainCode ?? 'a signal'}` : complaint}`);
  return outcomeOf(code);
}
