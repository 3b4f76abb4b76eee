/** What a gate gets of baked layers: inputs at their places, variables, and the beginning of its PATH. */

import { join } from 'node:path';
import { type Input, SandboxError } from '../../ports/sandbox.ts';
import type { GateEnvironment } from './bake-request.ts';
import type { BakedLayer, LayerStore } from './layer-store.ts';

export interface LayerInputs extends GateEnvironment {
  readonly inputs: readonly Input[];
}

/** `changes` are those of the candidate that the gate judges; none: a base. Throws for a layer that another candidate made. */
export function layerInputs(store: LayerStore, layers: readonly BakedLayer[], changes: readonly string[]): LayerInputs {
  for (const { origin, name, key } of layers) {
    if (origin.kind === 'base' || origin.changes.every((change) => changes.includes(change))) continue;
    throw new SandboxError(`Cannot use the layer ${name} ${key.slice(0, 12)}: a candidate that has not landed made it, and it serves no other`);
  }
  return {
    inputs: layers.flatMap((layer) => layer.parts.map(({ at, writes }, number) => ({ from: join(store.place(layer), String(number)), to: at, writes }))),
    env: Object.assign({}, ...layers.map(({ gate }) => gate.env)),
    bins: layers.flatMap(({ gate }) => gate.bins),
  };
}
