/** What a gate gets of baked layers: inputs at their places, variables, and the beginning of its PATH. */

import { join } from 'node:path';
import { type Input, SandboxError } from '../../ports/sandbox.ts';
import type { GateEnvironment } from './bake-request.ts';
import type { BakedLayer, LayerStore } from './layer-store.ts';

export interface LayerInputs extends GateEnvironment {
  readonly inputs: readonly Input[];
}

/** `tree` is the candidate that the gate judges; `null`: a base. Throws for a layer that another candidate made. */
export function layerInputs(store: LayerStore, layers: readonly BakedLayer[], tree: string | null): LayerInputs {
  for (const { origin, name } of layers) {
    if (origin.kind === 'candidate' && origin.tree !== tree) throw new SandboxError(`Cannot use the layer ${name}: the candidate ${origin.tree} made it, and it serves no other`);
  }
  return {
    inputs: layers.flatMap((layer) => layer.parts.map(({ at, writes }, number) => ({ from: join(store.place(layer), String(number)), to: at, writes }))),
    env: Object.assign({}, ...layers.map(({ gate }) => gate.env)),
    bins: layers.flatMap(({ gate }) => gate.bins),
  };
}
