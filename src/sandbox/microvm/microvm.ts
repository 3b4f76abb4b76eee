/**
 * The back-end microvm: qemu, with a kernel of the box's own on a virtual processor (E1, E4; docs/decisions/0043).
 *
 * Whether a machine can do that is shown by booting a guest, and by nothing else. Software emulation is for tests alone.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readlinkSync, lstatSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Input, OrderRefused, type Sandbox, SandboxError, type SandboxOrder, type SandboxOutcome, type SandboxProbe, type SandboxWatcher, workspacePath } from '../../ports/sandbox.ts';
import type { BackEndOptions } from '../back-ends.ts';
import { runAttended } from '../inside/run-attended.ts';
import { makeOwnDirectory } from '../machine/own-directory.ts';
import { treeCpuMs } from '../machine/processes.ts';
import { UidPool } from '../machine/uid-pool.ts';
import { makeRoot } from '../oci/box-root.ts';
import { attemptLayers, type Layers } from '../order/attempt-layers.ts';
import { beginOrder } from '../order/begin-order.ts';
import { checkOrder } from '../order/check-order.ts';
import { cleanOrder } from '../order/clean-order.ts';
import { isInWorkspace } from '../order/mount-points.ts';
import type { OrderRecord } from '../order/order-place.ts';
import { passedLimits } from '../order/passed-limits.ts';
import { type Sources, stageOf, stageText } from '../order/stage.ts';
import { sweepOrders } from '../order/sweep-orders.ts';
import { outcomeOf, watchBox, type Watched } from '../order/watch-box.ts';
import { findQemu, type Kernel, type VmPrograms, vmMark } from './find-qemu.ts';
import { commonArchive, type GuestMount, orderArchive, stages } from './guest-files.ts';
import { GuestTeller } from './guest-teller.ts';
import { probeMicrovm } from './probe-microvm.ts';
import { qemuArguments } from './qemu-arguments.ts';

export interface MicrovmOptions extends BackEndOptions {
  /** In software, many times slower: for tests alone. */
  readonly emulate?: boolean;
  /** Otherwise the latest of /boot. */
  readonly kernel?: Kernel;
  /** For each stage of a guest's start. */
  readonly stageMs?: number;
}

/** Where virtualization works the slowest stage takes a second. */
const stageMs = { real: 5_000, emulated: 90_000 } as const;

export class Microvm implements Sandbox {
  readonly name = 'microvm';
  readonly #options: MicrovmOptions;
  readonly #pool: UidPool | null;
  #archive: Buffer | null = null;

  constructor(options: MicrovmOptions) {
    this.#options = options;
    makeOwnDirectory(options.state);
    this.#pool = process.getuid?.() === 0 ? new UidPool(options.state) : null;
  }

