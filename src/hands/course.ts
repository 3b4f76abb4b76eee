/**
 * The course of a rehearsal: how the stand-ins' orders end and what the stand-in person says,
 * where it is not what goes best.
 */

import type { Ir, TaskKind, TaskSpec } from '../kernel/ir.ts';
import type { OrderKind } from '../kernel/rows.ts';
import type { Script } from './stand-in.ts';

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

/** Everything goes well the first time, for whatever plan. */
export function plainCourse(ir: Ir): Course {
  const root = ir.workflows.find(({ name }) => name === ir.root);
  const wanted = new Set(ir.workflows.flatMap(({ steps }) => steps.flatMap(kindsGrown)));
  return {
    inputs: (root?.inputs ?? []).map(({ name }) => [name, `a rehearsal's ${name}`] as const),
    tasks: examples.filter(({ kind }) => wanted.has(kind)),
    scripts: new Map(),
    faults: new Set(),
    slowFirst: null,
    answers: new Map(),
  };
}

function kindsGrown(step: Ir['workflows'][number]['steps'][number]): readonly TaskKind[] {
  return step.kind === 'grow' ? step.workflows.map(({ kind }) => kind) : [];
}

/** One task of each kind; a plan without tasks for tests has its code judged by tests that are there. */
const examples: readonly TaskSpec[] = [
  example('first-test', 'test', { unit: 'first', writes: ['test/first.test.ts'] }),
  example('first', 'code', { unit: 'first', writes: ['src/first.ts'] }),
  example('second', 'refactor', { writes: ['src/second.ts'] }),
  example('guide', 'docs', { writes: ['docs/guide.md'] }),
  example('packages', 'deps', { writes: ['package.json', 'package-lock.json'] }),
];

function example(id: string, kind: TaskKind, parts: Pick<TaskSpec, 'unit' | 'writes'>): TaskSpec {
  return { id, title: `The ${kind} task of a rehearsal`, spec: 'Nothing: this is a rehearsal.', kind, needs: [], ...parts };
}
