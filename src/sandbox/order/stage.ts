/**
 * What happens between the spawn and the program that makes the box: joining control groups, and mounts that it cannot make.
 *
 * One constant text for a shell performs steps that are given as arguments; nothing of an order is
 * ever part of the text. It ends by becoming the next program, so that there is one process.
 *
 * Mounts are made in a namespace of their own and die with it: a host that is killed leaves none. As
 * root they are then moved to a place that every user can reach, since the order's user may not pass
 * through the directories (homes, as a rule) in which bases, layers and inputs lie. Nothing is written into the machine's table
 * of moved mounts (-n): an ordinary user may not, and the move would count as failed.
 */

import { existsSync, statSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { type Input, SandboxError, type SandboxOrder } from '../../ports/sandbox.ts';
import { roomOf } from './room.ts';
import { isOf, type LayerKind, type LayerOwner, layered, layerParts } from './layer.ts';

/** The exit codes of a stage whose overlay could not be mounted, and of one whose copy did not fit. */
export const noOverlay = 97;
export const noRoom = 96;

export const stageText: string = `set -eu
while [ "$1" != -- ]; do
  case "$1" in
    join) echo 0 > "$2"; shift 2 ;;
    stage) cd "$2"; mount -t tmpfs -o mode=0755,size=1m espalier "$2"; cd "$2"; shift 2 ;;
    directory) mkdir "$2"; mount --rbind -- "$3" "$2"; shift 3 ;;
    file) : > "$2"; mount --bind -- "$3" "$2"; shift 3 ;;
    overlay) mkdir "$2"; mount -t overlay -o "$3" espalier "$2" || exit ${noOverlay}; shift 3 ;;
    scratch) mkdir "$2"; mount -t tmpfs -o "mode=0755,size=$3" espalier "$2"; mkdir -m "$4" "$2/upper" "$2/work"; shift 4 ;;
    copy) cp -a --no-preserve=ownership -T -- "$3" "$2" || exit ${noRoom}; shift 3 ;;
    own) chown -R -h "$3" "$2"; shift 3 ;;
    room) mkdir "$2"; mount -t ext4 -o loop,nosuid,nodev -- "$3" "$2"; mkdir -p "$2/upper" "$2/work"; chown "$4" "$2/upper"; shift 4 ;;
    fill) [ -e "$2" ] || { rm -rf "$2.half"; cp -a -T -- "$3" "$2.half"; chown -R -h "$4" "$2.half"; mv -T "$2.half" "$2"; }; [ "$(stat -c %u:%g "$2")" = "$4" ] || chown -R -h "$4" "$2"; shift 4 ;;
    move) cd /; mount -n --move -- "$2" "$3"; shift 3 ;;
    *) exit 98 ;;
  esac
done
shift
cd /
exec "$@"`;

/** Where the host's files are for the program that makes the box, which need not be where they were for us. */
export interface Sources {
  readonly workspace: string | null;
  readonly inputs: readonly string[];
  readonly wayOut: string | null;
}

export interface Staging {
  readonly order: SandboxOrder;
  readonly layer: LayerKind | null;
  /** The directory of mount points that is laid over the base; `null`: none is missing. */
  readonly points: string | null;
  /** Whether what is written to an input may be an overlay. */
  readonly mayOverlay: boolean;
  /** The user to become; `null`: the host's own. */
  readonly uid: number | null;
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
  const { order, layer, points, uid, joins } = staging;
  const isRoot = uid !== null;
  const joining = joins.flatMap((file) => ['join', file]);
  const hasDiscarded = order.inputs.some(({ writes }) => writes === 'discarded');
  const isBare = order.workspace === null && order.inputs.length === 0 && order.wayOut === null;
  if (isBare || (!isRoot && layer !== 'overlay' && points === null && !hasDiscarded)) {
    return { steps: joining, mounts: false, sources: { workspace: unstaged(order), inputs: order.inputs.map(({ from }) => from), wayOut: order.wayOut?.socket ?? null } };
  }
  const end = isRoot ? reachable() : staging.place;
  const steps = [
    ...joining, 'stage', staging.place, ...workspaceSteps(staging),
    ...order.inputs.flatMap((input, at) => inputSteps(input, `input${at}`, staging)),
    ...(isRoot && order.wayOut !== null ? ['file', 'way-out', order.wayOut.socket] : []),
    ...(isRoot ? ['move', staging.place, end] : []),
  ];
  const isStaged = ({ writes }: Input): boolean => isRoot || writes === 'discarded';
  return {
    steps, mounts: true,
    sources: {
      workspace: order.workspace === null ? null : join(end, 'workspace'),
      inputs: order.inputs.map((input, at) => (isStaged(input) ? join(end, `input${at}`) : input.from)),
      wayOut: order.wayOut === null ? null : isRoot ? join(end, 'way-out') : order.wayOut.socket,
    },
  };
}

function unstaged({ workspace }: SandboxOrder): string | null {
  const changed = layered(workspace);
  return changed === null ? workspace?.base ?? null : join(changed.layer, layerParts.copy);
}

function workspaceSteps(staging: Staging): readonly string[] {
  const { order: { workspace, limits }, layer, points, uid } = staging;
  if (workspace === null) return [];
  const room = workspace.layer === null || limits.diskBytes === null || uid === null ? null : ['room', 'layer', roomOf(workspace.layer), `${uid}:${uid}`];
  if (room !== null && layer === 'copy') return [...room, 'fill', 'layer/copy', workspace.base, `${uid}:${uid}`, 'directory', 'workspace', 'layer/copy'];
  if (workspace.layer !== null && layer === 'copy') return ['directory', 'workspace', join(workspace.layer, layerParts.copy)];
  if (workspace.layer === null && points === null) return ['directory', 'workspace', workspace.base];
  // The options are constant, since they know no quoting: what differs is mounted under constant names first.
  const lower = points === null ? 'base' : 'points:base';
  const upper = workspace.layer === null ? [] : [`upperdir=layer/${layerParts.upper}`, `workdir=layer/${layerParts.work}`];
  return [
    'directory', 'base', workspace.base, ...(points === null ? [] : ['directory', 'points', points]),
    ...(room ?? (workspace.layer === null ? [] : ['directory', 'layer', workspace.layer])),
    'overlay', 'workspace', overlayOptions(lower, upper, staging),
  ];
}

function overlayOptions(lower: string, upper: readonly string[], { uid }: Staging): string {
  return [`lowerdir=${lower}`, ...upper, ...(uid === null ? ['userxattr'] : [])].join(',');
}

/** What is written to a discarded one is kept in memory, within the size of scratch, and dies with the mounts. */
function inputSteps({ from, writes }: Input, name: string, staging: Staging): readonly string[] {
  const { order, uid } = staging;
  if (writes !== 'discarded') return uid === null ? [] : [statSync(from).isDirectory() ? 'directory' : 'file', name, from];
  const size = String(order.limits.scratchBytes);
  const mode = (statSync(from).mode & 0o777).toString(8);
  const scratch = `${name}-scratch`;
  const made = ['scratch', scratch, size, mode];
  const owned = uid === null ? [] : ['own', `${scratch}/upper`, `${uid}:${uid}`];
  if (staging.mayOverlay && isOf(from, ownerOf(uid))) {
    const upper = [`upperdir=${scratch}/upper`, `workdir=${scratch}/work`];
    return ['directory', `${name}-base`, from, ...made, ...owned, 'overlay', name, overlayOptions(`${name}-base`, upper, staging)];
  }
  return [...made, 'copy', `${scratch}/upper`, from, ...owned, 'directory', name, `${scratch}/upper`];
}

/** Whether files in memory have attributes that an ordinary user's overlay can keep its notes in: since Linux 6.6. */
export function mayOverlayInputs(uid: number | null): boolean {
  const [major = 0, minor = 0] = release().split('.').map((part) => Number.parseInt(part, 10));
  return uid !== null || major > 6 || (major === 6 && minor >= 6);
}

export function ownerOf(uid: number | null): LayerOwner {
  if (uid !== null) return { uid, gid: uid };
  return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
}

/** A directory that every system has and every user may pass; what was there stays, for everyone else. */
function reachable(): string {
  const place = ['/mnt', '/media', '/srv', '/tmp'].find((path) => existsSync(path));
  if (place === undefined) throw new SandboxError('Cannot stage the order: there is none of /mnt, /media, /srv and /tmp');
  return place;
}
