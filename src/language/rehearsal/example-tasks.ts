/** Tasks of a rehearsal that says none: one of each kind that the plan has a workflow for. */

import type { Ir, PathClasses, TaskKind, TaskSpec } from '../../kernel/ir.ts';
import type { State } from '../../kernel/state.ts';
import { examplePath } from '../../ports/example-path.ts';

/** A plan without tasks for tests has its code judged by tests that are there. */
export function exampleTasks(ir: Ir): readonly TaskSpec[] {
  const wanted = kindsGrown(ir);
  return examples.filter(({ kind }) => wanted.has(kind)).map((task) => judged(placed(task, ir.paths), wanted, ir.paths));
}

/** What its kind may write in this plan (E2). */
function placed(task: TaskSpec, classes: PathClasses): TaskSpec {
  const writes = task.writes.map((usual) => examplePath(task.kind, { usual, stem: task.id }, classes));
  return { ...task, writes: [...new Set(writes)] };
}

export function kindsGrown(ir: Ir): ReadonlySet<TaskKind> {
  const steps = ir.workflows.flatMap((workflow) => workflow.steps);
  return new Set(steps.flatMap((step) => (step.kind === 'grow' ? step.workflows.map(({ kind }) => kind) : [])));
}

function judged(task: TaskSpec, wanted: ReadonlySet<TaskKind>, classes: PathClasses): TaskSpec {
  const alone = wanted.has('test') !== wanted.has('code');
  if (!alone || (task.kind !== 'code' && task.kind !== 'test')) return task;
  const { unit: _, ...rest } = task;
  if (task.kind === 'test') return { ...rest, control: 'revert the change' };
  return { ...rest, judgedBy: [examplePath('test', { usual: 'test/existing.test.ts', stem: 'existing' }, classes)] };
}

const examples: readonly TaskSpec[] = [
  example('first-test', 'test', { unit: 'first', writes: ['test/first.test.ts'] }),
  example('first', 'code', { unit: 'first', writes: ['src/first.ts'] }),
  example('second', 'refactor', { writes: ['src/second.ts'] }),
  example('guide', 'docs', { writes: ['docs/guide.md'] }),
  example('packages', 'deps', { writes: ['package.json', 'package-lock.json'] }),
];

export type TaskParts = Pick<TaskSpec, 'writes'> & Partial<TaskSpec>;

export function example(id: string, kind: TaskKind, parts: TaskParts): TaskSpec {
  return { id, title: `The ${kind} task of a rehearsal`, spec: 'Nothing: this is a rehearsal.', kind, needs: [], ...parts };
}

/** A plan that is made again once its tasks have begun names new ones: ids are used once (T1). */
export function freshTasks(state: State, tasks: readonly TaskSpec[]): readonly TaskSpec[] {
  let round = 1;
  while (tasks.some(({ id }) => state.tasks.has(nth(id, round)))) round += 1;
  return tasks.map((task) => ({
    ...task, id: nth(task.id, round), needs: task.needs.map((id) => nth(id, round)),
    ...(task.unit === undefined ? {} : { unit: nth(task.unit, round) }),
  }));
}

const nth = (id: string, round: number): string => (round === 1 ? id : `${id}-${round}`);
