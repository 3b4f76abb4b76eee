/**
 * A state as plain data, and back: an optimisation that `verify` never trusts.
 *
 * Tables are kept by columns (`packed-rows.ts`). What a plan asks for is kept once: its tasks hold
 * the very same, and do so again in a state that was thawed.
 */

import { assert, must } from './assert.ts';
import type { Ir, TaskSpec } from './ir.ts';
import { type KeyedRow, packRows, type RowGroup, unpackRows } from './packed-rows.ts';
import { indexPlan } from './plan.ts';
import type { Task, TaskPlan } from './rows.ts';
import { initialState, singletons, type State } from './state.ts';
import { stateTables } from './state-tables.ts';

/** Raised whenever a row changes its shape. */
export const stateSchema = 4;

/** Another number for other rows, or for the same rows kept in another way: a snapshot of another schema is not used. */
export const frozenSchema: number = stateSchema * 100 + 1;

export interface FrozenState {
  readonly schema: number;
  readonly ir: Ir | null;
  readonly singletons: Readonly<Record<string, unknown>>;
  /** What is asked for, of all plans, one after the other. */
  readonly specs: readonly RowGroup[];
  readonly tables: Readonly<Record<string, readonly RowGroup[]>>;
}

export function freezeState(state: State): FrozenState {
  const specs = [...state.plans.entries()].flatMap(([, plan]) => plan.tasks);
  const places = new Map(specs.map((spec, place) => [spec, place]));
  const tables: Record<string, readonly RowGroup[]> = {};
  for (const [name, table] of stateTables(state)) tables[name] = packRows(withoutSpecs(name, table.entries(), places));
  const values: Record<string, unknown> = {};
  for (const name of singletons) values[name] = state[name];
  return {
    schema: frozenSchema, ir: state.plan?.ir ?? null, singletons: values,
    specs: packRows(specs.map((spec) => [spec.id, spec])), tables,
  };
}

/** Only for what `freezeState` made, in this schema, under a checksum: the host sees to that. */
export function thawState(data: unknown): State {
  const frozen = data as FrozenState;
  assert(frozen.schema === frozenSchema, 'a snapshot is thawed by the schema that froze it');
  const specs: TaskSpec[] = [];
  unpackRows(frozen.specs, (_, spec) => void specs.push(spec as TaskSpec));
  const state = initialState();
  const put = { plans: planPut(state, specs), tasks: taskPut(state, specs) };
  for (const [name, table] of stateTables(state)) {
    const own = name === 'plans' || name === 'tasks' ? put[name] : null;
    unpackRows(must(frozen.tables[name], name), own ?? ((key, row) => table.set(key, row)));
  }
  Object.assign(state, frozen.singletons);
  state.plan = frozen.ir === null ? null : indexPlan(frozen.ir);
  return state;
}

/** A row in which a number stands for what is kept elsewhere. */
type Short<Row, Name extends keyof Row> = Omit<Row, Name> & { readonly [Part in Name]: number };

/** Of a plan how many of the specs are its own; of a task which is, unless it was edited or filed later. */
function withoutSpecs(table: string, rows: Iterable<KeyedRow>, places: ReadonlyMap<TaskSpec, number>): Iterable<KeyedRow> {
  if (table === 'plans') return [...rows].map(([key, row]) => [key, { ...(row as TaskPlan), tasks: (row as TaskPlan).tasks.length }]);
  if (table !== 'tasks') return rows;
  return [...rows].map(([key, row]) => [key, { ...(row as Task), spec: places.get((row as Task).spec) ?? (row as Task).spec }]);
}

type Put = (key: string, row: unknown) => void;

function planPut({ plans }: State, specs: readonly TaskSpec[]): Put {
  let from = 0;
  return (key, row) => {
    const plan = row as Short<TaskPlan, 'tasks'>;
    plans.set(key, { ...plan, tasks: specs.slice(from, from += plan.tasks) });
  };
}

function taskPut({ tasks }: State, specs: readonly TaskSpec[]): Put {
  return (key, row) => {
    const task = row as Task | Short<Task, 'spec'>;
    tasks.set(key, typeof task.spec === 'number' ? { ...task, spec: must(specs[task.spec], key) } : task as Task);
  };
}
