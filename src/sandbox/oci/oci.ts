/**
 * The back-end oci: podman or docker by their command lines, as root or as an ordinary user (E1, E4; docs/decisions/0041).
 *
 * A box needs no registry: its root is made of this machine's /usr, or of an image that is here, named by digest. It
 * outlives the engine's client when that is killed, so it has a name that follows from the order, and is removed by it.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { type Sandbox, SandboxError, type SandboxOrder, type SandboxOutcome, type SandboxProbe, type SandboxWatcher } from '../../ports/sandbox.ts';
import type { BackEndOptions } from '../back-ends.ts';
import { seccompProfile } from '../filter/seccomp-profile.ts';
import { ownDirectory, runAttended } from '../inside/run-attended.ts';
import { architecture } from '../machine/architecture.ts';
import { makeOwnDirectory } from '../machine/own-directory.ts';
import { UidPool } from '../machine/uid-pool.ts';
import { attemptLayers, type Layers } from '../order/attempt-layers.ts';
import { beginOrder } from '../order/begin-order.ts';
import { checkOrder } from '../order/check-order.ts';
import { cleanOrder } from '../order/clean-order.ts';
import type { OrderRecord } from '../order/order-place.ts';
import { passedLimits } from '../order/passed-limits.ts';
import { ownerOf } from '../order/stage.ts';
import { sweepOrders } from '../order/sweep-orders.ts';
import { outcomeOf, watchBox, type Watched } from '../order/watch-box.ts';
import { beginText, type Opening, writeBeginning } from './begin-box.ts';
import { type BoxLine, Pipes, SocketLine } from './box-line.ts';
import { makeRoot } from './box-root.ts';
import { BoxTeller } from './box-teller.ts';
import { engineMark, type Found, findEngine, removalOf } from './engine.ts';
import { imageDirectory, sweepImages } from './image.ts';
import { bringPrograms, type OwnPrograms, sharedPrograms } from './own-programs.ts';
import { probeOci } from './probe-oci.ts';
import { stageBox } from './stage-box.ts';
import { sweepTriedImages } from './try-image.ts';

export class Oci implements Sandbox {
  readonly name = 'oci';
  readonly #options: BackEndOptions;
  readonly #pool: UidPool | null;

  constructor(options: BackEndOptions) {
    this.#options = options;
    makeOwnDirectory(options.state);
    this.#pool = process.getuid?.() === 0 ? new UidPool(options.state) : null;
  }

  get foundations(): string {
    return engineMark(findEngine(this.#options.path), this.#options.path);
  }

  probe(): Promise<SandboxProbe> {
    return probeOci({ sandbox: this, found: findEngine(this.#options.path), state: this.#options.state, countThrottled: (order) => this.#countThrottled(order) });
  }

  async sweep(): Promise<readonly string[]> {
    const { state, path } = this.#options;
    const orders = await sweepOrders(state, this.#pool);
    const found = findEngine(path);
    if (typeof found === 'string') return orders;
    return [...orders, ...await sweepImages(found.engine, state), ...await sweepTriedImages(found.engine, state)];
  }

  run(order: SandboxOrder, watcher: SandboxWatcher): Promise<SandboxOutcome> {
    return runAttended(order, watcher, (plain, own) => this.#run(plain, own));
  }

  async #countThrottled(order: SandboxOrder): Promise<number | null> {
    let throttled: number | null = null;
    await this.#run(order, { onOutput: () => undefined }, (performed) => { ({ throttled } = performed); });
    return throttled;
  }

  /** What the engine's group has counted is told with how the command ended. */
  async #run(order: SandboxOrder, watcher: SandboxWatcher, onPerformed: (performed: Performed) => void = () => undefined): Promise<SandboxOutcome> {
    checkOrder(order);
    const found = findEngine(this.#options.path);
    if (typeof found === 'string') throw new SandboxError(`Cannot run the order: ${found}`);
    const image = order.image === null ? null : await imageDirectory(found, this.#options.state, order.image);
    const { place, record } = beginOrder(order, { state: this.#options.state, pool: this.#pool, more: (mark) => ({ removal: removalOf(found.engine, mark) }) });
    let isBoxGone = false;
    try {
      const run: BoxRun = { order, watcher, found, place, record, image, rootUid: this.#pool?.ofRoots ?? null };
      // docker's daemon does not see mounts that are ours alone.
      const attempting = { order, place, uid: record.uid, programs: found.helpers, mayMount: found.engine.kind === 'podman' };
      const watched = await attemptLayers(attempting, (layers) => perform(run, layers));
      // A client that came to its end has removed the box itself.
      isBoxGone = watched.cause === null && watched.code !== null;
      onPerformed(watched);
      return conclude(watched);
    } finally {
      await cleanOrder(place, record, { pool: this.#pool, isBoxGone });
    }
  }
}

export interface BoxRun {
  readonly order: SandboxOrder;
  readonly watcher: SandboxWatcher;
  readonly found: Found;
  readonly place: string;
  readonly record: OrderRecord;
  /** A directory; `null`: the programs of this machine. */
  readonly image: string | null;
  readonly rootUid: number | null;
}

interface Performed extends Watched {
  readonly oomKills: number;
  readonly throttled: number | null;
}

async function perform(run: BoxRun, layers: Layers): Promise<Performed> {
  const { order, watcher, place, record, found, image } = run;
  const root = join(place, 'root');
  rmSync(root, { recursive: true, force: true });
  const made = makeRoot(root, order, image);
  const programs = image === null ? sharedPrograms(root, found.helpers) : await bringPrograms(root, found.helpers);
  const own = join(root, ownDirectory);
  writeBeginning(own, order.env, ownerOf(record.uid));
  writeFileSync(join(place, 'seccomp.json'), JSON.stringify(seccompProfile(architecture())));
  // Its way to the root is open to the box's user, who has a number of its own.
  chmodSync(place, 0o711);
  const pipes = openingOf(run) === 'pipes' ? new Pipes(own, found.helpers.mkfifo) : null;
  let line: BoxLine | null = pipes;
  try {
    const chain = await stageBox(run, { ...layers, root, made, command: commandOf(run, programs) });
    const passed = await passedLimits(order, layers.layer);
    const child = spawnChain(run, chain);
    line ??= socketOf(child);
    const teller = new BoxTeller({ child, line, engine: found.engine, pidFile: join(place, 'pid'), name: record.mark });
    const watched = await watchBox(child, { order, watcher, teller, passed: async () => {
      await teller.look();
      return passed(teller.cpuMs);
    } });
    return { ...watched, oomKills: teller.oomKills, throttled: teller.throttled };
  } finally {
    line?.close();
  }
}

/** The attendant is of this machine, and finds its libraries by name. */
function commandOf(run: BoxRun, { loader, beginner }: OwnPrograms): readonly string[] {
  const { command } = run.order;
  const isOurs = command[0] === `${ownDirectory}/node`;
  return [...beginner, '-c', beginText(openingOf(run)), 'sh', ...(isOurs ? loader : []), ...command];
}

/** docker hands on no descriptor. */
function openingOf({ found: { engine } }: BoxRun): Opening {
  return engine.kind === 'podman' ? 'socket' : 'pipes';
}

const lineDescriptor = 3;

function socketOf({ stdio }: ChildProcess): BoxLine {
  const socket = stdio[lineDescriptor];
  if (!(socket instanceof Duplex)) throw new SandboxError('Cannot make the box: there is no line to it');
  return new SocketLine(socket);
}

function spawnChain({ order, found: { engine } }: BoxRun, [program = '', ...args]: readonly string[]): ChildProcess {
  return spawn(program, args, { cwd: '/', detached: true, env: { ...engine.env }, stdio: [order.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe'] });
}

function conclude({ cause, code, chainCode, complaint, oomKills }: Performed): SandboxOutcome {
  if (cause !== null) return cause;
  if (oomKills > 0) return { kind: 'oom' };
  if (code === null) throw new SandboxError(`Cannot make the box: ${complaint === '' ? `the engine ended with ${chainCode ?? 'a signal'}` : complaint}`);
  return outcomeOf(code);
}
