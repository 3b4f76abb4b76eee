/** Random decompositions: units of one and two tasks, needs, claims that overlap, and what a confused agent returns. */

import type { TaskKind, TaskSpec } from '../../src/kernel/ir.ts';
import type { Choices } from './choices.ts';

export interface TaskSource {
  readonly choices: Choices;
  /** Distinguishes the ids of one decomposition from all others of the run. */
  readonly prefix: string;
  readonly kinds: readonly TaskKind[];
  /** The most units. */
  readonly most: number;
  /** Tasks that have landed, which follow-ups may need. */
  readonly landed: readonly string[];
  /** What they may write, where a parent confines them. */
  readonly within?: { readonly kind: TaskKind; readonly writes: readonly string[] };
}

const codePaths = ['src/a.ts', 'src/b.ts', 'src/c.ts', 'src/deep/**', 'src/deep/d.ts', 'src/**', 'lib/e.ts'];
const pathsOf: Readonly<Record<TaskKind, readonly string[]>> = {
  code: codePaths,
  refactor: codePaths,
  test: ['test/a.test.ts', 'test/b.test.ts', 'test/deep/**', 'test/**'],
  docs: ['docs/a.md', 'docs/**', 'README.md'],
  deps: ['package.json', 'package-lock.json'],
};

export function randomTasks(source: TaskSource): readonly TaskSpec[] {
  const { choices, most } = source;
  const tasks: TaskSpec[] = [];
  const count = choices.between(1, most);
  for (let index = 0; index < count; index += 1) {
    tasks.push(...randomUnit(source, { name: `${source.prefix}${index + 1}`, earlier: tasks }));
  }
  return choices.chance(6) ? confuse(choices, tasks) : tasks;
}

interface UnitSource {
  readonly name: string;
  readonly earlier: readonly TaskSpec[];
}

function randomUnit(source: TaskSource, { name, earlier }: UnitSource): readonly TaskSpec[] {
  const { choices, kinds, within } = source;
  const needs = needsOf(source, earlier);
  const pairs = within === undefined && kinds.includes('test') && choices.chance(40);
  if (pairs) {
    const test = { ...task(source, 'test', `${name}-test`), unit: `${name}-unit`, needs };
    return [test, { ...task(source, 'code', name), unit: `${name}-unit`, needs: [] }];
  }
  const kind = within?.kind ?? choices.pick([...new Set<TaskKind>(['code', ...kinds])]);
  const judged = kind === 'code' ? { judgedBy: ['test/old.test.ts'] } : {};
  const control = kind === 'test' ? { control: 'revert src/a.ts' } : {};
  return [{ ...task(source, kind, name), needs, ...judged, ...control }];
}

function needsOf({ choices, landed }: TaskSource, earlier: readonly TaskSpec[]): readonly string[] {
  const known = [...earlier.map(({ id }) => id), ...landed];
  if (known.length === 0 || choices.below(5) < 3) return [];
  return [...new Set([choices.pick(known), choices.pick(known)])];
}

function task({ choices, within }: TaskSource, kind: TaskKind, id: string): TaskSpec {
  const paths = within?.writes ?? pathsOf[kind];
  const writes = [...new Set([choices.pick(paths), ...(choices.chance(30) ? [choices.pick(paths)] : [])])];
  return {
    id, title: `Task ${id}`, spec: `Do ${id}.`, kind, writes, needs: [],
    ...(choices.chance(30) ? { effort: choices.pick(['medium', 'low', 'high'] as const) } : {}),
    ...(choices.chance(10) ? { mayBeEmpty: true } : {}),
  };
}

/** What admission must refuse whole (T1). */
function confuse(choices: Choices, tasks: readonly TaskSpec[]): readonly TaskSpec[] {
  const [first] = tasks;
  if (first === undefined) return tasks;
  const others = tasks.slice(1);
  switch (choices.below(7)) {
    case 0: return [];
    case 1: return [{ ...first, needs: ['nothing-of-this-name'] }, ...others];
    case 2: return [...tasks, first];
    case 3: return [{ ...first, needs: [first.id] }, ...others];
    case 4: return [{ ...first, writes: ['../../etc/passwd'] }, ...others];
    case 5: return [{ ...first, writes: ['.espalier/x'], spec: '' }, ...others];
    default: return [{ ...first, needs: tasks.map(({ id }) => id) }, ...tasks.slice(1).map((one) => ({ ...one, needs: [first.id] }))];
  }
}
