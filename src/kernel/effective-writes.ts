/** The paths that an order may change, as its sheet says them; `report` judges by the same (E2). */

import type { PathClasses, Step, TaskSpec } from './ir.ts';

export interface EffectiveWrites {
  readonly allow: readonly string[];
  readonly classes: PathClasses;
}

export function effectiveWrites(step: Step, task: TaskSpec | null, classes: PathClasses): EffectiveWrites | null {
  if ((step.kind !== 'agent' && step.kind !== 'run') || step.writes === undefined) return null;
  if (step.writes !== 'task.writes') return { allow: step.writes, classes };
  return { allow: task?.writes ?? [], classes };
}
