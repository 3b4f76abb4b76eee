/** The costliest path, with every count: those are gone along first that could cost most, of several the farthest. */

import { likelyPath, placeName, thriftOf } from './likely-path.ts';
import { countsAfter, valueIn } from './real-paths.ts';
import type { WayBook } from './way-book.ts';
import type { Counts, Spot, Way } from './ways.ts';

export interface Looking {
  /** Places after which it leaves off. */
  readonly most: number;
  readonly weigh: (way: Way) => number;
  /** No way on from there costs more. */
  readonly bound: (spot: Spot, counts: Counts) => number;
  readonly take: (way: Way) => void;
  /** Makes the bound a better one there. */
  readonly tighten: (spot: Spot, counts: Counts) => void;
}

export interface Found {
  readonly most: number;
  readonly least: number;
  readonly path: readonly Way[];
  readonly places: number;
}

export interface Place {
  readonly spot: Spot;
  readonly counts: Counts;
  readonly cost: number;
  readonly before: Place | null;
  readonly by: Way | null;
}

const tiny = 1e-5;

/** What an order is worth, in what is left of caps, where places could cost as much: one of them leads straight on. */
const worths: readonly number[] = [4, 2, 8, 1, 16];

/** Looks a while with each worth; where that was in vain, with a better bound of where it led. */
export function costliestPath(book: WayBook, looking: Looking): Found {
  const { first, counts } = book;
  const start = first.to;
  if (start === null) return { most: 0, least: 0, path: [], places: 0 };
  let most = Math.floor(looking.bound(start, counts) + tiny);
  let best: Found = { most, least: -1, path: [], places: 0 };
  for (const worth of worths.slice(0, guesses)) {
    if (most <= best.least) break;
    const likely = likelyPath(book, looking, worth);
    if (likely.least > best.least) best = likely;
    for (const part of [0.2, 0.5]) tightenAt(likely.along, part, looking);
    most = Math.min(most, Math.floor(looking.bound(start, counts) + tiny));
  }
  for (let look = 0, left = looking.most; left > 0 && most > best.least; look += 1) {
    const places = look < looks ? firstLook : left;
    const search = new Search(book, looking, { worth: worths[look % worths.length] ?? 1, known: best.least });
    search.push({ spot: start, counts, cost: 0, before: null, by: null });
    const now = search.run(Math.min(places, left));
    left -= now.places;
    most = Math.min(most, now.most);
    if (now.least > best.least) best = now;
    if (most <= best.least) break;
    for (const place of search.farthest()) looking.tighten(place.spot, place.counts);
  }
  return { ...best, most: Math.max(most, best.least) };
}

function tightenAt(places: readonly Place[], part: number, { tighten }: Looking): void {
  const place = places[Math.floor(part * places.length)];
  if (place !== undefined) tighten(place.spot, place.counts);
}

const guesses = 2;
const looks = 15;
const firstLook = 600;

class Search {
  readonly #book: WayBook;
  readonly #looking: Looking;
  /** By what could be spent at most, and then by thrift. */
  readonly #waiting = new Map<number, Map<number, Place[]>>();
  readonly #seen = new Map<string, number>();
  #best: { readonly cost: number; readonly place: Place; readonly by: Way } | null = null;
  #places = 0;
  #farthest: Place | null = null;
  readonly #worth: number;
  /** What some path costs: no other is looked for but one that costs more. */
  readonly #known: number;

  constructor(book: WayBook, looking: Looking, { worth, known }: { readonly worth: number; readonly known: number }) {
    this.#worth = worth;
    this.#known = known;
    this.#book = book;
    this.#looking = looking;
  }

  push(place: Place): void {
    const could = Math.floor(place.cost + this.#looking.bound(place.spot, place.counts) + tiny);
    if (could <= (this.#best?.cost ?? this.#known)) return;
    const key = placeName(place);
    if ((this.#seen.get(key) ?? -1) >= place.cost) return;
    this.#seen.set(key, place.cost);
    const alike = this.#waiting.get(could) ?? new Map<number, Place[]>();
    this.#waiting.set(could, alike);
    const thrift = thriftOf(place, this.#worth);
    const list = alike.get(thrift) ?? [];
    alike.set(thrift, list);
    list.push(place);
  }

  run(most: number): Found {
    for (;;) {
      const could = this.#highest();
      const best = this.#best?.cost ?? this.#known;
      if (could <= best) return this.#found(best);
      if (this.#places >= most) return this.#found(could);
      const alike = this.#waiting.get(could) ?? new Map<number, Place[]>();
      const place = alike.get(highest(alike))?.pop();
      if (place !== undefined) this.#goOn(place);
    }
  }

  /** Places along the costliest path that it found: where the bound promised more than there is. */
  farthest(): readonly Place[] {
    const places: Place[] = [];
    for (let place: Place | null = this.#best?.place ?? this.#farthest; place !== null; place = place.before) places.push(place);
    return [0, 0.15, 0.4].flatMap((part) => places[Math.floor(part * places.length)] ?? []);
  }

  #highest(): number {
    for (;;) {
      const could = highest(this.#waiting);
      const alike = this.#waiting.get(could);
      if (alike === undefined || highest(alike) > -Infinity) return could;
      this.#waiting.delete(could);
    }
  }

  #goOn(place: Place): void {
    this.#places += 1;
    if (place.cost > (this.#farthest?.cost ?? -1)) this.#farthest = place;
    const value = valueIn(this.#book, place.counts);
    for (const intent of this.#book.menu(place.spot, value)) {
      const way = this.#book.way(place.spot, intent, value);
      this.#looking.take(way);
      const cost = place.cost + this.#looking.weigh(way);
      if (way.to !== null) this.push({ spot: way.to, counts: countsAfter(this.#book, way, place.counts), cost, before: place, by: way });
      else if (cost > (this.#best?.cost ?? this.#known)) this.#best = { cost, place, by: way };
    }
  }

  #found(most: number): Found {
    const path: Way[] = [];
    const best = this.#best;
    if (best !== null) path.push(best.by);
    for (let place: Place | null = best?.place ?? null; place !== null; place = place.before) if (place.by !== null) path.push(place.by);
    return { most, least: best?.cost ?? -1, path: path.toReversed(), places: Math.max(1, this.#places) };
  }
}

/** The highest that still has something; what is empty is forgotten. */
function highest(all: Map<number, { readonly length?: number; readonly size?: number }>): number {
  let found = -Infinity;
  for (const [key, list] of all) {
    if (list.length === 0 || list.size === 0) all.delete(key);
    else if (key > found) found = key;
  }
  return found;
}
