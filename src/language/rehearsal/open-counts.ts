/** All ways out of a place, whatever its counts: each that is compared may be above its bound, or anything below. */

import type { CountName } from './counts.ts';
import { CannotTell, type WayBook } from './way-book.ts';
import { kindOf, type Read, type Spot, type Way } from './ways.ts';

/** More than any cap: a count until it is compared. */
const plenty = 1_000_000;

type Tried = ReadonlyMap<CountName, number>;
type Value = (name: CountName) => number;
type Reads = (value: Value) => ReadonlyMap<CountName, Read>;

export function waysOf(book: WayBook, spot: Spot): readonly Way[] {
  const found = new Set<Way>();
  for (const tried of eachTried(book, (value) => book.menuReads(spot, value), new Map())) {
    for (const intent of book.menu(spot, valueOf(tried))) {
      for (const more of eachTried(book, (value) => book.way(spot, intent, value).reads, tried)) {
        found.add(book.way(spot, intent, valueOf(more)));
      }
    }
  }
  return [...found];
}

const valueOf = (tried: Tried): Value => (name) => tried.get(name) ?? (kindOf(name) === 'rung' ? 0 : plenty);

/** Every choice of values which what is compared tells apart. */
function eachTried(book: WayBook, readsWith: Reads, from: Tried): readonly Tried[] {
  const all: Tried[] = [from];
  const seen = new Set<string>();
  for (const tried of all) {
    for (const [name, read] of readsWith(valueOf(tried))) {
      if (tried.has(name)) continue;
      for (const value of others(book, name, read)) {
        const next = new Map(tried).set(name, value);
        const key = [...next].map(([one, of]) => `${one}=${of}`).toSorted().join(';');
        if (!seen.has(key)) all.push(next);
        seen.add(key);
      }
    }
  }
  return all;
}

function others(book: WayBook, name: CountName, { least, most }: Read): readonly number[] {
  if (kindOf(name) === 'rung') return Array.from({ length: book.rungs(name) }, (_, rung) => rung).slice(1);
  if (most !== Infinity) throw new CannotTell(name);
  return Array.from({ length: least }, (_, value) => value);
}
