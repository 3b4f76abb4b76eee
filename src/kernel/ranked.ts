/**
 * Items by rank, the lowest first and equals in order of arrival: timers, deadlines, and those that
 * wait for money. A binary heap kept in tables, so that a fork keeps its changes to itself and a
 * replay agrees; adding and taking out cost the logarithm of how many there are.
 */

import { assert, must } from './assert.ts';
import { Table } from './table.ts';

export interface Ranked {
  /** Place → entry. Place 1 is the first; below place n are 2n and 2n + 1, which rank no lower. */
  readonly heap: Table<Entry>;
  /** Item → its place. */
  readonly places: Table<number>;
  /** How many there are, and how many were ever added. */
  readonly counts: Table<number>;
}

interface Entry {
  readonly item: string;
  readonly rank: number;
  /** Tells equals apart: who came first is first. */
  readonly arrival: number;
}

export function emptyRanked(): Ranked {
  return { heap: new Table(), places: new Table(), counts: new Table() };
}

export function copyRanked({ heap, places, counts }: Ranked, copy: <V>(table: Table<V>) => Table<V>): Ranked {
  return { heap: copy(heap), places: copy(places), counts: copy(counts) };
}

export function rankedSize(ranked: Ranked): number {
  return ranked.counts.get('size') ?? 0;
}

/** How many were ever added: a rank for whoever is to stay behind all that came before. */
export function arrivals({ counts }: Ranked): number {
  return counts.get('arrivals') ?? 0;
}

export function rankedHas(ranked: Ranked, item: string): boolean {
  return ranked.places.has(item);
}

export function rankOf(ranked: Ranked, item: string): number | null {
  const place = ranked.places.get(item);
  return place === undefined ? null : at(ranked, place).rank;
}

export function rankedFirst(ranked: Ranked): { readonly item: string; readonly rank: number } | null {
  return ranked.heap.get('1') ?? null;
}

/** All of them in order. This sorts: it is for who shows or checks them. */
export function rankedItems(ranked: Ranked): readonly string[] {
  const entries: Entry[] = [];
  for (const [, entry] of ranked.heap.entries()) entries.push(entry);
  return entries.sort((one, other) => (isBefore(one, other) ? -1 : 1)).map(({ item }) => item);
}

export function rankedAdd(ranked: Ranked, { item, rank }: { item: string; rank: number }): void {
  assert(!ranked.places.has(item), 'an item is ranked once');
  const arrival = arrivals(ranked) + 1;
  const place = rankedSize(ranked) + 1;
  ranked.counts.set('arrivals', arrival);
  ranked.counts.set('size', place);
  rise(ranked, place, { item, rank, arrival });
}

/** Takes an item out, wherever it stands; does nothing where it is not. */
export function rankedRemove(ranked: Ranked, item: string): void {
  const place = ranked.places.get(item);
  if (place === undefined) return;
  const size = rankedSize(ranked);
  const last = at(ranked, size);
  ranked.places.delete(item);
  ranked.heap.delete(String(size));
  ranked.counts.set('size', size - 1);
  if (place === size) return;
  if (place > 1 && isBefore(last, at(ranked, parentOf(place)))) rise(ranked, place, last);
  else sink(ranked, place, last);
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.rank < other.rank || (one.rank === other.rank && one.arrival < other.arrival);
}

const parentOf = (place: number): number => Math.floor(place / 2);

function at(ranked: Ranked, place: number): Entry {
  return must(ranked.heap.get(String(place)), 'a place in the heap');
}

function put(ranked: Ranked, place: number, entry: Entry): void {
  ranked.heap.set(String(place), entry);
  ranked.places.set(entry.item, place);
}

/** Puts an entry at a place that is free, or above it: those it comes before go down. */
function rise(ranked: Ranked, from: number, entry: Entry): void {
  let place = from;
  while (place > 1 && isBefore(entry, at(ranked, parentOf(place)))) {
    put(ranked, place, at(ranked, parentOf(place)));
    place = parentOf(place);
  }
  put(ranked, place, entry);
}

/** Puts an entry at a place that is free, or below it: those that come before it go up. */
function sink(ranked: Ranked, from: number, entry: Entry): void {
  const size = rankedSize(ranked);
  let place = from;
  for (;;) {
    const left = 2 * place;
    if (left > size) break;
    const child = left < size && isBefore(at(ranked, left + 1), at(ranked, left)) ? left + 1 : left;
    if (!isBefore(at(ranked, child), entry)) break;
    put(ranked, place, at(ranked, child));
    place = child;
  }
  put(ranked, place, entry);
}