  get foundations(): string {
    return vmMark(this.#programs());
  }

  probe(): Promise<SandboxProbe> {
    return probeMicrovm({ sandbox: this, programs: this.#programs(), isEmulated: this.#options.emulate === true });
  }

  sweep(): Promise<readonly string[]> {
    return sweepOrders(this.#options.state, this.#pool);
  }

  run(order: SandboxOrder, watcher: SandboxWatcher): Promise<SandboxOutcome> {
    return runAttended(order, watcher, (plain, own) => this.#run(plain, own));
  }

  #programs(): VmPrograms | string {
    return findQemu(this.#options.path, this.#options.kernel ?? null);
  }

  async #run(order: SandboxOrder, watcher: SandboxWatcher): Promise<SandboxOutcome> {
    checkOrder(order);
    refuse(order);
    const programs = this.#programs();
    if (typeof programs === 'string') throw new SandboxError(`Cannot run the order: ${programs}`);
    this.#archive ??= commonArchive(programs);
    const { place, record } = beginOrder(order, { state: this.#options.state, pool: this.#pool });
    try {
      const isEmulated = this.#options.emulate === true;
      const ms = this.#options.stageMs ?? (isEmulated ? stageMs.emulated : stageMs.real);
      const run: VmRun = { order, watcher, programs, place, record, isEmulated, stageMs: ms, archive: this.#archive };
      // A guest sees no mounts of overlays that are ours: what it changes is a copy.
      const watched = await attemptLayers({ order, place, uid: record.uid, programs, mayMount: false }, (layers) => perform(run, layers));
      return conclude(watched);
    } finally {
      await cleanOrder(place, record, { pool: this.#pool });
    }
  }
}

/** What it cannot hold it does not take. */
function refuse({ image, wayOut, inputs, limits }: SandboxOrder): void {
  const cannot = (what: string): never => { throw new OrderRefused(`Cannot run the order: microvm has no ${what}`); };
  if (image !== null) cannot('images; its programs are those of this machine');
  if (wayOut !== null) cannot('way out: a socket of the host cannot be seen in a guest');
  if (limits.cpus !== null && !Number.isInteger(limits.cpus)) cannot(`part of a processor: cpus is ${limits.cpus}, and has to be whole`);
  const discarded = inputs.find(({ writes }) => writes === 'discarded');
  if (discarded !== undefined) cannot(`input that can be written to and is discarded: the one at ${discarded.to}`);
}

interface VmRun {
  readonly order: SandboxOrder;
  readonly watcher: SandboxWatcher;
  readonly programs: VmPrograms;
  readonly place: string;
  readonly record: OrderRecord;
  readonly isEmulated: boolean;
  readonly stageMs: number;
  readonly archive: Buffer;
}

interface VmWatched extends Watched {
  readonly fault: string | null;
}

async function perform(run: VmRun, layers: Layers): Promise<VmWatched> {
  const { order, watcher, place, stageMs: ms } = run;
  const passed = await passedLimits(order, layers.layer);
  const child = begin(run, layers);
  const pid = child.pid ?? 0;
  let before = Number.POSITIVE_INFINITY;
  const teller = new GuestTeller({ child, stageMs: ms, wallMs: order.limits.wallMs, onBegun: () => { before = treeCpuMs(pid); } });
  // The last resort, should the guest tell nothing; otherwise the command's time begins with the command.
  const limits = { ...order.limits, wallMs: order.limits.wallMs + ms * (stages.length + 1) };
  const watched = await watchBox(child, { order: { ...order, limits }, watcher, teller, passed: () => passed(Number.isFinite(before) ? treeCpuMs(pid) - before : 0) });
  rmSync(join(place, 'initial'), { force: true });
  return { ...watched, cause: watched.cause ?? teller.cause, fault: teller.fault };
}

function begin({ order, programs, place, record, isEmulated, archive }: VmRun, layers: Layers): ChildProcess {
  const uid = record.uid ?? process.getuid?.() ?? 0;
  const [root, initial, stagePlace] = [join(place, 'root'), join(place, 'initial'), join(place, 'stage')];
  rmSync(root, { recursive: true, force: true });
  mkdirSync(stagePlace, { recursive: true });
  const { mounts: ofMachine } = makeRoot(root, order, null);
  writeFileSync(initial, '', { mode: 0o444 });
  const inputs = [...order.inputs, ...ofMachine.map(({ from, to }) => ({ from, to }))];
  // qemu reads these as the order's user.
  const own = [{ from: programs.kernel.image, to: '/kernel' }, { from: initial, to: '/initial' }];
  // Everything is staged, into one directory, for an ordinary user in a namespace of its own.
  const stage = stageOf({ order: { ...order, inputs: [...inputs, ...own] }, ...layers, mayOverlay: false, uid, place: stagePlace, joins: [] });
  const [kernel = '', staged = ''] = stage.sources.inputs.slice(-own.length);
  const end = dirname(staged);
  const isOpen = order.workspace !== null && order.workspace.layer !== null;
  const seen = { sources: stage.sources, inputs, end, isOpen };
  rmSync(initial);
  writeFileSync(initial, Buffer.concat([archive, orderArchive({ order, mounts: guestMounts(order, seen), links: linksIn(root), uid, hasOpen: isOpen })]), { mode: 0o444 });
  const qemu = qemuArguments({
    qemu: programs.qemu, isEmulated, kernel, initial: staged, limits: order.limits,
    closed: end, open: isOpen ? stage.sources.workspace : null,
  });
  return spawnChain(chain({ programs, steps: stage.steps, uid: record.uid, mark: record.mark, qemu }));
}

interface Seen {
  readonly sources: Sources;
  /** Of the order and of the machine. */
  readonly inputs: readonly Input[];
  /** The directory that all of it is staged in. */
  readonly end: string;
  readonly isOpen: boolean;
}

/** The workspace lies over what is of the machine, and inputs in it over the workspace. */
function guestMounts({ workspace }: SandboxOrder, { sources, inputs, end, isOpen }: Seen): readonly GuestMount[] {
  const mounted = inputs.map((input, at) => {
    const kind = statSync(input.from).isDirectory() ? 'directory' : 'file';
    return { input, mount: { share: 'closed', from: relative(end, sources.inputs[at] ?? ''), to: input.to, kind } as const };
  });
  const own: readonly GuestMount[] = workspace === null ? [] : [{ share: isOpen ? 'open' : 'closed', from: isOpen ? '.' : 'workspace', to: workspacePath, kind: 'directory' }];
  return [
    ...mounted.filter(({ input }) => !isInWorkspace(input)).map(({ mount }) => mount), ...own,
    ...mounted.filter(({ input }) => isInWorkspace(input)).map(({ mount }) => mount),
  ];
}

function linksIn(root: string): readonly { readonly path: string; readonly target: string }[] {
  const names = readdirSync(root).filter((name) => lstatSync(join(root, name)).isSymbolicLink());
  return names.map((name) => ({ path: `/${name}`, target: readlinkSync(join(root, name)) }));
}

interface Chained {
  readonly programs: VmPrograms;
  readonly steps: readonly string[];
  readonly uid: number | null;
  readonly mark: string;
  readonly qemu: readonly string[];
}

/** The order's mark is the machine's name, so that it stands among qemu's arguments. */
function chain({ programs: { unshare, sh, setpriv }, steps, uid, mark, qemu }: Chained): readonly string[] {
  const dropped = uid === null ? [] : [setpriv, '--reuid', String(uid), '--regid', String(uid), ...kvmGroup(), '--inh-caps=-all', '--'];
  return [unshare, ...(uid === null ? ['-Urm'] : ['--mount']), '--propagation', 'private', '--', sh, '-c', stageText, 'sh', ...steps, '--', ...dropped, ...qemu, '-name', mark];
}

/** The group that may make guests, where there is one. */
function kvmGroup(): readonly string[] {
  const device = statSync('/dev/kvm', { throwIfNoEntry: false });
  const mayGroup = device !== undefined && device.gid !== 0 && (device.mode & 0o060) === 0o060;
  return mayGroup ? ['--groups', String(device.gid)] : ['--clear-groups'];
}

function spawnChain([program = '', ...args]: readonly string[]): ChildProcess {
  return spawn(program, args, { cwd: '/', detached: true, env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin' }, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
}

function conclude({ cause, code, chainCode, complaint, fault }: VmWatched): SandboxOutcome {
  if (cause !== null) return cause;
  if (code !== null) return outcomeOf(code);
  throw new SandboxError(`Cannot make the box: ${fault ?? (complaint === '' ? `qemu ended with ${chainCode ?? 'a signal'}` : complaint)}`);
}
