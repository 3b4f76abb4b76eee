/**
 * The chain that ends in the engine: where mounts are needed that it cannot make, or that must be moved to where the
 * box's user may reach them, they are made before it in a namespace of their own.
 *
 * As root everything is staged, the root of the box as well. As an ordinary user only what is an overlay is, within
 * the engine's own namespace of users.
 */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxError, type SandboxOrder, wayOutPath, workspacePath } from '../../ports/sandbox.ts';
import { ownDirectory } from '../inside/run-attended.ts';
import type { Layers } from '../order/attempt-layers.ts';
import { layered, layerParts } from '../order/layer.ts';
import { type Sources, stageOf, stageText } from '../order/stage.ts';
import { type Mount, runArguments } from './box-arguments.ts';
import type { BoxRoot } from './box-root.ts';
import { emptyImage } from './image.ts';
import type { BoxRun } from './oci.ts';

interface Staged extends Layers {
  readonly root: string;
  readonly made: BoxRoot;
  readonly command: readonly string[];
}

export async function stageBox(run: BoxRun, staged: Staged): Promise<readonly string[]> {
  const { order, place, record, found: { engine, helpers } } = run;
  if (engine.kind === 'docker') {
    refuseMounts(order, staged);
    return [engine.program, ...runArguments(engine, { ...boxOf(run, staged, unstaged(order, staged)), root: await emptyImage(engine, helpers.tar) })];
  }
  const stagePlace = join(place, 'stage');
  mkdirSync(stagePlace, { recursive: true });
  // The root goes with the inputs, as the last of them.
  const inputs = [...order.inputs, { from: staged.root, to: '/root-of-the-box' }];
  const stage = stageOf({ ...staged, order: { ...order, inputs }, uid: record.uid, place: stagePlace, joins: [] });
  const engineCall = [engine.program, ...runArguments(engine, boxOf(run, staged, stage.sources))];
  if (!stage.mounts) return engineCall;
  const own = engine.isRoot ? [] : [engine.program, ...engine.globals, 'unshare', '--'];
  return [...own, helpers.unshare, '--mount', '--propagation', 'private', '--', helpers.sh, '-c', stageText, 'sh', ...stage.steps, '--', ...engineCall];
}

function boxOf({ order, place, record, rootUid, found: { engine } }: BoxRun, { made, root, command }: Staged, sources: Sources): Parameters<typeof runArguments>[1] {
  const rootSource = sources.inputs[order.inputs.length] ?? root;
  const mounts: readonly Mount[] = [
    ...made.mounts,
    ...made.ofRoot.map((path) => ({ from: join(rootSource, path), to: path, isWritable: false })),
    ...(engine.kind === 'docker' ? [...made.links, { from: join(rootSource, ownDirectory), to: ownDirectory, isWritable: false }] : []),
    ...order.inputs.map(({ to, writes }, at) => ({ from: sources.inputs[at] ?? '', to, isWritable: writes === 'discarded' })),
    ...(sources.wayOut === null ? [] : [{ from: sources.wayOut, to: wayOutPath, isWritable: false }]),
    ...(sources.workspace === null ? [] : [{ from: sources.workspace, to: workspacePath, isWritable: order.workspace?.layer !== null }]),
  ];
  return {
    order, name: record.mark, root: rootSource, mounts, command, seccomp: join(place, 'seccomp.json'), pidFile: join(place, 'pid'),
    users: record.uid === null || rootUid === null ? null : { own: record.uid, root: rootUid },
  };
}

/** docker is given the files where they are, and what is the box's own one by one. */
function unstaged({ workspace, inputs, wayOut }: SandboxOrder, { root }: Staged): Sources {
  const changed = layered(workspace);
  return {
    workspace: changed === null ? workspace?.base ?? null : join(changed.layer, layerParts.copy),
    inputs: [...inputs.map(({ from }) => from), root], wayOut: wayOut?.socket ?? null,
  };
}

function refuseMounts({ inputs }: SandboxOrder, { points }: Staged): void {
  const discarded = inputs.find(({ writes }) => writes === 'discarded');
  if (discarded !== undefined) throw new SandboxError(`Cannot run the order: with docker what is written to the input at ${discarded.to} cannot be discarded; podman can`);
  if (points !== null) throw new SandboxError('Cannot run the order: with docker an input has no place in a workspace that lacks it; podman makes one');
}
