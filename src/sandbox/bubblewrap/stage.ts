/**
 * What happens between the spawn and bubblewrap: joining control groups, and mounts that bubblewrap cannot make.
 *
 * One constant text for a shell performs steps that are given as arguments; nothing of an order is
 * ever part of the text. It ends by becoming the next program, so that there is one process.
 *
 * Mounts are made in a namespace of their own and die with it: a host that is killed leaves none. As
 * root they are then moved to a place that every user can reach, since the order's user may not pass
 * through the directories (homes, as a rule) in which bases, layers and inputs lie.
 */

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxError, type SandboxOrder } from '../../ports/sandbox.ts';
import type { Sources } from './box-arguments.ts';
import { type LayerKind, layered, layerParts } from '../order/layer.ts';

/** The exit code of a stage whose overlay could not be mounted. */
export const noOverlay = 97;

export const stageText: string = `set -eu
while [ "$1" != -- ]; do
  case "$1" in
    join) echo $$ > "$2"; shift 2 ;;
    stage) cd "$2"; mount -t tmpfs -o mode=0755,size=1m espalier "$2"; cd "$2"; shift 2 ;;
    directory) mkdir "$2"; mount --rbind -- "$3" "$2"; shift 3 ;;
    file) : > "$2"; mount --bind -- "$3" "$2"; shift 3 ;;
    overlay) mkdir "$2"; mount -t overlay -o "$3" espalier "$2" || exit ${noOverlay}; shift 3 ;;
    move) cd /; mount --move -- "$2" "$3"; shift 3 ;;
    *) exit 98 ;;
  esac
done
shift
cd /
exec "$@"`;

export interface Staging {
  readonly order: SandboxOrder;
  readonly layer: LayerKind | null;
  readonly isRoot: boolean;
  /** An empty directory of the order's own. */
  readonly place: string;
  /** Files of control groups to join. */
  readonly joins: readonly string[];
}

export interface Stage {
  /** Arguments for the text, up to the program that follows. */
  readonly steps: readonly string[];
  /** Whether it mounts anything, and so needs a namespace. */
  readonly mounts: boolean;
  readonly sources: Sources;
}

export function stageOf(staging: Staging): Stage {
  const { order, layer, isRoot, joins } = staging;
  const joining = joins.flatMap((file) => ['join', file]);
  if (!isRoot && layer !== 'overlay') {
    const workspace = layered(order.workspace);
    const sources = { workspace: workspace === null ? order.workspace?.base ?? null : join(workspace.layer, layerParts.copy), inputs: order.inputs.map(({ from }) => from), wayOut: order.wayOut?.socket ?? null };
    return { steps: joining, mounts: false, sources };
  }
  const end = isRoot ? reachable() : staging.place;
  const inputs = order.inputs.map(({ from }, at) => ({ from, to: `input${at}` }));
  const staged = isRoot ? inputs : [];
  const steps = [
    ...joining, 'stage', staging.place, ...workspaceSteps(staging),
    ...staged.flatMap(({ from, to }) => [statSync(from).isDirectory() ? 'directory' : 'file', to, from]),
    ...(isRoot && order.wayOut !== null ? ['file', 'way-out', order.wayOut.socket] : []),
    ...(isRoot ? ['move', staging.place, end] : []),
  ];
  return {
    steps, mounts: true,
    sources: {
      workspace: order.workspace === null ? null : join(end, 'workspace'),
      inputs: inputs.map(({ from, to }) => (isRoot ? join(end, to) : from)),
      wayOut: order.wayOut === null ? null : isRoot ? join(end, 'way-out') : order.wayOut.socket,
    },
  };
}

function workspaceSteps({ order: { workspace }, layer, isRoot }: Staging): readonly string[] {
  if (workspace === null) return [];
  if (workspace.layer === null) return ['directory', 'workspace', workspace.base];
  if (layer === 'copy') return ['directory', 'workspace', join(workspace.layer, layerParts.copy)];
  // The options are constant, since they know no quoting: what differs is mounted under constant names first.
  const options = `lowerdir=base,upperdir=layer/${layerParts.upper},workdir=layer/${layerParts.work}${isRoot ? '' : ',userxattr'}`;
  return ['directory', 'base', workspace.base, 'directory', 'layer', workspace.layer, 'overlay', 'workspace', options];
}

/** A directory that every system has and every user may pass; what was there stays, for everyone else. */
function reachable(): string {
  const place = ['/mnt', '/media', '/srv', '/tmp'].find((path) => existsSync(path));
  if (place === undefined) throw new SandboxError('Cannot stage the order: there is none of /mnt, /media, /srv and /tmp');
  return place;
}
