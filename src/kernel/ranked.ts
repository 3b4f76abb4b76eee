/**
 * Items by rank, the lowest first and equals in order of arrival: timers, deadlines, and those that
 * wait for money. Who is ranked stands in a table; who is first, in a heap whose nodes are never
 * changed, so that forks share it. Adding and taking out cost the logarithm of how many there are.
 */

import { assert } from './assert.ts';
import { Table } from './table.ts';

export interface Ranked {
  /** Item → its entry: who is ranked. */
  readonly entries: Table<Entry>;
  /** Leftist: the way down on the right is the shortest. Its top is ranked; others may have been taken out since. */
  heap: Node | null;
  /** How many nodes it has. */
  nodes: number;
  size: number;
  /** How many were ever added. */
  arrivals: number;
}

export interface Entry {
  readonly item: string;
  readonly rank: number;
  /** Tells equals apart: who came first is first. */
  readonly arrival: number;
}

interface Node {
  readonly entry: Entry;
  /** How many nodes it is down on the right to where there is none. */
  readonly reach: number;
  readonly left: Node | null;
  readonly right: Node | null;
}

/** So many nodes may be left over before the heap is put together anew. */
const leftOver = 16;

export function emptyRanked(): Ranked {
  return { entries: new Table(), heap: null, nodes: 0, size: 0, arrivals: 0 };
}

export function copyRanked({ entries, heap, nodes, size, arrivals: added }: Ranked, copy: <V>(table: Table<V>) => Table<V>): Ranked {
  return { entries: copy(entries), heap, nodes, size, arrivals: added };
}

export function rankedSize({ size }: Ranked): number {
  return size;
}

/** How many were ever added: a rank for whoever is to stay behind all that came before. */
export function arrivals(ranked: Ranked): number {
  return ranked.arrivals;
}

export function rankedHas(ranked: Ranked, item: string): boolean {
  return ranked.entries.has(item);
}

export function rankOf(ranked: Ranked, item: string): number | null {
  return ranked.entries.get(item)?.rank ?? null;
}

export function rankedFirst({ heap }: Ranked): { readonly item: string; readonly rank: number } | null {
  return heap === null ? null : heap.entry;
}

/** All of them in order. This sorts: it is for who shows, keeps or checks them. */
export function rankedEntries(ranked: Ranked): readonly Entry[] {
  const entries: Entry[] = [];
  for (const [, entry] of ranked.entries.entries()) entries.push(entry);
  return entries.sort((one, other) => (isBefore(one, other) ? -1 : 1));
}

export const rankedItems = (ranked: Ranked): readonly string[] => rankedEntries(ranked).map(({ item }) => item);

export function rankedAdd(ranked: Ranked, { item, rank }: { item: string; rank: number }): void {
  ranked.arrivals += 1;
  rankedPut(ranked, { item, rank, arrival: ranked.arrivals });
}

/** Adds an entry as it was when it arrived: for snapshots. */
export function rankedPut(ranked: Ranked, entry: Entry): void {
  assert(ranked.size === 0 || !ranked.entries.has(entry.item), 'an item is ranked once');
  ranked.entries.set(entry.item, entry);
  ranked.heap = merge(ranked.heap, { entry, reach: 1, left: null, right: null });
  ranked.nodes += 1;
  ranked.size += 1;
}

/** Takes an item out, wherever it stands; does nothing where it is not. */
export function rankedRemove(ranked: Ranked, item: string): void {
  if (ranked.size === 0 || !ranked.entries.has(item)) return;
  ranked.entries.delete(item);
  ranked.size -= 1;
  while (ranked.heap !== null && !isRanked(ranked, ranked.heap)) {
    ranked.heap = merge(ranked.heap.left, ranked.heap.right);
    ranked.nodes -= 1;
  }
  if (ranked.nodes > 2 * ranked.size + leftOver) rebuild(ranked);
}

/** Whether table and heap agree: for the checks of the invariants. */
export function isRankedSound(ranked: Ranked): boolean {
  if (ranked.heap !== null && !isRanked(ranked, ranked.heap)) return false;
  const nodes = ranked.heap === null ? [] : [ranked.heap];
  let live = 0;
  // What is found on the way is put at the list's end, and the list is what is walked.
  for (const node of nodes) {
    if (isRanked(ranked, node)) live += 1;
    for (const below of [node.left, node.right]) {
      if (below === null) continue;
      if (isBefore(below.entry, node.entry)) return false;
      nodes.push(below);
    }
  }
  return live === ranked.size && live === ranked.entries.size && nodes.length === ranked.nodes;
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.rank < other.rank || (one.rank === other.rank && one.arrival < other.arrival);
}

/** An item that was taken out and has come again has another entry. */
function isRanked({ entries }: Ranked, { entry }: Node): boolean {
  return entries.get(entry.item) === entry;
}

/** Goes down two right sides, which are as long as a logarithm at most. */
function merge(one: Node | null, other: Node | null): Node | null {
  if (one === null) return other;
  if (other === null) return one;
  const [above, below] = isBefore(one.entry, other.entry) ? [one, other] : [other, one];
  const merged = merge(above.right, below);
  const [left, right] = (above.left?.reach ?? 0) < (merged?.reach ?? 0) ? [merged, above.left] : [above.left, merged];
  return { entry: above.entry, reach: (right?.reach ?? 0) + 1, left, right };
}

/** Leaves out what was taken out: as seldom as it is paid for by those who were. */
function rebuild(ranked: Ranked): void {
  ranked.heap = null;
  for (const [, entry] of ranked.entries.entries()) {
    ranked.heap = merge(ranked.heap, { entry, reach: 1, left: null, right: null });
  }
  ranked.nodes = ranked.size;
}
