/**
 * A costly path, found at once: from step to step only those places are kept from which most could
 * still be spent. None may be the costliest; whatever else is looked at has to promise more.
 */

import type { Looking, Found, Place } from './costliest-path.ts';
import { countsAfter, valueIn } from './real-paths.ts';
import type { WayBook } from './way-book.ts';
import { type Counts, kindOf, type Way } from './ways.ts';

/** Places that are kept at each step, and steps: caps end every path long before (R6). */
const kept = 100;
const mostAlike = 2;
const mostSteps = 5_000;

export interface Likely extends Found {
  /** Where it comes along. */
  readonly along: readonly Place[];
}

const tiny = 1e-5;

interface Promising {
  readonly place: Place;
  readonly could: number;
}

export function likelyPath(book: WayBook, looking: Looking, worth: number): Likely {
  const { first: { to: start }, counts } = book;
  let best: { readonly cost: number; readonly place: Place; readonly by: Way } | null = null;
  let front: readonly Place[] = start === null ? [] : [{ spot: start, counts, cost: 0, before: null, by: null }];
  for (let step = 0; step < mostSteps && front.length > 0; step += 1) {
    const next = new Map<string, Promising>();
    for (const place of front) {
      for (const [way, after] of waysOn(book, place, looking)) {
        if (after !== null) keep(next, after, looking);
        else if (place.cost + looking.weigh(way) > (best?.cost ?? -1)) best = { cost: place.cost + looking.weigh(way), place, by: way };
      }
    }
    front = differing([...next.values()].toSorted((a, b) => b.could - a.could || thriftOf(b.place, worth) - thriftOf(a.place, worth)).map(({ place }) => place));
  }
  const along = placesTo(best?.place ?? null);
  const path = [...along.flatMap(({ by }) => (by === null ? [] : [by])), ...(best === null ? [] : [best.by])];
  return { most: Infinity, least: best?.cost ?? -1, path, places: along.length, along };
}

/** Few of those that have the same counts at the same step: which attempts they would repeat seldom matters. */
function differing(places: readonly Place[]): readonly Place[] {
  const alike = new Map<string, number>();
  const found: Place[] = [];
  for (const place of places) {
    const { spot: { occasion: { step } }, counts } = place;
    const name = `${step.name} ${countsText(counts)}`;
    const met = alike.get(name) ?? 0;
    alike.set(name, met + 1);
    if (met < mostAlike) found.push(place);
    if (found.length >= kept) break;
  }
  return found;
}

function* waysOn(book: WayBook, place: Place, { weigh, take }: Looking): Iterable<readonly [Way, Place | null]> {
  const value = valueIn(book, place.counts);
  for (const intent of book.menu(place.spot, value)) {
    const way = book.way(place.spot, intent, value);
    take(way);
    const cost = place.cost + weigh(way);
    yield [way, way.to === null ? null : { spot: way.to, counts: countsAfter(book, way, place.counts), cost, before: place, by: way }];
  }
}

function keep(next: Map<string, Promising>, place: Place, { bound }: Looking): void {
  const key = placeName(place);
  if ((next.get(key)?.place.cost ?? -1) >= place.cost) return;
  next.set(key, { place, could: Math.floor(place.cost + bound(place.spot, place.counts) + tiny) });
}

/** With its counts. */
export function placeName({ spot, counts }: Place): string {
  return `${spot.number} ${countsText(counts)}`;
}

const countsText = (counts: Counts): string => [...counts].map(([name, value]) => `${name}=${value}`).toSorted().join(',');

/** From the start. */
export function placesTo(last: Place | null): readonly Place[] {
  const places: Place[] = [];
  for (let place = last; place !== null; place = place.before) places.push(place);
  return places.reverse();
}

/** Much was spent, and little used up; `worth`: what an order is worth, in what is left of caps. */
export function thriftOf({ cost, counts }: Place, worth: number): number {
  let left = 0;
  for (const [name, value] of counts) if (kindOf(name) === 'left') left += value;
  return worth * cost + left;
}
