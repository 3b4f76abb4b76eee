/**
 * The paths that an order may change, as its sheet says them; `report` judges by the same (E2).
 *
 * A patch is the whole of its line. A step with paths of its own answers for what it changed
 * itself: what steps before it wrote, under their own paths, it may leave as it is, and no more.
 */

import { changeFaults, plainChangeFaults, type PathFault } from './effective-paths.ts';
import type { Change } from './facts.ts';
import type { PathClasses, Step, TaskKind, TaskSpec } from './ir.ts';
import type { Line } from './rows.ts';

export interface EffectiveWrites {
  readonly allow: readonly string[];
  /** Takes away what this kind of task never touches; `null`: only what is protected. */
  readonly kind: TaskKind | null;
  readonly classes: PathClasses;
}

export function effectiveWrites(step: Step, task: TaskSpec | null, classes: PathClasses): EffectiveWrites | null {
  if ((step.kind !== 'agent' && step.kind !== 'run') || step.writes === undefined) return null;
  if (step.writes !== 'task.writes') return { allow: step.writes, kind: step.writesKind ?? null, classes };
  return { allow: task?.writes ?? [], kind: task?.kind ?? null, classes };
}

/** Those of `paths` that may not be changed, in their order, with the reasons. */
export function writeFaults({ allow, kind, classes }: EffectiveWrites, paths: readonly string[]): readonly PathFault[] {
  return kind === null ? plainChangeFaults(allow, paths, classes) : changeFaults({ kind, writes: allow }, paths, classes);
}

/** The paths that a step itself has changed: those in which the patch differs from what it started from. */
export function changedByStep(step: Step, line: Line, changes: readonly Change[]): readonly string[] {
  const fresh = (step.kind === 'agent' || step.kind === 'run') && step.fresh === true;
  const before = new Map(fresh ? [] : line.changes.map(({ path, to }) => [path, to]));
  const after = new Set(changes.map(({ path }) => path));
  return [
    ...changes.filter(({ path, to }) => !before.has(path) || before.get(path) !== to).map(({ path }) => path),
    ...[...before.keys()].filter((path) => !after.has(path)),
  ];
}
