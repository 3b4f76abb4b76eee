/** The tables of a state by name, for whoever keeps or shows all of them. */

import { linkedChains, rankedChains } from './chain.ts';
import { type Entry, type Ranked, rankedEntries, rankedPut } from './ranked.ts';
import { hashedTables, type State } from './state.ts';
import type { Table } from './table.ts';

/** What is kept of a table, and how it is put back. */
type AnyTable = Pick<Table<unknown>, 'entries' | 'set'>;
type Named = readonly (readonly [string, AnyTable])[];

/** All that is kept of a state but its plan and its singletons, by name. */
export function stateTables(state: State): Named {
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
