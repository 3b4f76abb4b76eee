/**
 * The course of a rehearsal: how the stand-ins' orders end and what the stand-in person says,
 * where it is not what goes best.
 */

import type { Ir, TaskSpec } from '../kernel/ir.ts';
import type { OrderKind } from '../kernel/rows.ts';
import type { Script } from '../ports/stand-in.ts';

export interface Course {
  readonly inputs: readonly (readonly [string, string])[];
  /** What an agent returns that is asked for tasks, unless its order has a script. */
  readonly tasks: readonly TaskSpec[];
  /** By the order's id: `@/plan.1`, `export/verify.2`, `export/review.1[2]`. */
  readonly scripts: ReadonlyMap<string, Script>;
  /** Orders whose first lease meets a fault of the infrastructure. */
  readonly faults: ReadonlySet<string>;
  /** A kind of order whose first one takes nearly as long as its lease, so that others overtake it. */
  readonly slowFirst: OrderKind | null;
  /** What the person says, by the visit that asks; otherwise the first word that is wired. */
  readonly answers: ReadonlyMap<string, { readonly word: string; readonly text: string }>;
}

/** Everything goes well the first time, for whatever plan and whatever tasks. */
export function plainCourse(ir: Ir, tasks: readonly TaskSpec[]): Course {
  const root = ir.workflows.find(({ name }) => name === ir.root);
  return {
    inputs: (root?.inputs ?? []).map(({ name, type, default: fallback }) =>
      [name, fallback ?? (type === 'number' ? '1' : `a rehearsal's ${name}`)] as const),
    tasks,
    scripts: new Map(),
    faults: new Set(),
    slowFirst: null,
    answers: new Map(),
  };
}
