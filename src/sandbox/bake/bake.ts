/**
 * Bakes a layer, unless it is there: the online half, the offline half, and what is kept of what they made.
 *
 * Both halves run in boxes of the same workspace, whose base holds the lockfiles alone. Of the
 * files that they leave nothing is run or read by the host but to take its digest.
 */

import { createHash } from 'node:crypto';
import { chownSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { homePath, type Input, type Sandbox, SandboxError, type SandboxLimits, type SandboxOrder, type SandboxOutcome, workspacePath } from '../../ports/sandbox.ts';
import type { Network, OpenWayOut } from '../../ports/way-out.ts';
import { call } from '../machine/programs.ts';
import { UidPool } from '../machine/uid-pool.ts';
import { layerParts } from '../order/layer.ts';
import { takeWayOutPlace } from '../order/way-out-place.ts';
import { bakeKey, type BakeRequest, checkRequest, layerFormat, type Origin, withPort } from './bake-request.ts';
import { type BakedLayer, type LayerStore, removeTree } from './layer-store.ts';
import { type LockedFile, readLocked } from './locked-files.ts';
import { measureTree } from './measure-tree.ts';
import { onlineEnvironment, onlinePort } from './online-environment.ts';

export interface BakeMeans {
  readonly sandbox: Sandbox;
  /** The state directory of the sandboxes. */
  readonly state: string;
  readonly store: LayerStore;
  readonly openWayOut: OpenWayOut;
  readonly network: Network;
  /** What both halves have beside their own things: toolchains. */
  readonly inputs: readonly Input[];
  readonly path: string;
  readonly platform: readonly string[];
  readonly image: string | null;
  readonly limits: SandboxLimits;
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;
  /** What the way out refused, and why. */
  readonly onRefused: (line: string) => void;
  readonly cancel?: AbortSignal;
}

export interface BakeOf {
  /** A folder of the host's. */
  readonly workspace: string;
  readonly origin: Origin;
}

export interface Baked {
  readonly layer: BakedLayer;
  /** Whether it was there already. */
  readonly isHit: boolean;
}

/** Throws `SandboxError` where a half does not end with exit code 0, or leaves what cannot be kept. */
export async function bake(request: BakeRequest, { workspace, origin }: BakeOf, means: BakeMeans): Promise<Baked> {
  checkRequest(request);
  const { store, image, platform } = means;
  const files = readLocked(workspace, request.lockfiles);
  const key = bakeKey({ request, files, image, platform, origin });
  const found = store.find(key);
  if (found !== null) return { layer: found, isHit: true };
  const unlock = await store.lock(key, means.cancel);
  const half = store.half(key);
  try {
    // Another host may have baked it while this one waited.
    const since = store.find(key);
    if (since !== null) return { layer: since, isHit: true };
    // Of a host that was killed: what it left in a box is ended before its files are removed.
    if (existsSync(half)) await means.sandbox.sweep();
    await removeTree(half);
    await performHalves({ request, files, half, key }, means);
    return { layer: await keepParts({ request, half, key, origin }, means), isHit: false };
  } finally {
    await removeTree(half);
    unlock();
  }
}

interface Halves {
  readonly request: BakeRequest;
  readonly files: readonly LockedFile[];
  readonly half: string;
  readonly key: string;
}

async function performHalves({ request, files, half, key }: Halves, means: BakeMeans): Promise<void> {
  const workspace = { base: makeBase({ request, files, half, key }, means), layer: join(half, 'layer') };
  const env = { PATH: means.path, HOME: homePath, LANG: 'C.UTF-8', TMPDIR: '/tmp', ...request.env };
  const order = (which: string, command: readonly string[]): SandboxOrder => ({
    id: `bake-${key.slice(0, 24)}-${which}`, command: prepared(request, command), workspace, inputs: means.inputs, env, limits: means.limits,
    wayOut: null, services: [], image: means.image,
  });
  await performOnline(order('online', request.online), request, means);
  if (request.offline !== null) await perform(order('offline', request.offline), `the offline half of ${request.name}`, means);
}

/** The gateway listens for as long as the half runs, and for nobody else. */
async function performOnline(order: SandboxOrder, { name, allow }: BakeRequest, means: BakeMeans): Promise<void> {
  const { network, onRefused } = means;
  const place = takeWayOutPlace(means.state, order.id);
  try {
    const wayOut = await means.openWayOut({ socket: place.socket, allow: allow.map(withPort), base: null, network, onRefused });
    const online = { ...order, wayOut: { socket: place.socket, port: onlinePort }, env: { ...onlineEnvironment(means.image), ...order.env } };
    await perform(online, `the online half of ${name}`, means).finally(() => wayOut.close());
  } finally {
    place.leave();
  }
}

/** The lockfiles and nothing else, owned as bases are, so that no copy of them is made. */
function makeBase({ request, files, half }: Halves, { state }: BakeMeans): string {
  const base = join(half, 'base');
  const made = new Set([base]);
  mkdirSync(base, { recursive: true });
  const put = (path: string, bytes: Uint8Array): void => {
    const place = join(base, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, bytes);
    for (let at = place; at !== base; at = dirname(at)) made.add(at);
  };
  for (const path of request.stubs ?? []) put(path, new Uint8Array());
  for (const { path, bytes } of files) put(path, bytes);
  const uid = baseUid(state);
  if (uid !== null) for (const path of made) chownSync(path, uid, uid);
  return base;
}

function baseUid(state: string): number | null {
  return process.getuid?.() === 0 ? new UidPool(state).ofBases : null;
}

/** Kept directories outside of the workspace are links into it, since it alone outlives an order. */
const preparing = `set -eu
while [ "$1" != -- ]; do
  mkdir -p "$1" "$(dirname "$2")"
  [ "$1" = "$2" ] || ln -s "$1" "$2"
  shift 2
done
shift
exec "$@"`;

function prepared({ keeps }: BakeRequest, command: readonly string[]): readonly string[] {
  return ['/bin/sh', '-c', preparing, 'sh', ...keeps.flatMap(({ at }, number) => [insideOf(at, number), at]), '--', ...command];
}

function insideOf(at: string, number: number): string {
  return at.startsWith(`${workspacePath}/`) ? at : `${workspacePath}/.espalier-kept/${number}`;
}

async function perform(order: SandboxOrder, what: string, { sandbox, onOutput, cancel }: BakeMeans): Promise<void> {
  const outcome = await sandbox.run(order, { onOutput, ...(cancel === undefined ? {} : { cancel }) });
  if (outcome.kind !== 'exit' || outcome.code !== 0) throw new SandboxError(`Cannot bake: ${what} ended with ${wordsOf(outcome)}`);
}

function wordsOf(outcome: SandboxOutcome): string {
  if (outcome.kind === 'exit') return `exit code ${outcome.code}`;
  return JSON.stringify(outcome);
}

interface Keeping extends Pick<Halves, 'request' | 'half' | 'key'> {
  readonly origin: Origin;
}

async function keepParts({ request, half, key, origin }: Keeping, { store, state }: BakeMeans): Promise<BakedLayer> {
  const [parts, layer] = [join(half, 'parts'), join(half, 'layer')];
  mkdirSync(parts);
  const copy = join(layer, layerParts.copy);
  const written = existsSync(copy) ? copy : join(layer, layerParts.upper);
  const digests: string[] = [];
  const kept = request.keeps.map(({ at, writes }, number) => {
    const from = join(written, relative(workspacePath, insideOf(at, number)));
    refuseLinks(written, from);
    const measured = measureTree(from);
    renameSync(from, join(parts, String(number)));
    digests.push(measured.digest);
    return { at, writes, files: measured.files, bytes: measured.bytes };
  });
  const uid = baseUid(state);
  if (uid !== null) await mustOwn(parts, uid);
  const digest = createHash('sha256').update(digests.join('\n')).digest('hex');
  const baked: BakedLayer = {
    format: layerFormat, name: request.name, key, digest, origin, parts: kept, gate: request.gate, allow: request.allow.map(withPort), lockfiles: request.lockfiles,
  };
  store.keep(parts, baked);
  return baked;
}

/** What a box wrote may have a link in the place of any directory. */
function refuseLinks(written: string, path: string): void {
  for (let at = path; at !== written; at = dirname(at)) {
    if (lstatSync(at, { throwIfNoEntry: false })?.isDirectory() !== true) throw new SandboxError(`Cannot keep ${relative(written, path)}: the commands left no directory there`);
  }
}

async function mustOwn(parts: string, uid: number): Promise<void> {
  // Links are given, not followed.
  const { ok, stderr } = await call('/bin/chown', ['-R', '-P', '-h', `${uid}:${uid}`, '--', parts]);
  if (!ok) throw new SandboxError(`Cannot keep what was baked: ${stderr.trim()}`);
}

/** What the halves run on, where it is this machine and no image. */
export function machinePlatform(): readonly string[] {
  const release = existsSync('/etc/os-release') ? createHash('sha256').update(readFileSync('/etc/os-release')).digest('hex') : '';
  return [process.platform, process.arch, release];
}
