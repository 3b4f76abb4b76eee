/** A state as plain data, and back: an optimisation that `verify` never trusts. */

import { assert } from './assert.ts';
import { linkedChains, rankedChains } from './chain.ts';
import type { Ir } from './ir.ts';
import { indexPlan } from './plan.ts';
import { type Entry, type Ranked, rankedEntries, rankedPut } from './ranked.ts';
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

/** What a snapshot keeps of a table, and how it is put back. */
type AnyTable = Pick<Table<unknown>, 'entries' | 'set'>;
type Named = readonly (readonly [string, AnyTable])[];

function allTables(state: State): Named {
  const { chains, claims } = state;
  return [
    ...hashedTables.map((name) => [name, state[name] as AnyTable] as const),
    ...linkedChains.map((name) => [`chain ${name}`, chains[name] as AnyTable] as const),
    ...rankedChains.flatMap((name) => rankedTables(chains[name]).map(([part, table]) => [`chain ${name} ${part}`, table] as const)),
    ['stack', state.stack as AnyTable],
    ['claim-holders', claims.holders as AnyTable],
    ['claims-below', claims.below as AnyTable],
  ];
}

/**
 * The places of a binary heap, as this schema has always kept them, which is what entries in order
 * are; where each item is; and how many there are and were.
 */
function rankedTables(ranked: Ranked): Named {
  const rows = (make: (entry: Entry, place: number) => [string, unknown]) => function* entries(): Generator<readonly [string, unknown]> {
    yield* rankedEntries(ranked).map((entry, index) => make(entry, index + 1));
  };
  function* counts(): Generator<readonly [string, unknown]> {
    if (ranked.arrivals > 0) yield* [['arrivals', ranked.arrivals], ['size', ranked.size]] as const;
  }
  return [
    ['heap', { entries: rows((entry, place) => [String(place), entry]), set: (_, entry) => { rankedPut(ranked, entry as Entry); } }],
    ['places', { entries: rows(({ item }, place) => [item, place]), set: () => undefined }],
    ['counts', { entries: counts, set: (name, many) => { if (name === 'arrivals') ranked.arrivals = Number(many); } }],
  ];
}
