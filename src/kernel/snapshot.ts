/** A state as plain data, and back: an optimisation that `verify` never trusts. */

import { assert } from './assert.ts';
import { chainTables } from './chain.ts';
import type { Ir } from './ir.ts';
import { indexPlan } from './plan.ts';
import { hashedTables, initialState, singletons, type State } from './state.ts';
import type { Table } from './table.ts';

/** Raised whenever a row changes its shape; a snapshot of another schema is not used. */
export const stateSchema = 4;

export interface FrozenState {
  readonly schema: number;
  readonly ir: Ir | null;
  readonly singletons: Readonly<Record<string, unknown>>;
  readonly tables: Readonly<Record<string, readonly (readonly [string, unknown])[]>>;
}

export function freezeState(state: State): FrozenState {
  const tables: Record<string, readonly (readonly [string, unknown])[]> = {};
  for (const [name, table] of allTables(state)) tables[name] = [...table.entries()];
  const values: Record<string, unknown> = {};
  for (const name of singletons) values[name] = state[name];
  return { schema: stateSchema, ir: state.plan?.ir ?? null, singletons: values, tables };
}

/** Only for what `freezeState` made, in this schema, under a checksum: the host sees to that. */
export function thawState(data: unknown): State {
  const frozen = data as FrozenState;
  assert(frozen.schema === stateSchema, 'a snapshot is thawed by the schema that froze it');
  const state = initialState();
  for (const [name, table] of allTables(state)) {
    for (const [key, row] of frozen.tables[name] ?? []) table.set(key, row);
  }
  Object.assign(state, frozen.singletons);
  state.plan = frozen.ir === null ? null : indexPlan(frozen.ir);
  return state;
}

type AnyTable = Pick<Table<unknown>, 'entries' | 'set'>;

function allTables(state: State): readonly (readonly [string, AnyTable])[] {
  return [
    ...hashedTables.map((name) => [name, state[name] as AnyTable] as const),
    ...chainTables(state.chains).map(([name, table]) => [`chain ${name}`, table] as const),
    ['stack', state.stack as AnyTable],
    ['claim-holders', state.claims.holders as AnyTable],
    ['claims-below', state.claims.below as AnyTable],
  ];
}
