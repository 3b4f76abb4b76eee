/** Layers that are baked for gates: from the lockfiles of a folder, or by commands that a person gives. */

import { isAbsolute, join, resolve } from 'node:path';
import { hostNetwork } from '../gateway/host-network.ts';
import { openStubWayOut } from '../gateway/stub-way-out.ts';
import type { SandboxCapability } from '../ports/capabilities.ts';
import { homePath, type Sandbox, SandboxError, type SandboxLimits, workspacePath } from '../ports/sandbox.ts';
import { bake, type Baked, type BakeMeans, machinePlatform } from '../sandbox/bake/bake.ts';
import type { BakeRequest } from '../sandbox/bake/bake-request.ts';
import { knownBakes, knownLockfiles } from '../sandbox/bake/known/known-bakes.ts';
import { type BakedLayer, LayerStore } from '../sandbox/bake/layer-store.ts';
import { removeImage, unpackedImages } from '../sandbox/oci/unpacked-images.ts';
import { livingOrders } from '../sandbox/order/living-orders.ts';
import { sweepWayOuts } from '../sandbox/order/way-out-place.ts';
import { bindToolchains } from '../sandbox/toolchains/bind-toolchains.ts';
import type { Toolchains } from '../sandbox/toolchains/find-toolchains.ts';
import { leased, type Machine, sandboxOf, stateOf, usualLimits } from './sandboxes.ts';

export { type Baked, type BakedLayer, knownLockfiles };

/** What a person gives beside the lockfiles that are known. */
export interface OwnBake {
  readonly online: readonly string[];
  /** A shell text, performed with no way out. */
  readonly offline: string | null;
  readonly lockfiles: readonly string[];
  /** Below the workspace, or whole paths in the home inside. */
  readonly keeps: readonly string[];
}

export interface Baking {
  readonly use: string;
  readonly workspace: string;
  /** `null`: the lockfiles of the workspace say. */
  readonly own: OwnBake | null;
  readonly allow: readonly string[];
  readonly toolchains: Toolchains | null;
  readonly limits: SandboxLimits;
  /** What was asked for: it is held, or nothing is baked. */
  readonly demands: readonly SandboxCapability[];
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;
  readonly onBegin: (name: string) => void;
  readonly onSaid: (line: string) => void;
}

/** Dependencies take more room and time than most orders. */
export const bakeLimits: SandboxLimits = { ...usualLimits, pids: 2_048, wallMs: 1_800_000, fileBytes: 2 ** 32, scratchBytes: 2 ** 33 };

/** Lines of what the way out refused, each once. */
const mostRefused = 20;

/** Bakes each in turn. Throws `SandboxError`. */
export async function bakeLayers(machine: Machine, baking: Baking): Promise<readonly Baked[]> {
  const { use, toolchains, limits, allow, onOutput, onSaid } = baking;
  const workspace = resolve(baking.workspace);
  const requests = baking.own === null ? knownBakes(workspace) : [requestOf(baking.own)];
  if (requests.length === 0) throw new SandboxError(`Cannot bake ${workspace}: it has none of ${knownLockfiles.join(', ')}; give a command, with --lockfile and --keep`);
  const [sandbox, state, store] = [sandboxOf(machine, use), stateOf(machine), storeOf(machine)];
  for (const line of [...sweepWayOuts(state), ...(await sandbox.sweep()), ...(await store.sweep())]) onSaid(line);
  await leased(machine, sandbox, baking.demands);
  const means = meansOf(machine, { sandbox, found: toolchains?.found ?? [], limits, onOutput, onSaid });
  const baked: Baked[] = [];
  for (const request of requests) {
    baking.onBegin(request.name);
    baked.push(await bake({ ...request, allow: [...new Set([...request.allow, ...allow])] }, { workspace, origin: { kind: 'base' } }, means));
  }
  return baked;
}

export interface Means extends Pick<Baking, 'limits' | 'onOutput' | 'onSaid'> {
  readonly sandbox: Sandbox;
  readonly found: Toolchains['found'];
  readonly cancel?: AbortSignal;
}

/** What both halves of a bake have on this machine. */
export function meansOf(machine: Machine, { sandbox, found, limits, onOutput, onSaid, cancel }: Means): BakeMeans {
  const state = stateOf(machine);
  const refused = new Set<string>();
  return {
    sandbox, state, store: storeOf(machine), ...bindToolchains(found, join(state, 'blanks')), platform: platformOf(found), image: null,
    limits, onOutput, openWayOut: openStubWayOut, network: hostNetwork, ...(cancel === undefined ? {} : { cancel }), onRefused: (line: string) => {
      if (refused.has(line) || refused.size === mostRefused) return;
      refused.add(line);
      onSaid(`refused: ${line}`);
    },
  };
}

/** What layers are keyed by beside what they were baked from. */
export function platformOf(found: Toolchains['found']): readonly string[] {
  return [...machinePlatform(), ...found.map(({ identity }) => identity)];
}

function requestOf({ online, offline, lockfiles, keeps }: OwnBake): BakeRequest {
  return {
    name: 'own', lockfiles, online, offline: offline === null ? null : ['/bin/sh', '-c', offline], allow: [], env: {}, gate: { env: {}, bins: [] },
    keeps: keeps.map((path) => ({ at: isAbsolute(path) ? path : path.startsWith('~/') ? join(homePath, path.slice(2)) : join(workspacePath, path), writes: 'discarded' })),
  };
}

export function listLayers(machine: Machine): readonly BakedLayer[] {
  return storeOf(machine).list();
}

/** By their digests. */
export function listImages(machine: Machine): readonly string[] {
  return unpackedImages(stateOf(machine));
}

export interface Removed {
  readonly kind: 'layer' | 'image';
  /** A layer's key or an image's digest, whole. */
  readonly key: string;
}

/** Removes layers by the beginnings of their keys, and all `layers` or `images`. Throws `SandboxError` while anything runs that could use them. */
export async function removeKept(machine: Machine, words: readonly string[]): Promise<readonly Removed[]> {
  const [state, store] = [stateOf(machine), storeOf(machine)];
  const [running] = livingOrders(state);
  if (running !== undefined) throw new SandboxError(`Cannot remove what is kept: the order ${running} runs, and may use it; try again when it has ended`);
  const layers = new Map(words.flatMap((word) => (word === 'layers' ? store.list() : word === 'images' ? [] : [store.byKey(word)])).map((layer) => [layer.key, layer]));
  const images = words.includes('images') ? unpackedImages(state) : [];
  for (const layer of layers.values()) await store.remove(layer);
  for (const id of images) await removeImage(state, id);
  return [...[...layers.keys()].map((key): Removed => ({ kind: 'layer', key })), ...images.map((key): Removed => ({ kind: 'image', key }))];
}

function storeOf(machine: Machine): LayerStore {
  return new LayerStore(stateOf(machine));
}
