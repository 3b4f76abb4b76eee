/** The limits that no kernel keeps for us: what is in them is counted now and then. */

import { join } from 'node:path';
import type { SandboxOrder, SandboxOutcome } from '../../ports/sandbox.ts';
import { bytesOf, type LayerKind, layered, layerParts } from './layer.ts';

/** Told the processor time so far; `null`: that is not known. */
export type Passed = (cpuMs: number | null) => Promise<SandboxOutcome | null>;

/** Before the box is started: what a copy takes by itself is counted first, and meanwhile a command could end unseen. */
export async function passedLimits(order: SandboxOrder, layer: LayerKind | null): Promise<Passed> {
  const [workspace, { limits }] = [layered(order.workspace), order];
  // A room is full when it is full: nobody has to look.
  const part = layer === null || workspace === null || limits.diskBytes !== null ? null : join(workspace.layer, layer === 'copy' ? layerParts.copy : layerParts.upper);
  const before = part !== null && layer === 'copy' ? await bytesOf(part) : 0;
  return async (cpuMs) => {
    if ((cpuMs ?? 0) > limits.cpuMs) return { kind: 'limit', which: 'cpu' };
    if (part !== null && (await bytesOf(part)) - before > limits.scratchBytes) return { kind: 'limit', which: 'scratch' };
    return null;
  };
}
