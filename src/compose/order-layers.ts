/**
 * Which baked layers serve an order, by the lockfiles of its files and by whose they are.
 *
 * What was baked for the base serves whoever has just those lockfiles. Lockfiles that a change made which has not landed have
 * a layer of that change, which serves only what holds it: it is baked here, where a person has said that this run may, and
 * otherwise the order is refused. Once the change has landed its layer is the base's.
 */

import { basename } from 'node:path';
import type { Locked, LockChange } from '../ports/boxes.ts';
import { type Sandbox, SandboxError } from '../ports/sandbox.ts';
import { bake } from '../sandbox/bake/bake.ts';
import { bakeKey, type BakeRequest, type Origin } from '../sandbox/bake/bake-request.ts';
import { knownLockfiles, type LockedBake, readableBakes } from '../sandbox/bake/known/known-bakes.ts';
import type { BakedLayer, LayerStore } from '../sandbox/bake/layer-store.ts';
import type { Toolchains } from '../sandbox/toolchains/find-toolchains.ts';
import { bakeLimits, meansOf, platformOf } from './bakes.ts';
import type { Machine } from './sandboxes.ts';

export interface OrderLayersOptions {
  readonly machine: Machine;
  readonly store: LayerStore;
  readonly toolchains: Toolchains;
  readonly run: string;
  /** A person's word that what candidates lock may be fetched; otherwise nothing is. */
  readonly mayBake: boolean;
  readonly onSaid: (line: string) => void;
}

export interface Served {
  /** The files whose lockfiles are looked at. */
  readonly base: string;
  readonly locked: Locked;
  readonly sandbox: Sandbox;
  readonly cancel: AbortSignal | undefined;
}

const nobody: Origin = { kind: 'base' };
/** Of what a bake that failed has said. */
const mostTail = 2_000;

export class OrderLayers {
  readonly #options: OrderLayersOptions;
  readonly #platform: readonly string[];

  constructor(options: OrderLayersOptions) {
    this.#options = options;
    this.#platform = platformOf(options.toolchains.found);
  }

  /** Throws `SandboxError` where what a candidate locks was not baked, and is not to be, or cannot. */
  async of(served: Served): Promise<readonly BakedLayer[]> {
    const bakes = readableBakes(served.base);
    for (const change of served.locked.changed) this.#mustBeKnown(change, bakes);
    const layers: BakedLayer[] = [];
    for (const one of bakes) {
      const layer = await this.#layerOf(one, served);
      if (layer !== null) layers.push(layer);
    }
    return layers;
  }

  #mustBeKnown(change: LockChange, bakes: readonly LockedBake[]): void {
    if (!change.isOfDependencies || bakes.some(({ request }) => hasMade(change, request))) return;
    throw new SandboxError(`Cannot judge dependencies that were changed in ${change.paths.slice(0, 3).join(', ')}: no layer can be baked of that. `
      + `At the top of the repository there has to be a lockfile that is known (${knownLockfiles.join(', ')}), and can be read: let the task write it beside its manifest`);
  }

  async #layerOf(one: LockedBake, served: Served): Promise<BakedLayer | null> {
    const { store } = this.#options;
    const ofBase = store.find(this.#key(one, nobody));
    if (ofBase !== null) return ofBase;
    const changes = served.locked.changed.filter((change) => hasMade(change, one.request));
    if (changes.length === 0) return this.#landed(one, served.locked.landed);
    const origin: Origin = { kind: 'candidate', changes: [...new Set(changes.map(({ id }) => id))].toSorted() };
    const own = store.find(this.#key(one, origin));
    // Manifests say more than dependencies: who may not fetch is judged as it is, unless dependencies are what it is about.
    if (own !== null || (this.#whyNot(one.request) !== null && !changes.some(({ isOfDependencies }) => isOfDependencies))) return own;
    return this.#baked(one.request, origin, served);
  }

  /** What was baked for changes that have all landed since is the base's. */
  async #landed(one: LockedBake, landed: readonly LockChange[]): Promise<BakedLayer | null> {
    if (!landed.some((change) => hasMade(change, one.request))) return null;
    const ids = landed.map(({ id }) => id);
    const { store } = this.#options;
    const own = store.list().find(({ key, origin }) => origin.kind === 'candidate' && origin.changes.every((change) => ids.includes(change)) && this.#key(one, origin) === key);
    return own === undefined ? null : store.adopt(own, { key: this.#key(one, nobody), origin: nobody });
  }

  async #baked(request: BakeRequest, origin: Origin, { base, sandbox, cancel }: Served): Promise<BakedLayer> {
    const { machine, toolchains, onSaid } = this.#options;
    const why = this.#whyNot(request);
    if (why !== null) throw new SandboxError(why);
    let tail = '';
    const onOutput = (_: unknown, bytes: Uint8Array): void => { tail = (tail + Buffer.from(bytes).toString('utf8')).slice(-mostTail); };
    const means = meansOf(machine, { sandbox, found: toolchains.found, limits: bakeLimits, onOutput, onSaid, ...(cancel === undefined ? {} : { cancel }) });
    onSaid(`baking ${request.name} of a candidate, from ${request.allow.join(', ')}`);
    try {
      return (await bake(request, { workspace: base, origin }, means)).layer;
    } catch (error) {
      if (error instanceof SandboxError) throw new SandboxError(`${error.message}\n${tail.trim()}`);
      throw error;
    }
  }

  /** Why it is not baked here, and what to do; `null`: it may be. */
  #whyNot({ name, lockfiles, allow, runsOnline }: BakeRequest): string | null {
    const { mayBake, run } = this.#options;
    if (mayBake && runsOnline !== true) return null;
    const what = `Cannot judge dependencies that have not landed: nothing was baked of this ${lockfiles[0] ?? name}`;
    const byHand = `apply \`espalier diff ${run} TASK\` on a checkout of your own, and \`espalier bake\` there`;
    if (runsOnline === true) return `${what}, and what it names would run while it is fetched from ${allow.join(', ')}. Look at it, and bake it yourself: ${byHand}`;
    return `${what}, and this run may fetch nothing. \`espalier work ${run} --bake\` lets it, from ${allow.join(', ')}; or bake it yourself: ${byHand}`;
  }

  #key({ request, files }: LockedBake, origin: Origin): string {
    return bakeKey({ request, files, image: null, platform: this.#platform, origin });
  }
}

/** Whether a change has a part in these lockfiles. One of the same name elsewhere counts, since it may have been removed. */
function hasMade({ paths }: LockChange, { lockfiles }: BakeRequest): boolean {
  const names = new Set(lockfiles.map((file) => basename(file)));
  return paths.some((path) => names.has(basename(path)));
}
