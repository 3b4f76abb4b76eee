/**
 * The default back-end: bubblewrap, hardened (E1, E4; docs/decisions/0040).
 *
 * As root each order runs as a user of its own, dropped to before any namespace is made; otherwise
 * as the host's user in a namespace of users. Limits of all processes together are control groups,
 * where they can be written.
 */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox, SandboxOrder, SandboxOutcome, SandboxProbe, SandboxWatcher } from '../../ports/sandbox.ts';
import { SandboxError } from '../../ports/sandbox.ts';
import { type CgroupPlaces, cgroupPlaces, groupsMark, sweepLooks } from '../machine/cgroup-places.ts';
import { runAttended } from '../inside/run-attended.ts';
import { attemptLayers, type Layers } from '../order/attempt-layers.ts';
import { beginOrder } from '../order/begin-order.ts';
import { checkOrder } from '../order/check-order.ts';
import { cleanOrder } from '../order/clean-order.ts';
import { type ControlGroup, groupDirectories, makeGroup } from '../machine/control-group.ts';
import { type OrderRecord, writeInitial } from '../order/order-place.ts';
import { passedLimits } from '../order/passed-limits.ts';
import { probeBubblewrap } from './probe-bubblewrap.ts';
import { makeOwnDirectory } from '../machine/own-directory.ts';
import { lives, type ProcessMark, until } from '../machine/processes.ts';
import { findPrograms, type Programs, programsMark } from '../machine/programs.ts';
import { spawnBox } from './spawn-box.ts';
import { type Stage, stageOf } from '../order/stage.ts';
import { sweepOrders } from '../order/sweep-orders.ts';
import { UidPool } from '../machine/uid-pool.ts';
import { outcomeOf, watchBox, type Watched } from '../order/watch-box.ts';

export interface BubblewrapOptions {
  /** A directory of the host's own, in which orders have their place. */
  readonly state: string;
  /** Where programs are looked for. */
  readonly path: string;
}

export class Bubblewrap implements Sandbox {
  readonly name = 'bubblewrap';
  readonly #options: BubblewrapOptions;
  readonly #pool: UidPool | null;
  readonly #places: CgroupPlaces | null;

  constructor(options: BubblewrapOptions) {
    this.#options = options;
    makeOwnDirectory(options.state);
    const isRoot = process.getuid?.() === 0;
    this.#pool = isRoot ? new UidPool(options.state) : null;
    this.#places = cgroupPlaces();
  }

  /** The user that a base has to belong to, so that a workspace needs no copy of it; `null`: the host's. */
  get baseUid(): number | null {
    return this.#pool?.ofBases ?? null;
  }

  get foundations(): string {
    return [programsMark(findPrograms(this.#options.path)), groupsMark(this.#places)].join(' · ');
  }

  probe(): Promise<SandboxProbe> {
    return probeBubblewrap({ sandbox: this, programs: findPrograms(this.#options.path), places: this.#places, scratch: this.#options.state, countThrottled: (order) => this.#countThrottled(order) });
  }

  async sweep(): Promise<readonly string[]> {
    return [...await sweepOrders(this.#options.state, this.#pool), ...sweepLooks(this.#places)];
  }

  run(order: SandboxOrder, watcher: SandboxWatcher): Promise<SandboxOutcome> {
    return runAttended(order, watcher, (plain, own) => this.#run(plain, own));
  }

  async #countThrottled(order: SandboxOrder): Promise<number | null> {
    let throttled: number | null = null;
    await this.#run(order, { onOutput: () => undefined }, (group) => { throttled = group?.throttled() ?? null; });
    return throttled;
  }

  /** What the group has counted is told before it is removed. */
  async #run(order: SandboxOrder, watcher: SandboxWatcher, onCounted: (group: ControlGroup | null) => void = () => undefined): Promise<SandboxOutcome> {
    checkOrder(order);
    if (order.image !== null) throw new SandboxError(`Cannot run the order: bubblewrap has no images; its machine is this one`);
    const programs = findPrograms(this.#options.path);
    if (typeof programs === 'string') throw new SandboxError(`Cannot run the order: ${programs}`);
    const { place, record } = beginOrder(order, { state: this.#options.state, pool: this.#pool, more: (mark) => this.#groupsOf(order, mark) });
    let known: readonly ProcessMark[] = [];
    let isEnded = false;
    try {
      const group = this.#places === null ? null : makeGroup(this.#places, record.mark, order.limits);
      const run: BoxRun = { order, watcher, programs, place, record, group };
      const watched = await attemptLayers({ order, place, uid: record.uid, programs, mayMount: true }, (layers) => this.#perform(run, layers));
      ({ known } = watched);
      onCounted(group);
      isEnded = watched.hasInitial && await until(() => !known.some(lives));
      return conclude(watched, group);
    } finally {
      await cleanOrder(place, record, { pool: this.#pool, known, isEnded });
    }
  }

  #groupsOf({ limits }: SandboxOrder, mark: string): Pick<OrderRecord, 'groups'> {
    return { groups: this.#places === null ? [] : groupDirectories(this.#places, mark, limits) };
  }

  async #perform(run: BoxRun, layers: Layers): Promise<Watched> {
    const { order, watcher, programs, place, record } = run;
    const passed = await passedLimits(order, layers.layer);
    const child = spawnBox({ order, stage: this.#stage(run, layers), programs, place, mark: record.mark, uid: record.uid });
    // A command can write to the memory of this one, and so take the mark out of its arguments: it is written down at once.
    const onInitial = (initial: ProcessMark): void => writeInitial(place, initial);
    return watchBox(child, { order, watcher, onInitial, passed: () => passed(run.group?.cpuMs() ?? null) });
  }

  #stage({ order, place, record, group }: BoxRun, layers: Layers): Stage {
    const stagePlace = join(place, 'stage');
    const stage = stageOf({ ...layers, order, uid: record.uid, place: stagePlace, joins: group?.joins ?? [] });
    if (stage.mounts) mkdirSync(stagePlace, { recursive: true });
    return stage;
  }
}

interface BoxRun {
  readonly order: SandboxOrder;
  readonly watcher: SandboxWatcher;
  readonly programs: Programs;
  readonly place: string;
  readonly record: OrderRecord;
  readonly group: ControlGroup | null;
}

function conclude({ cause, code, chainCode, complaint }: Watched, group: ControlGroup | null): SandboxOutcome {
  if (cause !== null) return cause;
  if (group !== null && group.oomKills() > 0) return { kind: 'oom' };
  if (code === null) throw new SandboxError(`Cannot make the box: ${complaint === '' ? `it ended with ${chainCode ?? 'a signal'}` : complaint}`);
  return outcomeOf(code);
}
