/**
 * One order with its workspace and inputs as overlays, and once more with copies where a kernel or a file system has
 * no overlay here: what every back-end does before and after it makes the box.
 */

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxError, type SandboxOrder } from '../../ports/sandbox.ts';
import { type Copying, type LayerKind, layered, layerKind, layerParts, makeLayer } from './layer.ts';
import { makeRoom } from './room.ts';
import { dropPoints, makePoints } from './mount-points.ts';
import { mayOverlayInputs, noOverlay, noRoom, ownerOf } from './stage.ts';
import type { Watched } from './watch-box.ts';

/** What is an overlay, and what a copy. */
export interface Layers {
  readonly layer: LayerKind | null;
  /** Of inputs, what is written to which is discarded. */
  readonly mayOverlay: boolean;
  /** The directory of mount points that is laid over the base; `null`: none is missing. */
  readonly points: string | null;
}

interface Attempting {
  readonly order: SandboxOrder;
  readonly place: string;
  readonly uid: number | null;
  readonly programs: Copying;
  /** Where nothing that is mounted here would be seen, it is copies from the start. */
  readonly mayMount: boolean;
}

type Perform<T extends Watched> = (layers: Layers) => Promise<T>;

export function attemptLayers<T extends Watched>(attempting: Attempting, perform: Perform<T>): Promise<T> {
  const { order, uid, mayMount } = attempting;
  const workspace = layered(order.workspace);
  const isHeld = order.limits.diskBytes === null || (uid !== null && mayMount);
  if (!isHeld) throw new SandboxError('Cannot hold a limit of disk: only root may mount a file system of a fixed size, where a box would see it');
  if (workspace !== null) mkdirSync(workspace.layer, { recursive: true, mode: 0o700 });
  const layer = workspace === null ? null : mayMount ? layerKind(workspace, ownerOf(uid)) : 'copy';
  return attempt(attempting, { layer, mayOverlay: mayOverlayInputs(uid) }, perform);
}

async function attempt<T extends Watched>(attempting: Attempting, kinds: Omit<Layers, 'points'>, perform: Perform<T>): Promise<T> {
  const { order, place, uid, programs } = attempting;
  const { layer } = kinds;
  const [workspace, owner] = [layered(order.workspace), ownerOf(uid)];
  const { diskBytes } = order.limits;
  if (workspace !== null && layer !== null && diskBytes !== null) await makeRoom(workspace, { bytes: diskBytes, kind: layer });
  else if (workspace !== null && layer !== null) await makeLayer(workspace, layer, { owner, programs });
  const copied = workspace === null || layer !== 'copy' || diskBytes !== null ? null : join(workspace.layer, layerParts.copy);
  const pointPlace = copied ?? join(place, 'points');
  const points = makePoints(order, { place: pointPlace, isCopied: copied !== null, owner });
  try {
    const watched = await perform({ ...kinds, points: copied === null && points.length > 0 ? pointPlace : null });
    const isUnmade = watched.cause === null && watched.code === null;
    if (isUnmade && watched.chainCode === noRoom) throw new SandboxError(`Cannot make the box: what an input holds has no room in ${order.limits.scratchBytes} bytes of scratch: ${watched.complaint}`);
    if (!isUnmade || watched.chainCode !== noOverlay || !kinds.mayOverlay) return watched;
  } finally {
    if (copied !== null) dropPoints(copied, points);
  }
  if (copied === null) rmSync(pointPlace, { recursive: true, force: true });
  return attempt(attempting, { layer: layer === null ? null : 'copy', mayOverlay: false }, perform);
}
